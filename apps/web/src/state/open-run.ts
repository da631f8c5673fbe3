import type { GatheredFile } from '../engine/protocol/photos.ts';
import { runFolder } from '../engine/runs/run-folder.ts';
import { pickFile } from '../parts/pick-file.ts';
import { askEngine } from './ask-engine.ts';
import { changeInTurn } from './changing.ts';
import { gatherFiles } from './gather-files.ts';
import { judge } from './judgement.ts';
import { goTo } from './place.ts';
import { type WayOn, chosenRun, runs } from './project.ts';
import { tellUndoable } from './undo.ts';

/** Takes a folder's files, or those of an archive: a run, else photos. */
export async function takeFiles(files: readonly GatheredFile[]): Promise<void> {
  if (runFolder(files.map(({ path }) => path)) !== null) return openRun(files);
  if (files.length > 0) goTo('photos');
  await gatherFiles(files);
}

/** Takes the files of an archive that is not a project. */
export async function openArchive(file: File): Promise<void> {
  await takeFiles((await askEngine((engine) => engine.photos.unpack(file), otherArchive())) ?? []);
}

/** Adds a run that was trained elsewhere, and shows it. */
async function openRun(files: readonly GatheredFile[]): Promise<void> {
  goTo('try');
  const opened = await changeInTurn(() => askEngine((engine) => engine.runs.add(files), otherArchive()));
  if (opened === null) return;
  [runs.value, chosenRun.value] = [opened.runs, opened.runId];
  tellUndoable(({ runOpened }) => runOpened);
  void judge(opened.runId);
}

function otherArchive(): WayOn {
  return { name: ({ chooseAnother }) => chooseAnother, follow: () => pickFile('.zip', openArchive) };
}
