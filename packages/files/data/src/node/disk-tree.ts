import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

import type { ImageSource } from '../batches/image-split.ts';
import type { CheckedImage } from '../tree/image-entry.ts';
import type { FileTree } from '../tree/file-tree.ts';
import { imageInFile } from './encoded-image.ts';
import { type ImageSourceConfig, imageSource } from './image-source.ts';
import { type LoaderOptions, loaderThreadsIn } from './loader/loader-threads.ts';

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
  readable: imageInFile,
  source: (images, memory) => filesSource(images, { memory, loaderThreads: 0 }),
};

/** The files of this machine, read by so many threads.
 *
 * @throws {DataOptionError} when their number makes no sense. */
export function threadedDisk(options: LoaderOptions): FileTree {
  const loaderThreads = loaderThreadsIn(options);
  return { ...diskTree, source: (images, memory) => filesSource(images, { memory, loaderThreads }) };
}

function filesSource(images: readonly CheckedImage[], config: ImageSourceConfig): ImageSource {
  return imageSource(
    images.map((image) => ({ ...image, encoded: async () => image.path })),
    config,
  );
}

async function kindOf(path: string): Promise<'folder' | 'file' | null> {
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  return found.isDirectory() ? 'folder' : 'file';
}
