import type { Sentence } from '../language/language.ts';
import { askEngine } from './ask-engine.ts';
import { changeInTurn } from './changing.ts';
import { describeChoices } from './describe-choices.ts';
import { showProject } from './open-project.ts';
import { notice } from './project.ts';
import { again } from './tell-fault.ts';

/** Tells what was done, with a way to take that back. */
export function tellUndoable(text: Sentence): void {
  notice.value = { text, isFault: false, canUndo: true };
}

/** Takes back what was done last. */
export async function undo(): Promise<void> {
  notice.value = null;
  const isDone = await changeInTurn(async () => {
    const project = await askEngine((engine) => engine.project.undo(), again(undo));
    if (project !== null) showProject(project);
    return project !== null;
  });
  if (!isDone) return;
  notice.value = { text: ({ undone }) => undone, isFault: false };
  await describeChoices();
}

/** Closes the status line; what it could have put back is freed. */
export function closeNotice(): void {
  if (notice.value?.isFault === false && notice.value.canUndo === true) void askEngine((engine) => engine.project.settle(), again(closeNotice));
  notice.value = null;
}
