import type { ImageSource } from '../batches/image-split.ts';
import type { ImageMemory } from '../batches/kept-source.ts';
import type { CheckedImage, Readable } from './image-entry.ts';

/** Folders of files, wherever they lie: on a disk, or handed to a page. Paths are the tree's own text; only `join` makes them. */
export interface FileTree {
  /** What lies in a folder, links followed. A link to nothing counts as a file, so that it is reported as one that cannot be read. */
  entries(path: string): Promise<readonly { readonly name: string; readonly isFolder: boolean }[]>;
  /** One path for a folder, whatever links lead to it. */
  realPath(path: string): Promise<string>;
  /** What lies at a path, or `null`. */
  kindOf(path: string): Promise<'folder' | 'file' | null>;
  join(folder: string, name: string): string;
  /** A path as seen from `root`. */
  nameBelow(root: string, path: string): string;
  /** The image at a path, to be checked. */
  readable(path: string): Readable;
  /** Images that have been checked, to be trained on; decoded ones are kept as far as the memory goes. */
  source(images: readonly CheckedImage[], memory: ImageMemory): ImageSource;
}
