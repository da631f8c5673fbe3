import { signal } from '@preact/signals';

import { pickFile } from '../parts/pick-file.ts';
import { askEngine } from './ask-engine.ts';
import { isOfProject } from '../engine/project/project-paths.ts';
import { firstPath } from '../engine/storage/first-path.ts';
import { describeChoices } from './describe-choices.ts';
import { showProject } from './open-project.ts';
import { openArchive } from './open-run.ts';
import { dataset, notice, runs } from './project.ts';
import { tellUndoable } from './undo.ts';

/** A project's file, while it is asked whether it replaces the present one. */
export const offeredProject = signal<File | null>(null);
/** Whether one is being unpacked. */
export const opening = signal(false);

/** Opens a project's file; where there is a project already, the person is asked. Another archive
 * may hold a run, or photos. */
export async function offerProject(file: File): Promise<void> {
  if (!(await mayBeProject(file))) return openArchive(file);
  const isEmpty = dataset.value.classes.length === 0 && runs.value.length === 0;
  if (isEmpty) await openProject(file, 'replace');
  else offeredProject.value = file;
}

/** By the first name in it. What is not an archive is for the worker to tell. */
async function mayBeProject(file: File): Promise<boolean> {
  const path = await firstPath(file).catch(() => null);
  return path === null || isOfProject(path);
}

export async function openProject(file: File, how: 'replace' | 'add'): Promise<void> {
  const hadSomething = offeredProject.value !== null;
  [offeredProject.value, opening.value] = [null, true];
  const project = await askEngine((engine) => engine.project.open(file, how), {
    name: ({ chooseAnother }) => chooseAnother,
    follow: () => pickFile('.zip', offerProject),
  });
  opening.value = false;
  if (project === null) return;
  showProject(project);
  if (hadSomething) tellUndoable(({ projectAdded, opened }) => (how === 'add' ? projectAdded : opened));
  else notice.value = { text: ({ opened }) => opened, isFault: false };
  await describeChoices();
}
