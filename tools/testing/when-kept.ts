import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until who downloads into a folder has so many bytes of a file there, and so many times
 * over where several fetch it at once. A stream that fails gives up what its reader had not taken
 * yet: of a connection that is cut earlier, nothing may be left. A second is enough where it is
 * never so, such as where the others are through. */
export async function whenKept(folder: string, bytes: number, files = 1): Promise<void> {
  for (const end = Date.now() + (files > 1 ? 1000 : 60_000); Date.now() < end; await sleep(5)) {
    const sizes = await sizesIn(folder);
    if (sizes.filter((size) => size >= bytes).length >= files) return;
  }
}

/** Of what is fetched there; facts beside it are no part of that. */
async function sizesIn(folder: string): Promise<number[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter((entry) => entry.isFile() && !/\.json(\.new)?$/u.test(entry.name)).map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
}
