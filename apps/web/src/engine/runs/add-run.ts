import type { FileStore } from '@attune/run';

import { PageError } from '../errors/page-error.ts';
import type { GatheredFile } from '../protocol/photos.ts';
import { KeptRun } from './kept-run.ts';
import { runFolder } from './run-folder.ts';

/** Only an unfinished training needs these, and the page cannot go on with those of others. */
const leftBehind = /^(training\.checkpoint|weights\.pending\.json|page\.json|control\/)/u;

/** Adds a run to a project's files, and gives its id.
 *
 * @throws {PageError} when it is none, or a part of it is missing or damaged. */
export async function addRun(files: FileStore, given: readonly GatheredFile[]): Promise<string> {
  const folder = runFolder(given.map(({ path }) => path));
  if (folder === null) throw noRun();
  const own = given.filter(({ path }) => path.startsWith(folder)).map(({ path, file }) => [path.slice(folder.length), file] as const);
  try {
    return (await KeptRun.adopt(files, new Map(own.filter(([path]) => !leftBehind.test(path) && !path.split('/').includes('..'))))).id;
  } catch (error) {
    throw noRun(error);
  }
}

function noRun(cause?: unknown): PageError {
  const why = cause instanceof Error ? `: ${cause.message}` : '.';
  return new PageError('no-run', `These files are not a whole run of Attune${why} Give the folder that attune finetune --out wrote, or a .zip of it.`);
}
