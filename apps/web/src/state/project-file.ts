import { signal } from '@preact/signals';

import { words } from '../language/language.ts';
import { askEngine } from './ask-engine.ts';
import { describeChoices } from './describe-choices.ts';
import { showProject } from './open-project.ts';
import { dataset, notice, runs } from './project.ts';
import { tellUndoable } from './undo.ts';

/** A project's file, while it is asked whether it replaces the present one. */
export const offeredProject = signal<File | null>(null);
/** Whether one is being unpacked. */
export const opening = signal(false);

/** Opens a project's file; where there is a project already, the person is asked. */
export async function offerProject(file: File): Promise<void> {
  const isEmpty = dataset.value.classes.length === 0 && runs.value.length === 0;
  if (isEmpty) await openProject(file, 'replace');
  else offeredProject.value = file;
}

export async function openProject(file: File, how: 'replace' | 'add'): Promise<void> {
  const hadSomething = offeredProject.value !== null;
  [offeredProject.value, opening.value] = [null, true];
  const project = await askEngine((engine) => engine.openProject(file, how));
  opening.value = false;
  if (project === null) return;
  showProject(project);
  if (hadSomething) tellUndoable(how === 'add' ? words.value.projectAdded : words.value.opened);
  else notice.value = { text: words.value.opened, isFault: false };
  await describeChoices();
}
