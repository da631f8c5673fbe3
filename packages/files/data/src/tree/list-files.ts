import { compareCodePoints } from '../order/code-points.ts';
import type { FileReason } from '../errors.ts';
import { heicAdvice } from '../pixels/image-header.ts';
import type { FileTree } from './file-tree.ts';

/** torchvision's image extensions, matched in any case. */
export const imageExtensions: ReadonlySet<string> = new Set(['.jpg', '.jpeg', '.png', '.ppm', '.bmp', '.pgm', '.tif', '.tiff', '.webp']);

/** What operating systems, archives, cameras and notebooks leave behind. */
const systemNames: ReadonlySet<string> = new Set(['thumbs.db', 'desktop.ini', '@eadir', '__macosx', '$recycle.bin', 'system volume information', 'lost+found']);

/** Whether a file or folder was put there by a program for itself, and never holds a class or an image. */
function isHidden(name: string): boolean {
  return name.startsWith('.') || systemNames.has(name.toLowerCase());
}

export const hiddenReason = 'hidden or system file';

/** The images below a folder, and what else lies there. */
export interface FolderListing {
  readonly images: readonly string[];
  readonly skipped: readonly FileReason[];
}

/** Lists the images below `folder`, links followed, in torchvision's order: by folder path, then by name, by code points. */
export async function listImages(tree: FileTree, folder: string, { gif }: { readonly gif: boolean }): Promise<FolderListing> {
  const images: string[] = [];
  const skipped: FileReason[] = [];
  for (const { path, files } of await walk(tree, folder, { skipped, seen: new Set() })) {
    for (const name of files) {
      const reason = skipReason(name, gif);
      if (reason === null) images.push(tree.join(path, name));
      else skipped.push({ path: tree.join(path, name), reason });
    }
  }
  return { images, skipped };
}

interface Folder {
  readonly path: string;
  readonly files: readonly string[];
}

interface Walk {
  readonly skipped: FileReason[];
  readonly seen: Set<string>;
}

async function walk(tree: FileTree, path: string, { skipped, seen }: Walk): Promise<Folder[]> {
  const real = await tree.realPath(path);
  if (seen.has(real)) return []; // a link to a folder above would never end
  seen.add(real);
  const { folders, files, hidden } = await readFolder(tree, path);
  skipped.push(...hidden.map((name) => ({ path: tree.join(path, name), reason: hiddenReason })));
  const below: Folder[] = [];
  for (const name of folders) below.push(...(await walk(tree, tree.join(path, name), { skipped, seen })));
  return [{ path, files }, ...below].sort((a, b) => compareCodePoints(a.path, b.path));
}

/** The entries of one folder, by code points. */
export async function readFolder(tree: FileTree, path: string): Promise<{ readonly folders: string[]; readonly files: string[]; readonly hidden: string[] }> {
  const folders: string[] = [];
  const files: string[] = [];
  const hidden: string[] = [];
  for (const { name, isFolder } of await tree.entries(path)) (isHidden(name) ? hidden : isFolder ? folders : files).push(name);
  return { folders: folders.sort(compareCodePoints), files: files.sort(compareCodePoints), hidden: hidden.sort(compareCodePoints) };
}

function skipReason(name: string, gif: boolean): string | null {
  const extension = extensionOf(name);
  if (imageExtensions.has(extension) || (gif && extension === '.gif')) return null;
  if (extension === '.gif') return 'GIF is read only when asked for (gif: true)';
  if (extension === '.heic' || extension === '.heif') return `HEIC is not read: ${heicAdvice}`;
  return extension === '' ? 'no image extension' : `not an image extension (${extension})`;
}

/** With its dot, in lower case; empty where there is none. */
function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot).toLowerCase();
}
