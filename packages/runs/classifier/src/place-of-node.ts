import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

import { type ReadableFiles, configFile } from '@attune/run';

/** Where a path leads: a folder's files, where it is a run; the `model.json` in a folder without
 * one; else the path itself. */
export async function placeOf(path: string): Promise<string | ReadableFiles> {
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() === true;
  if (!isFolder) return path;
  const names = await readdir(path);
  return !names.includes(configFile) && names.includes('model.json') ? join(path, 'model.json') : folderFiles(path);
}

function folderFiles(folder: string): ReadableFiles {
  const at = (path: string) => join(folder, ...path.split('/'));
  return {
    read: (path) => orNull(readFile(at(path)), null),
    source: async (path) => at(path),
    list: async (below) => {
      const entries = await orNull(readdir(at(below), { recursive: true, withFileTypes: true }), []);
      const files = entries.filter((entry) => entry.isFile());
      return files.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')).toSorted();
    },
  };
}

async function orNull<T, Absent>(found: Promise<T>, absent: Absent): Promise<T | Absent> {
  return found.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return absent;
    throw error;
  });
}
