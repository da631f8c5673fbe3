import { useState } from 'preact/hooks';

import { words } from '../language/language.ts';
import { makeClass } from '../state/change-photos.ts';

/** Makes a class by its name. */
export function ClassForm() {
  const [name, setName] = useState('');
  return (
    <form
      class="row class-form"
      onSubmit={(event) => {
        event.preventDefault();
        void makeClass(name).then((made) => made && setName(''));
      }}
    >
      <input
        type="text"
        aria-label={words.value.newClass}
        placeholder={words.value.newClassHint}
        value={name}
        onInput={({ currentTarget }) => setName(currentTarget.value)}
      />
      <button type="submit">{words.value.addClass}</button>
    </form>
  );
}
