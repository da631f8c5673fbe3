import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

import type { FileTree } from '../tree/file-tree.ts';
import { decodeFile } from './decode-image.ts';
import { fileSource } from './file-source.ts';
import { readFileHeader } from './image-file.ts';

/** The files of this machine. */
export const diskTree: FileTree = {
  join,
  nameBelow: relative,
  realPath: (path) => realpath(path),
  kindOf,
  entries: async (path) => {
    const entries = await readdir(path, { withFileTypes: true });
    const isFolder = async (name: string) => (await kindOf(join(path, name))) === 'folder';
    return Promise.all(
      entries.map(async (entry) => ({ name: entry.name, isFolder: entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(entry.name))) })),
    );
  },
  readable: (path) => ({ path, readHeader: () => readFileHeader(path), decode: (header) => decodeFile(path, header) }),
  source: fileSource,
};

async function kindOf(path: string): Promise<'folder' | 'file' | null> {
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  return found.isDirectory() ? 'folder' : 'file';
}
