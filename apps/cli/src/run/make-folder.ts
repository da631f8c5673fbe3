import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes a folder and those above it that are not there yet. `mkdir` of Node 20 does so for ever
 * where the system lets nothing be made (/proc).
 *
 * @returns the first that was made; undefined where all were there.
 * @throws the system's error. */
export async function makeFolder(path: string): Promise<string | undefined> {
  try {
    await mkdir(path);
    return path;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await isFolder(path))) return undefined;
    if (code !== 'ENOENT' || (await isFolder(dirname(path)))) throw error;
  }
  const first = await makeFolder(dirname(path));
  return (await makeFolder(path)) === undefined ? first : (first ?? path);
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true;
}
