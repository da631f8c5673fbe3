import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

import type { ImageSource } from '../batches/image-split.ts';
import type { CheckedImage } from '../tree/image-entry.ts';
import type { FileTree, TreeEntry } from '../tree/file-tree.ts';
import { digestOf } from './digest.ts';
import { imageInFile } from './encoded-image.ts';
import { type ImageSourceConfig, imageSource } from './image-source.ts';
import { type LoaderOptions, loaderThreadsIn } from './loader/loader-threads.ts';
import { lookAt, specialKind } from './regular-file.ts';

/** The files of this machine. */
export const diskTree: FileTree = {
  join,
  nameBelow: relative,
  realPath: (path) => realpath(path),
  holds: (folder, path) => path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep),
  kindOf: async (path) => {
    const found = await lookAt(path);
    return found && kindIn(found);
  },
  entries: async (path) => Promise.all((await readdir(path, { withFileTypes: true })).map((entry) => entryOf(path, entry))),
  readable: imageInFile,
  source: (images, memory, channels) => filesSource(images, { memory, channels, loaderThreads: 0 }),
};

/** The files of this machine, read by so many threads.
 *
 * @throws {DataOptionError} when their number makes no sense. */
export function threadedDisk(options: LoaderOptions): FileTree {
  const loaderThreads = loaderThreadsIn(options);
  return { ...diskTree, source: (images, memory, channels) => filesSource(images, { memory, channels, loaderThreads }) };
}

function filesSource(images: readonly CheckedImage[], config: ImageSourceConfig): ImageSource {
  return imageSource(
    images.map((image) => ({ ...image, encoded: async () => image.path, digest: () => digestOf(image.path, image.header.bytes) })),
    config,
  );
}

/** A link to nothing, or in a circle, stays a file. */
async function entryOf(folder: string, entry: Dirent): Promise<TreeEntry> {
  const { name } = entry;
  const isLink = entry.isSymbolicLink();
  const found = isLink ? await stat(join(folder, name)).catch(() => null) : entry;
  if (found === null) return { name, kind: 'file', isLink };
  const what = specialKind(found);
  return { name, kind: kindIn(found), isLink, ...(what === null ? {} : { what }) };
}

function kindIn(found: Pick<Dirent, 'isDirectory' | 'isFile'>): TreeEntry['kind'] {
  if (found.isDirectory()) return 'folder';
  return found.isFile() ? 'file' : 'special';
}
