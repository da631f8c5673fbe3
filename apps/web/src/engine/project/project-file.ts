import type { FileStore } from '@attune/run';

import { PageError } from '../errors/page-error.ts';
import type { WriteProgress } from '../protocol/write-progress.ts';
import { isOfProject } from './project-paths.ts';
import { unzip, zip } from '../storage/zip.ts';

/** All of a project's files in one. */
export async function zippedProject(files: FileStore, onProgress?: WriteProgress): Promise<Blob> {
  const paths = (await files.list('')).filter(isOfProject);
  return zip(
    paths.map((path) => ({ path, read: async () => (await files.read(path))! })),
    onProgress,
  );
}

/** Unpacks a project into an empty folder.
 *
 * @throws {Error} when it is none; then nothing was written. */
export async function unzipProject(archive: Blob, files: FileStore): Promise<void> {
  const found = new Set<string>();
  await unzip(archive, async (path) => void found.add(path));
  if (!found.has('photos.json')) throw new PageError('no-project', 'This file is not a project: it has no photos.json. Open one that was saved here.');
  await unzip(archive, async (path, bytes) => {
    if (isOfProject(path)) await files.writeSafely(path, [bytes]);
  });
}
