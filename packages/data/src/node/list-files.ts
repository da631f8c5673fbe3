import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

import { compareCodePoints } from '../code-points.ts';
import type { FileReason } from '../errors.ts';
import { heicAdvice } from '../image-header.ts';

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
export async function listImages(folder: string, { gif }: { readonly gif: boolean }): Promise<FolderListing> {
  const images: string[] = [];
  const skipped: FileReason[] = [];
  for (const { path, files } of await walk(folder, skipped, new Set())) {
    for (const name of files) {
      const reason = skipReason(name, gif);
      if (reason === null) images.push(join(path, name));
      else skipped.push({ path: join(path, name), reason });
    }
  }
  return { images, skipped };
}

interface Folder {
  readonly path: string;
  readonly files: readonly string[];
}

async function walk(path: string, skipped: FileReason[], seen: Set<string>): Promise<Folder[]> {
  const real = await realpath(path);
  if (seen.has(real)) return []; // a link to a folder above would never end
  seen.add(real);
  const { folders, files, hidden } = await readFolder(path);
  skipped.push(...hidden.map((name) => ({ path: join(path, name), reason: hiddenReason })));
  const below: Folder[] = [];
  for (const name of folders) below.push(...(await walk(join(path, name), skipped, seen)));
  return [{ path, files }, ...below].sort((a, b) => compareCodePoints(a.path, b.path));
}

/** The entries of one folder, by code points. */
export async function readFolder(path: string): Promise<{ readonly folders: string[]; readonly files: string[]; readonly hidden: string[] }> {
  const folders: string[] = [];
  const files: string[] = [];
  const hidden: string[] = [];
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && (await linksToFolder(join(path, entry.name))));
    (isHidden(entry.name) ? hidden : isFolder ? folders : files).push(entry.name);
  }
  return { folders: folders.sort(compareCodePoints), files: files.sort(compareCodePoints), hidden: hidden.sort(compareCodePoints) };
}

/** A link to nothing counts as a file, so that it is reported as one that cannot be read. */
async function linksToFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

function skipReason(name: string, gif: boolean): string | null {
  const extension = extname(name).toLowerCase();
  if (imageExtensions.has(extension) || (gif && extension === '.gif')) return null;
  if (extension === '.gif') return 'GIF is read only when asked for (gif: true)';
  if (extension === '.heic' || extension === '.heif') return `HEIC is not read: ${heicAdvice}`;
  return extension === '' ? 'no image extension' : `not an image extension (${extension})`;
}
