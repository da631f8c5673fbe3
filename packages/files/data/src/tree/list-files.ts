import { compareCodePoints } from '../order/code-points.ts';
import type { FileReason, FileReasonKind } from '../errors.ts';
import { heicAdvice } from '../pixels/image-header.ts';
import type { FileTree } from './file-tree.ts';
import { type Territory, trespass } from './links.ts';
import { readFolder } from './read-folder.ts';

/** torchvision's image extensions, and NumPy's arrays; matched in any case. */
export const imageExtensions: ReadonlySet<string> = new Set(['.jpg', '.jpeg', '.png', '.ppm', '.bmp', '.pgm', '.tif', '.tiff', '.webp', '.npy']);

/** The images below a folder, and what else lies there. */
export interface FolderListing {
  readonly images: readonly string[];
  readonly skipped: readonly FileReason[];
}

export interface ListOptions {
  readonly gif: boolean;
  readonly territory: Territory;
}

/** Lists the images below a class folder, in torchvision's order: by folder path, then by name, by
 * code points. Each real file is listed once, and a link that leads into another class is not
 * followed. */
export async function listImages(tree: FileTree, folder: string, { gif, territory }: ListOptions): Promise<FolderListing> {
  const own = await tree.realPath(folder);
  const walk: Walk = { own, territory, skipped: [], folders: [], links: [] };
  await enter(tree, { path: folder, real: own }, walk);
  for (let next = walk.links.shift(); next !== undefined; next = walk.links.shift()) await follow(tree, next, walk);
  const images: string[] = [];
  for (const { path, files } of walk.folders.toSorted((a, b) => compareCodePoints(a.path, b.path))) {
    for (const name of files.toSorted(compareCodePoints)) {
      const reason = extensionReason(name, gif);
      if (reason === null) images.push(tree.join(path, name));
      else walk.skipped.push({ path: tree.join(path, name), reason, kind: kindOf(name) });
    }
  }
  return { images, skipped: walk.skipped };
}

interface Place {
  readonly path: string;
  /** Where it really lies. */
  readonly real: string;
}

interface Walk {
  /** Where the class folder really lies. */
  readonly own: string;
  readonly territory: Territory;
  readonly skipped: FileReason[];
  readonly folders: { readonly path: string; readonly files: string[] }[];
  /** Followed once all that lies here by itself is known. */
  readonly links: { readonly path: string; readonly name: string; readonly isFolder: boolean; readonly folder: string }[];
}

async function enter(tree: FileTree, { path, real }: Place, walk: Walk): Promise<void> {
  const { folders, files, links, skipped } = await readFolder(tree, path);
  walk.skipped.push(...skipped);
  walk.territory.seen.set(real, path);
  const isNew = (name: string) => !links.has(name) && isFirst({ path: tree.join(path, name), real: tree.join(real, name) }, walk);
  walk.folders.push({ path, files: files.filter(isNew) });
  for (const name of links) walk.links.push({ path: tree.join(path, name), name, isFolder: folders.includes(name), folder: path });
  for (const name of folders.filter(isNew)) await enter(tree, { path: tree.join(path, name), real: tree.join(real, name) }, walk);
}

/** Takes note of a file or folder, which a link may have led to before. */
function isFirst({ path, real }: Place, { territory: { seen }, skipped }: Walk): boolean {
  const first = seen.get(real);
  if (first === undefined) seen.set(real, path);
  else skipped.push({ path, reason: readAlready(first) });
  return first === undefined;
}

function readAlready(first: string): string {
  return `it is ${first}, which is read already`;
}

/** A link to nothing stays a file, to be found broken. */
async function follow(tree: FileTree, { path, name, isFolder, folder }: Walk['links'][number], walk: Walk): Promise<void> {
  const real = await tree.realPath(path).catch(() => null);
  const reason = real === null ? null : refusal(tree, real, walk);
  if (reason !== null) walk.skipped.push({ path, reason });
  else if (isFolder) await enter(tree, { path, real: real! }, walk);
  else {
    walk.folders.find((known) => known.path === folder)!.files.push(name);
    if (real !== null) walk.territory.seen.set(real, path);
  }
}

function refusal(tree: FileTree, real: string, { own, territory }: Walk): string | null {
  const first = territory.seen.get(real);
  return trespass(tree, real, { own, territory }) ?? (first === undefined ? null : readAlready(first));
}

/** Why a file's name is not an image's, or `null`. */
export function extensionReason(name: string, gif: boolean): string | null {
  const extension = extensionOf(name);
  if (imageExtensions.has(extension) || (gif && extension === '.gif')) return null;
  if (extension === '.gif') return 'GIF is read only when asked for (gif: true)';
  if (extension === '.heic' || extension === '.heif') return `HEIC is not read: ${heicAdvice}`;
  return extension === '' ? 'no image extension' : `not an image extension (${extension})`;
}

function kindOf(name: string): FileReasonKind {
  const extension = extensionOf(name);
  if (extension === '.gif') return 'gif';
  return extension === '.heic' || extension === '.heif' ? 'heic' : 'extension';
}

/** With its dot, in lower case; empty where there is none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot).toLowerCase();
}

/** Whether a path looks like a table of images. */
export function isTable(path: string): boolean {
  return /\.(csv|tsv)$/iu.test(path);
}
