import type { FileStore } from '@attune/run';

import { unzip, zip } from './zip.ts';

/** All of the page's files in one. */
export async function zippedProject(files: FileStore): Promise<Blob> {
  const paths = await files.list('');
  return zip(paths.map((path) => ({ path, read: async () => (await files.read(path))! })));
}

/** Puts a project in the place of the one that is there. Nothing is removed before the
 * file is known to be a project.
 *
 * @throws {Error} when it is none. */
export async function unzipProject(archive: Blob, files: FileStore): Promise<void> {
  const found = new Set<string>();
  await unzip(archive, async (path) => void found.add(path));
  if (!found.has('photos.json')) throw new Error('This file is no project: it has no photos.json. Open one that was saved here.');
  for (const path of await files.list('')) if (!found.has(path)) await files.remove(path);
  await unzip(archive, async (path, bytes) => {
    if (isOurs(path)) await files.writeSafely(path, [bytes]);
  });
}

/** A path of a project's own, and none that climbs out. */
function isOurs(path: string): boolean {
  return /^(photos|runs|weights)\/|^(photos|choices)\.json$/u.test(path) && !path.split('/').includes('..');
}
