import { useEffect } from 'preact/hooks';

import { words } from '../language/language.ts';
import { Details } from '../parts/details.tsx';
import { type Notice as Said, type WayOn, notice } from '../state/project.ts';
import { closeNotice, undo } from '../state/undo.ts';
import { wayOnOf } from './way-on-of.ts';

/** What is no fault goes by itself. */
const shownMilliseconds = 8000;

/** Spoken when it changes; faults at once. */
export function Notice() {
  const said = notice.value;
  useEffect(() => {
    if (said === null || said.isFault || said.canUndo === true) return;
    const gone = setTimeout(() => (notice.value = null), shownMilliseconds);
    return () => clearTimeout(gone);
  }, [said]);
  return (
    <div class="notice" role={said?.isFault ? 'alert' : 'status'} data-fault={said?.isFault} hidden={said === null}>
      {said !== null && <Content said={said} />}
      <button type="button" class="plain" aria-label={words.value.close} onClick={closeNotice}>
        ×
      </button>
    </div>
  );
}

function Content({ said }: { readonly said: Said }) {
  const wayOn = said.isFault ? wayOnOf(said) : said.wayOn;
  return (
    <>
      <span>{said.text(words.value)}</span>
      {said.isFault && said.error !== null && <Details message={said.error.message} />}
      {!said.isFault && said.canUndo === true && (
        <button type="button" onClick={() => void undo()}>
          {words.value.undo}
        </button>
      )}
      {wayOn !== undefined && (
        <button type="button" onClick={() => follow(wayOn)}>
          {wayOn.name(words.value)}
        </button>
      )}
    </>
  );
}

function follow(wayOn: WayOn): void {
  notice.value = null;
  wayOn.follow();
}
