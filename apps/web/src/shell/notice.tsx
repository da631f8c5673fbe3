import { useEffect } from 'preact/hooks';

import { words } from '../language/language.ts';
import { notice } from '../state/project.ts';
import { closeNotice, undo } from '../state/undo.ts';

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
      <span>{said?.text}</span>
      {said?.canUndo === true && (
        <button type="button" onClick={() => void undo()}>
          {words.value.undo}
        </button>
      )}
      {said?.wayOn !== undefined && (
        <button type="button" onClick={() => followWayOn(said.wayOn!.follow)}>
          {said.wayOn.name}
        </button>
      )}
      <button type="button" class="plain" aria-label={words.value.close} onClick={closeNotice}>
        ×
      </button>
    </div>
  );
}

function followWayOn(follow: () => void): void {
  notice.value = null;
  follow();
}
