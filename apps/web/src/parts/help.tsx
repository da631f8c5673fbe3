import { useId, useState } from 'preact/hooks';

import type { Words } from '../language/english.ts';
import { words } from '../language/language.ts';

/** A question mark beside a term, which opens its plain meaning below: it covers nothing. */
export function Help({ term }: { readonly term: keyof Words['glossary'] }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [name = '', meaning = ''] = words.value.glossary[term];
  return (
    <>
      <button
        type="button"
        class="help"
        aria-expanded={open}
        aria-controls={id}
        aria-label={words.value.help(name)}
        onClick={(event) => {
          event.preventDefault(); // in a label, it would go to the field
          setOpen(!open);
        }}
        onKeyDown={({ key }) => key === 'Escape' && setOpen(false)}
      >
        ?
      </button>
      <span id={id} class="meaning" role="note" hidden={!open}>
        <strong>{name}</strong> {meaning}
      </span>
    </>
  );
}
