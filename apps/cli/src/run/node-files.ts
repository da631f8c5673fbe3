import { readFile, readdir, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

import type { FileStore } from '@attune/run';

import { makeFolder } from './make-folder.ts';
import { writeFileSafely } from './write-file.ts';

/** A folder on the disk. */
export function nodeFiles(folder: string): FileStore {
  const at = (path: string) => join(folder, ...path.split('/'));
  return {
    read: (path) => orNull(readFile(at(path)), null),
    source: async (path) => at(path),
    async writeSafely(path, parts) {
      await makeFolder(dirname(at(path)));
      await writeFileSafely(at(path), parts, { isOwnFolder: true });
    },
    remove: (path) => rm(at(path), { force: true }),
    async list(below) {
      const entries = await orNull(readdir(at(below), { recursive: true, withFileTypes: true }), []);
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .toSorted();
    },
  };
}

/** What stands for a file or folder that is not there. */
async function orNull<T, Absent>(found: Promise<T>, absent: Absent): Promise<T | Absent> {
  return found.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return absent;
    throw error;
  });
}
