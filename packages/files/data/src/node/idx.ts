import { diskTree } from './disk-tree.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import type { Augmentation } from '../augmentation/augmentation.ts';
import type { EvaluationDataset, ImageDataset, PartName } from '../batches/dataset.ts';
import { DatasetError, type DatasetFault } from '../errors.ts';
import { type PixelImages, pixelDataset, pixelEvaluation, selectPixels } from '../batches/pixel-dataset.ts';
import type { Preprocessing } from '../pixels/preprocessing.ts';
import { stratifiedSplit } from '../order/stratified-split.ts';
import { readClassNames } from './class-names.ts';
import { noPartFault } from '../tree/class-folders.ts';
import type { EvaluationOptions } from '../tree/image-tree.ts';
import { readFolder } from '../tree/list-files.ts';

export interface IdxOptions extends Partial<Preprocessing> {
  readonly augmentation?: Augmentation;
  readonly validationFraction?: number;
  readonly splitSeed?: number;
}

/** Opens MNIST, Fashion-MNIST and their kind: a folder with `train-images-idx3-ubyte` and `train-labels-idx1-ubyte`, and `t10k-…` to validate with; each may be `.gz`, and
 * may have a dot where the hyphen before `idx` is. Gray becomes three channels. Classes are named by `classes.txt`, else by their numbers.
 *
 * Source: LeCun's "The IDX file format", http://yann.lecun.com/exdb/mnist.
 * @throws {DatasetError} with every fault. */
export async function idxFolder(path: string, options: IdxOptions = {}): Promise<ImageDataset> {
  const { validationFraction = 0.2, splitSeed = 0, augmentation, ...preprocessing } = options;
  const train = await readPart(path, 'train');
  const held = (await hasPart(path, 't10k')) ? await readPart(path, 't10k') : null;
  const classes = await classesOf(path, train.labels);
  const divided = held === null ? stratifiedSplit(train.labels, { validationFraction, seed: splitSeed }) : null;
  return pixelDataset({
    classes,
    train: divided === null ? train : selectPixels(train, divided.train),
    validation: held ?? selectPixels(train, divided!.validation),
    preprocessing: { imageSize: train.width, ...preprocessing },
    ...(augmentation === undefined ? {} : { augmentation }),
  });
}

/** Opens the part that is asked for, for evaluation; else `t10k`, which both validates and tests, or the training part where there is no other.
 *
 * @throws {DatasetError} as `idxFolder`, and where the part is not there. */
export async function idxEvaluation(
  path: string,
  { classes, part, ...preprocessing }: Partial<Preprocessing> & Pick<EvaluationOptions, 'classes' | 'part'> = {},
): Promise<EvaluationDataset> {
  const images = await readPart(path, await evaluatedPart(path, part));
  return pixelEvaluation(images, { classes: classes ?? (await classesOf(path, images.labels)), preprocessing: { imageSize: images.width, ...preprocessing } });
}

/** Whether a folder's files are IDX files of images. */
export function isIdxFolder(files: readonly string[]): boolean {
  return files.some((name) => imagesName('train').test(name) || imagesName('t10k').test(name));
}

async function evaluatedPart(path: string, part: PartName | undefined): Promise<FilePart> {
  if (part === 'train') return 'train';
  if (await hasPart(path, 't10k')) return 't10k';
  if (part === undefined) return 'train';
  throw new DatasetError({ path, faults: [noPartFault(path, part, 'put the t10k files there')] });
}

/** As the files are called. */
type FilePart = 'train' | 't10k';

const imagesName = (part: FilePart) => new RegExp(`^${part}-images[-.]idx3-ubyte(\\.gz)?$`, 'u');
const labelsName = (part: FilePart) => new RegExp(`^${part}-labels[-.]idx1-ubyte(\\.gz)?$`, 'u');

async function hasPart(path: string, part: FilePart): Promise<boolean> {
  return (await readFolder(diskTree, path)).files.some((name) => imagesName(part).test(name));
}

async function classesOf(path: string, labels: Int32Array): Promise<readonly string[]> {
  const named = await readClassNames(path);
  return named ?? Array.from({ length: labels.reduce((largest, label) => Math.max(largest, label), 0) + 1 }, (_, label) => String(label));
}

async function readPart(path: string, part: FilePart): Promise<PixelImages> {
  const images = await readIdx(path, imagesName(part), 3);
  const labels = await readIdx(path, labelsName(part), 1);
  const [count = 0, height = 0, width = 0] = images.shape;
  if (labels.shape[0] !== count) throw failed(path, 'wrong-size', `${path} has ${count} images and ${labels.shape[0]} labels of the part "${part}".`);
  const pixels = new Uint8Array(images.values.length * 3);
  for (let at = 0; at < pixels.length; at++) pixels[at] = images.values[Math.floor(at / 3)]!;
  return { pixels, labels: Int32Array.from(labels.values), width, height, nameOf: (index) => `${part}#${index}` };
}

interface IdxArray {
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}

/** Reads the file of bytes that has this name: magic 0 0 8 rank, then each dimension in four bytes, then the values. */
async function readIdx(folder: string, pattern: RegExp, rank: number): Promise<IdxArray> {
  const name = (await readFolder(diskTree, folder)).files.find((file) => pattern.test(file));
  if (name === undefined) throw failed(folder, 'missing', `${folder} holds no file ${pattern.source.replaceAll(/[\\^$]/gu, '')}.`);
  const path = join(folder, name);
  const bytes = await unzipped(path);
  if (bytes.length < 4 + 4 * rank || bytes.readUInt32BE(0) !== 0x0800 + rank) {
    throw failed(
      path,
      'unreadable',
      `${path} is no IDX file of bytes in ${rank} ${rank === 1 ? 'dimension' : 'dimensions'}: it starts with ${bytes.subarray(0, 4).toString('hex')}.`,
    );
  }
  const shape = Array.from({ length: rank }, (_, dimension) => bytes.readUInt32BE(4 + 4 * dimension));
  const values = bytes.subarray(4 + 4 * rank);
  const wanted = shape.reduce((product, size) => product * size, 1);
  if (values.length !== wanted) throw failed(path, 'wrong-size', `${path} says [${shape.join(', ')}] and holds ${values.length} bytes of ${wanted}.`);
  return { shape, values };
}

async function unzipped(path: string): Promise<Buffer> {
  const bytes = await readFile(path);
  if (!path.endsWith('.gz')) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw failed(path, 'unreadable', `${path} cannot be unzipped: ${(cause as Error).message}.`);
  }
}

function failed(path: string, kind: DatasetFault['kind'], message: string): DatasetError {
  return new DatasetError({ path, faults: [{ kind, path, message }] });
}
