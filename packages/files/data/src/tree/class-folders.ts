import { compareCodePoints } from '../order/code-points.ts';
import type { PartName } from '../batches/dataset.ts';
import type { DecodeOptions } from '../pixels/decode-options.ts';
import type { DatasetFault, FileReason } from '../errors.ts';
import { defaultMaxPixels } from '../pixels/image-header.ts';
import { checkImages } from './check-images.ts';
import type { FileTree } from './file-tree.ts';
import type { CheckedImage, ImageEntry } from './image-entry.ts';
import { hiddenReason, listImages, readFolder } from './list-files.ts';

export interface ScanOptions extends DecodeOptions {
  /** Read `.gif` too (the first frame). Default: false, as torchvision. */
  readonly gif?: boolean;
  /** Decode every image instead of reading headers and file ends. Slower, and finds damage in the middle of a file. Default: false. */
  readonly deep?: boolean;
  readonly signal?: AbortSignal;
  /** Called after each image with how many of how many have been checked. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The folders of a dataset that hold class folders. */
export interface Layout {
  readonly train: string | null;
  readonly validation: string | null;
  /** Also the one to validate with where there is no other. */
  readonly test: string | null;
  readonly skipped: readonly FileReason[];
}

const validationNames = ['val', 'valid', 'validation', 'test'];

/** Finds the parts of a dataset. With a `train` folder, or nothing but validation folders, the root is a divided set; any other root is itself one folder of classes. */
export async function findLayout(tree: FileTree, root: string): Promise<Layout> {
  const { folders, files, hidden } = await readFolder(tree, root);
  const find = (wanted: string) => folders.find((name) => name.toLowerCase() === wanted) ?? null;
  const train = find('train');
  const validation = validationNames.map(find).find((name) => name !== null) ?? null;
  const test = find('test');
  const validationOnly = folders.length > 0 && folders.every((name) => validationNames.includes(name.toLowerCase()));
  if (train === null && !validationOnly) return { train: root, validation: null, test: null, skipped: [] };
  const others = [...folders.filter((name) => ![train, validation, test].includes(name)), ...files];
  const skipped = [
    ...hidden.map((name) => ({ path: tree.join(root, name), reason: hiddenReason })),
    ...others.map((name) => ({ path: tree.join(root, name), reason: 'beside the folders of the parts' })),
  ];
  const below = (name: string | null) => name && tree.join(root, name);
  return { train: below(train), validation: below(validation), test: below(test), skipped };
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
  readonly path: string;
  readonly images: readonly string[];
}

/** Lists a part's classes and images. */
export async function listPart(tree: FileTree, path: string, { gif = false }: ScanOptions): Promise<Part> {
  const { folders, files, hidden } = await readFolder(tree, path);
  const skipped: FileReason[] = [
    ...hidden.map((name) => ({ path: tree.join(path, name), reason: hiddenReason })),
    ...files.map((name) => ({ path: tree.join(path, name), reason: 'outside any class folder' })),
  ];
  const classes: ClassFolder[] = [];
  for (const folder of folders) {
    const listing = await listImages(tree, tree.join(path, folder), { gif });
    skipped.push(...listing.skipped);
    classes.push({ name: folder.normalize('NFC'), path: tree.join(path, folder), images: listing.images });
  }
  return { path, classes: classes.sort((a, b) => compareCodePoints(a.name, b.name)), skipped };
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
  { root, classes, deep = false, maxPixels = defaultMaxPixels, signal, onChecked }: PartOptions,
): Promise<{ images: CheckedImage[]; broken: FileReason[] }> {
  const labels = new Map(classes.map((name, label) => [name, label]));
  const entries = part.classes.flatMap(({ name, images }): ImageEntry[] => {
    const label = labels.get(name);
    return label === undefined ? [] : images.map((path) => ({ path, name: tree.nameBelow(root, path), label }));
  });
  return checkImages(tree, entries, { deep, maxPixels, signal, onProgress: onChecked });
}

/** Why `root` is no folder, or `null`. */
export async function missingFault(tree: FileTree, root: string): Promise<DatasetFault | null> {
  const found = await tree.kindOf(root);
  if (found === 'folder') return null;
  const what = found === null ? 'no such file or folder; check the path' : 'a file, not a folder with one folder a class';
  return { kind: 'missing', path: root, message: `${root}: ${what}.` };
}

/** That a part holds no class folders, if so. */
export function noClassFaults({ path, classes }: Part): DatasetFault[] {
  if (classes.length > 0) return [];
  return [{ kind: 'no-classes', path, message: `${path} holds no class folders: put the images of each class into a folder named after it.` }];
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

/** That nothing is left to read. */
export function noImagesFault(path: string): DatasetFault {
  return { kind: 'no-images', path, message: `No sound image is left in ${path}.` };
}
