import type { ImageSource } from '../batches/image-split.ts';
import type { ImageMemory } from '../batches/kept-source.ts';
import type { CheckedImage, Readable } from './image-entry.ts';

/** What lies in a folder under one name. */
export interface TreeEntry {
  readonly name: string;
  /** Of what a link leads to. A link to nothing counts as a file, so that it is reported as one
   * that cannot be read. */
  readonly kind: 'folder' | 'file' | 'special';
  readonly isLink: boolean;
  /** Of what is neither file nor folder: `a FIFO`, `a socket`, `a device`. */
  readonly what?: string;
}

/** Folders of files, wherever they lie: on a disk, or handed to a page. Paths are the tree's own
 * text; only `join` makes them. */
export interface FileTree {
  entries(path: string): Promise<readonly TreeEntry[]>;
  /** One path for a file or folder, whatever links lead to it. */
  realPath(path: string): Promise<string>;
  /** What lies at a path, links followed, or `null`. */
  kindOf(path: string): Promise<'folder' | 'file' | 'special' | null>;
  join(folder: string, name: string): string;
  /** A path as seen from `root`. */
  nameBelow(root: string, path: string): string;
  /** Whether a path is that of the folder or lies below it. */
  holds(folder: string, path: string): boolean;
  /** The image at a path, to be checked. */
  readable(path: string): Readable;
  /** Images that have been checked, to be trained on, in so many channels; decoded ones are kept as
   * far as the memory goes. */
  source(images: readonly CheckedImage[], memory: ImageMemory, channels: number): ImageSource;
}
