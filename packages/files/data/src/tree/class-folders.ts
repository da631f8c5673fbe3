import { compareCodePoints } from '../order/code-points.ts';
import type { PartName } from '../batches/dataset.ts';
import type { DecodeOptions } from '../pixels/decode-options.ts';
import type { DatasetFault, FileReason } from '../errors.ts';
import { defaultMaxPixels } from '../pixels/image-header.ts';
import { checkImages } from './check-images.ts';
import type { FileTree } from './file-tree.ts';
import type { CheckedImage, ImageEntry } from './image-entry.ts';
import type { Layout } from './layout.ts';
import { type Territory, trespass } from './links.ts';
import { isTable, listImages } from './list-files.ts';
import { readFolder } from './read-folder.ts';

export interface ScanOptions extends Omit<DecodeOptions, 'channels'> {
  /** That images are to have; those of which they cannot be had are broken. Default: any. */
  readonly channels?: number | undefined;
  /** Read `.gif` too (the first frame). Default: false, as torchvision. */
  readonly gif?: boolean;
  /** Decode every image instead of reading headers and file ends. Slower, and finds damage in the
   * middle of a file. Default: false. */
  readonly deep?: boolean;
  readonly signal?: AbortSignal;
  /** Called after each image with how many of how many have been checked. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** A folder of class folders, in code-point order. */
export interface Part {
  readonly path: string;
  readonly classes: readonly ClassFolder[];
  readonly skipped: readonly FileReason[];
}

interface ClassFolder {
  /** In Unicode's composed form, so that the same archive gives the same names on every system. */
  readonly name: string;
  /** The folder; the first of those whose names are equal in that form. */
  readonly path: string;
  readonly images: readonly ImageFile[];
}

interface ImageFile {
  readonly path: string;
  /** Below the class folder. */
  readonly within: string;
}

/** Finds where the class folders of all parts really lie. */
export async function surveyClasses(tree: FileTree, { train, validation, test }: Layout): Promise<Territory> {
  const [classes, plainClasses]: [string[], string[]] = [[], []];
  for (const part of new Set([train, validation, test])) {
    if (part === null) continue;
    const real = await tree.realPath(part);
    const { folders, links } = await readFolder(tree, part);
    plainClasses.push(...folders.filter((name) => !links.has(name)).map((name) => tree.join(real, name)));
    for (const name of folders) if (links.has(name)) classes.push(await tree.realPath(tree.join(part, name)));
  }
  return { classes: [...plainClasses, ...classes], plainClasses, seen: new Map() };
}

/** Lists a part's classes and images. Folders whose names are equal in Unicode's
 * composed form are one class. */
export async function listPart(tree: FileTree, path: string, { gif = false, territory }: ScanOptions & { readonly territory: Territory }): Promise<Part> {
  const { folders, files, links, skipped: aside } = await readFolder(tree, path);
  const skipped: FileReason[] = [
    ...aside,
    ...files.map((name) => ({ path: tree.join(path, name), reason: 'outside any class folder', kind: 'outside' as const })),
  ];
  const classes = new Map<string, ClassFolder>();
  for (const folder of folders) {
    const place = tree.join(path, folder);
    const reason = links.has(folder) ? await linkReason(tree, place, territory) : null;
    if (reason !== null) {
      skipped.push({ path: place, reason });
      continue;
    }
    const listing = await listImages(tree, place, { gif, territory });
    skipped.push(...listing.skipped);
    const name = folder.normalize('NFC');
    const images = listing.images.map((image) => ({ path: image, within: tree.nameBelow(place, image) }));
    const known = classes.get(name);
    classes.set(name, known === undefined ? { name, path: place, images } : { ...known, images: [...known.images, ...images] });
  }
  return { path, classes: [...classes.values()].sort((a, b) => compareCodePoints(a.name, b.name)), skipped };
}

/** Why a class folder that is a link is not a class of its own, or `null`. */
async function linkReason(tree: FileTree, path: string, territory: Territory): Promise<string | null> {
  const real = await tree.realPath(path);
  const first = territory.seen.get(real);
  const plain = { ...territory, classes: territory.plainClasses };
  return trespass(tree, real, { own: path, territory: plain }) ?? (first === undefined ? null : `it is ${first}, which is read already`);
}

export interface PartOptions extends Omit<ScanOptions, 'onProgress'> {
  readonly root: string;
  readonly classes: readonly string[];
  /** Called after each image of the part. */
  readonly onChecked?: ((done: number) => void) | undefined;
}

/** Checks every image of a part whose class is known. */
export async function checkPart(
  tree: FileTree,
  part: Part,
  { root, classes, deep = false, maxPixels = defaultMaxPixels, channels, signal, onChecked }: PartOptions,
): Promise<{ images: CheckedImage[]; broken: FileReason[] }> {
  const labels = new Map(classes.map((name, label) => [name, label]));
  const entries = part.classes.flatMap(({ name: className, images }): ImageEntry[] => {
    const label = labels.get(className);
    if (label === undefined) return [];
    return images.map(({ path, within }) => ({ path, name: tree.nameBelow(root, path), key: `${className}/${within}`, label }));
  });
  return checkImages(tree, entries, { deep, maxPixels, channels, signal, onProgress: onChecked });
}

/** Why `root` is not a folder, or `null`.
 *
 * @throws {DatasetError} when it is kept from being looked at. */
export async function missingFault(tree: FileTree, root: string): Promise<DatasetFault | null> {
  const found = await tree.kindOf(root);
  if (found === 'folder') return null;
  return { kind: 'missing', path: root, message: `${root}: ${found === null ? 'no such file or folder; check the path.' : notAFolder(root)}` };
}

function notAFolder(path: string): string {
  if (/\.(zip|rar|7z|tar\.\w+|t[bx]z2?)$/iu.test(path)) return 'an archive; unpack it, and give the folder.';
  return 'no folder with one folder per class, and no kind of file that is known: give a folder, a table (.csv, .tsv), tar shards, Parquet, CIFAR or IDX files.';
}

/** That a part holds no class folders, if so; a table in it, or among the files beside the parts,
 * may know the classes.
 *
 * @param beside what was left out beside the parts. */
export function noClassFaults({ path, classes, skipped }: Part, beside: readonly FileReason[] = []): DatasetFault[] {
  if (classes.length > 0) return [];
  const tables = [...skipped, ...beside].map((file) => file.path).filter(isTable);
  const other = tables.length === 0 ? '' : `, or give the table that says which image is of which class (${tables.join(', ')})`;
  return [{ kind: 'no-classes', path, message: `${path} holds no class folders: put the images of each class into a folder named after it${other}.` }];
}

/** A fault for each class folder without images. */
export function emptyClassFaults({ classes }: Part): DatasetFault[] {
  const empty = classes.filter(({ images }) => images.length === 0);
  return empty.map(({ name, path }) => ({
    kind: 'empty-class',
    path,
    message: `The class "${name}" (${path}) holds no images: add some or remove the folder.`,
  }));
}

/** That the folders of a part look like parts of the data, if so: each holds the same
 * folders of images, two or more. */
export function sameFolderFaults({ path, classes }: Part): DatasetFault[] {
  const [smallest, ...others] = classes.map(foldersWithin).sort((a, b) => a.size - b.size);
  if (smallest === undefined || others.length === 0 || smallest.size < 2) return [];
  if (!others.every((folders) => [...smallest].every((name) => folders.has(name)))) return [];
  const names = classes.map(({ name }) => name).join(', ');
  const message = `Each of the folders of ${path} (${names}) holds the same folders (${[...smallest].join(', ')}), so they look like parts of the data and not like classes: call them train and val (or test), or give one of them. If they are classes, put their images straight into them.`;
  return [{ kind: 'same-folders', path, message }];
}

/** The folders with images that lie straight in a class folder. */
function foldersWithin({ images }: ClassFolder): Set<string> {
  return new Set(images.flatMap(({ within }) => /^([^/\\]+)[/\\]/u.exec(within)?.[1]?.normalize('NFC') ?? []));
}

/** A fault for each class folder that is not among `known`. */
export function unknownClassFaults({ classes }: Part, known: readonly string[]): DatasetFault[] {
  const unknown = classes.filter(({ name }) => !known.includes(name));
  return unknown.map(({ name, path }) => ({
    kind: 'unknown-class',
    path,
    message: `"${name}" (${path}) is not one of the classes ${known.join(', ')}: rename or remove the folder.`,
  }));
}

/** That a dataset has no such part, and how it gets one. */
export function noPartFault(path: string, part: PartName, remedy: string): DatasetFault {
  return { kind: 'no-part', path, message: `${path} has no ${partWords[part]}: ${remedy}, or evaluate another part.` };
}

const partWords: Readonly<Record<PartName, string>> = { train: 'training part', validation: 'validation part', test: 'test part' };

/** That a class has too few images to train on and, where the data is divided by us, to validate
 * with, if so. */
export function tooFewFaults(path: string, name: string, { have, divided }: { readonly have: number; readonly divided: boolean }): DatasetFault[] {
  const needed = divided ? 2 : 1;
  if (have >= needed) return [];
  const purpose = divided ? 'one to train on and one to validate with' : 'one to train on';
  const message = `The class "${name}" of ${path} has ${have} sound ${have === 1 ? 'image' : 'images'} and needs ${needed} at least: ${purpose}.`;
  return [{ kind: 'too-few-images', path, message }];
}

/** That nothing is left to read. */
export function noImagesFault(path: string): DatasetFault {
  return { kind: 'no-images', path, message: `No sound image is left in ${path}.` };
}
