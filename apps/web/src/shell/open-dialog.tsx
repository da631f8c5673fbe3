import { useEffect, useRef } from 'preact/hooks';

import { words } from '../language/language.ts';
import { offeredProject, openProject } from '../state/project-file.ts';

/** Asks whether a project that is opened takes the place of the present one. */
export function OpenDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const file = offeredProject.value;
  useEffect(() => {
    if (file !== null) dialog.current?.showModal();
  }, [file]);
  if (file === null) return null;
  return (
    <dialog ref={dialog} class="card" aria-labelledby="open-title" onClose={() => (offeredProject.value = null)}>
      <h2 id="open-title">{words.value.openQuestion(file.name)}</h2>
      <p class="hint">{words.value.openHint}</p>
      <div class="row">
        <button type="button" class="primary" onClick={() => void openProject(file, 'add')}>
          {words.value.openAdd}
        </button>
        <button type="button" onClick={() => void openProject(file, 'replace')}>
          {words.value.openReplace}
        </button>
        <button type="button" onClick={() => (offeredProject.value = null)}>
          {words.value.cancel}
        </button>
      </div>
    </dialog>
  );
}
