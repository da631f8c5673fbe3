import { words } from '../language/language.ts';
import { askEngine } from './ask-engine.ts';
import { changeInTurn } from './changing.ts';
import { describeChoices } from './describe-choices.ts';
import { showProject } from './open-project.ts';
import { notice } from './project.ts';

/** Tells what was done, with a way to take that back. */
export function tellUndoable(text: string): void {
  notice.value = { text, isFault: false, canUndo: true };
}

/** Takes back what was done last. */
export async function undo(): Promise<void> {
  notice.value = null;
  const isDone = await changeInTurn(async () => {
    const project = await askEngine((engine) => engine.undo());
    if (project !== null) showProject(project);
    return project !== null;
  });
  if (!isDone) return;
  notice.value = { text: words.value.undone, isFault: false };
  await describeChoices();
}

/** Closes the status line; what it could have put back is freed. */
export function closeNotice(): void {
  if (notice.value?.canUndo === true) void askEngine((engine) => engine.settle());
  notice.value = null;
}
