import { useId } from 'preact/hooks';

import type { Words } from '../language/english.ts';
import { words } from '../language/language.ts';

/** A question mark beside a term, which opens its plain meaning. */
export function Help({ term }: { readonly term: keyof Words['glossary'] }) {
  const id = useId();
  const [name = '', meaning = ''] = words.value.glossary[term];
  return (
    <>
      <button type="button" class="help" popovertarget={id} aria-label={words.value.help(name)}>
        ?
      </button>
      <div id={id} popover="auto" class="meaning" role="note">
        <strong>{name}</strong>
        <p>{meaning}</p>
      </div>
    </>
  );
}
