import { join } from 'node:path';

import type { Augmentation } from '../augmentation/augmentation.ts';
import { type DivisionOptions, checkDivision } from '../batches/division.ts';
import type { EvaluationDataset, ImageDataset, PartName } from '../batches/dataset.ts';
import { DatasetError, type FileReason } from '../errors.ts';
import { knownOptions } from '../known-options.ts';
import { labelReader } from '../labels/read-label.ts';
import { partIn } from '../labels/part-name.ts';
import { type PixelImages, pixelEvaluation, selectPixels } from '../batches/pixel-dataset.ts';
import { pixelParts } from '../batches/pixel-parts.ts';
import { relabel, requireKnown } from '../batches/relabel.ts';
import type { Preprocessing } from '../pixels/preprocessing.ts';
import { noPartFault } from '../tree/class-folders.ts';
import type { EvaluationOptions } from '../tree/image-tree.ts';
import { readFolder } from '../tree/read-folder.ts';
import { nonBlankLines, readClassNames } from './class-names.ts';
import { diskTree } from './disk-tree.ts';
import { readIdxFile } from './idx-file.ts';
import { readFileWhole } from './regular-file.ts';

export interface IdxOptions extends Partial<Preprocessing>, DivisionOptions {
  readonly augmentation?: Augmentation;
  /** Leave out of training what is also tested with, and all but one of the images that
   * are the same. Default: false. */
  readonly dropDuplicates?: boolean | undefined;
}

/** Opens MNIST, Fashion-MNIST, EMNIST and their kind: a folder with `train-images-idx3-ubyte` and
 * `train-labels-idx1-ubyte`, and `t10k-…` or `test-…` to validate with; each
 * may be `.gz`, may have a dot where the hyphen before `idx` is, and the name of its set before it
 * (`emnist-letters-train-…`). Gray becomes three channels; EMNIST's images
 * lie as they are published, on their side. Classes are named by `classes.txt`, else by EMNIST's
 * `…-mapping.txt`, else by the numbers that occur.
 *
 * Source: LeCun's "The IDX file format", http://yann.lecun.com/exdb/mnist; Cohen et al. 2017,
 *         "EMNIST", arXiv:1702.05373.
 * @throws {DatasetError} with every fault. */
export async function idxFolder(path: string, options: IdxOptions = {}): Promise<ImageDataset> {
  knownOptions('idxFolder', options, 'training');
  const { validationFraction, splitSeed, splitBy = 'position', keep, fold, augmentation, dropDuplicates, ...preprocessing } = options;
  const division = checkDivision({ validationFraction, splitSeed, splitBy, keep, fold });
  const set = await findSet(path);
  const train = await readPart(set, 'train', await namesOf(set));
  const held = set.test === null ? null : await readPart(set, 'test', train.names);
  const parts = { path, classes: train.classes, images: train.images, held: held && held.images };
  const given = { imageSize: train.images.width, ...preprocessing };
  const dataset = await pixelParts(parts, { division, preprocessing: given, augmentation, dropDuplicates });
  return { ...dataset, skipped: [...train.skipped, ...(held?.skipped ?? []), ...dataset.skipped] };
}

/** Opens the part that is asked for, for evaluation; else the test files, which both validate and
 * test, or the training part where there is no other.
 *
 * @throws {DatasetError} as `idxFolder`, and where the part is not there. */
export async function idxEvaluation(
  path: string,
  options: Partial<Preprocessing> & Pick<EvaluationOptions, 'classes' | 'part'> = {},
): Promise<EvaluationDataset> {
  const { classes, part, ...preprocessing } = knownOptions('idxEvaluation', options, 'evaluation');
  const set = await findSet(path);
  const names = (await namesOf(set)) ?? (set.train === null ? null : numbersOf(await readLabels(set.train)));
  const { images, skipped, classes: own } = await readPart(set, evaluatedPart(set, part), names);
  const known = classes === undefined ? { images, skipped: [] } : relabel(images, own, classes);
  requireKnown(path, known);
  const dataset = pixelEvaluation(known.images, { classes: classes ?? own, preprocessing: { imageSize: images.width, ...preprocessing } });
  return { ...dataset, skipped: [...skipped, ...known.skipped] };
}

/** Whether a folder's files are IDX files of images. */
export function isIdxFolder(files: readonly string[]): boolean {
  return files.some((name) => idxName(name)?.kind === 'images');
}

type FilePart = 'train' | 'test';

interface IdxName {
  /** The name of the set, such as `emnist-letters`; empty where there is none. */
  readonly set: string;
  readonly part: FilePart;
  readonly kind: 'images' | 'labels';
}

const pattern = /^(?:(.*)[-_.])?(train|t10k|test)[-_.](images[-_.]idx3|labels[-_.]idx1)[-_.]ubyte(\.gz)?$/iu;

function idxName(name: string): IdxName | null {
  const [, set = '', part = '', kind = ''] = pattern.exec(name) ?? [];
  if (part === '') return null;
  return { set, part: partIn(part.replace(/^t10k$/iu, 'test'))?.part === 'train' ? 'train' : 'test', kind: /^images/iu.test(kind) ? 'images' : 'labels' };
}

/** Paths of the files of one part. */
interface PartFiles {
  readonly images: string;
  readonly labels: string;
}

interface IdxSet {
  readonly path: string;
  readonly name: string;
  readonly train: PartFiles | null;
  readonly test: PartFiles | null;
}

/** @throws {DatasetError} when the folder holds several sets, or images without labels. */
async function findSet(path: string): Promise<IdxSet> {
  const { files } = await readFolder(diskTree, path);
  const named = files.flatMap((file) => {
    const name = idxName(file);
    return name === null ? [] : [{ file, ...name }];
  });
  const [name = '', ...others] = new Set(named.map(({ set }) => set));
  if (others.length > 0)
    throw failed(path, 'unreadable', `${path} holds ${others.length + 1} sets (${[name, ...others].join(', ')}): give a folder with the files of one.`);
  const filesOf = (part: FilePart): PartFiles | null => {
    const find = (kind: IdxName['kind']) => named.find((one) => one.part === part && one.kind === kind)?.file;
    const [images, labels] = [find('images'), find('labels')];
    if (images === undefined) return null;
    if (labels === undefined)
      throw failed(path, 'missing', `${path} holds ${images} and no labels for it (${images.replace('images', 'labels').replace('idx3', 'idx1')}).`);
    return { images: join(path, images), labels: join(path, labels) };
  };
  return { path, name, train: filesOf('train'), test: filesOf('test') };
}

function evaluatedPart({ path, test }: IdxSet, part: PartName | undefined): FilePart {
  if (part === 'train') return 'train';
  if (test !== null) return 'test';
  if (part === undefined) return 'train';
  throw new DatasetError({ path, faults: [noPartFault(path, part, 'put the t10k or test files there')] });
}

/** The classes by position, and a label for each name where labels do not count from 0. */
type Names = readonly (string | null)[];

/** From `classes.txt`, else from the mapping of EMNIST: a label and the characters that
 * it stands for, in each line. */
async function namesOf({ path, name }: IdxSet): Promise<Names | null> {
  const named = await readClassNames(path);
  if (named !== null || name === '') return named;
  const mapping = await readFileWhole(join(path, `${name}-mapping.txt`)).catch(() => null);
  if (mapping === null) return null;
  const names: (string | null)[] = [];
  for (const line of nonBlankLines(mapping.toString('utf8'))) {
    const [label = Number.NaN, ...characters] = line.trim().split(/\s+/u).map(Number);
    if (!Number.isInteger(label) || label < 0 || label > 255) return null;
    names[label] = String.fromCharCode(...characters);
  }
  return Array.from(names, (entry) => entry ?? null);
}

/** What -1, no label, is as a byte. */
const noLabel = 255;

/** The labels that occur, by their numbers. Beside others that count from 0 or 1 without a gap, 255
 * is no class. */
function numbersOf(labels: Uint8Array): Names {
  const found = [...new Set(labels)].sort((a, b) => a - b);
  const others = found.filter((label) => label !== noLabel);
  const [first = 0, last = 0] = [others[0], others.at(-1)];
  const isCounted = others.length > 1 && first <= 1 && last - first === others.length - 1 && last < noLabel - 1;
  const classes = new Set(isCounted ? others : found);
  return Array.from({ length: Math.max(0, ...classes) + 1 }, (_, label) => (classes.has(label) ? String(label) : null));
}

interface ReadPart {
  readonly names: Names;
  readonly classes: readonly string[];
  readonly images: PixelImages;
  readonly skipped: readonly FileReason[];
}

async function readPart(set: IdxSet, part: FilePart, given: Names | null): Promise<ReadPart> {
  const files = set[part];
  if (files === null)
    throw failed(set.path, 'missing', `${set.path} holds no ${part === 'train' ? 'train-images-idx3-ubyte' : 't10k-images-idx3-ubyte'}, zipped or not.`);
  const bytes = await readLabels(files);
  const { shape, values } = await readIdxFile(files.images, 3);
  if (shape[0] !== bytes.length) throw failed(set.path, 'wrong-size', `${set.path} has ${shape[0]} images and ${bytes.length} labels of the part "${part}".`);
  const names = given ?? numbersOf(bytes);
  const classes = names.filter((name) => name !== null);
  const read = Array.from(bytes, labelReaderOf(names));
  const known = Int32Array.from(read.keys()).filter((position) => !('reason' in read[position]!));
  const place = (index: number) => `${part === 'train' ? 'train' : 't10k'}#${index}`;
  const labels = Int32Array.from(read, (label) => ('reason' in label ? -1 : classes.indexOf(label.className)));
  const [, height = 0, width = 0] = shape;
  const all: PixelImages = { pixels: values, channels: 1, labels, width, height, nameOf: place };
  const skipped = read.flatMap((label, index) => ('reason' in label ? [{ path: `${files.images}#${index}`, reason: label.reason }] : []));
  return { names, classes, images: skipped.length === 0 ? all : selectPixels(all, known), skipped };
}

/** A label that no name belongs to is none. */
function labelReaderOf(names: Names) {
  const read = labelReader(names.map((name) => name ?? ''));
  return (label: number) => {
    const found = read(label);
    return 'className' in found && found.className === '' ? { reason: `its label is ${label}, which no class has` } : found;
  };
}

async function readLabels({ labels }: PartFiles): Promise<Uint8Array> {
  return (await readIdxFile(labels, 1)).values;
}

function failed(path: string, kind: 'missing' | 'unreadable' | 'wrong-size', message: string): DatasetError {
  return new DatasetError({ path, faults: [{ kind, path, message }] });
}
