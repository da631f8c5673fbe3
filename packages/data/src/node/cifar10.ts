import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import type { Augmentation } from '../augmentation.ts';
import type { EvaluationDataset, ImageDataset } from '../dataset.ts';
import { DatasetError, type DatasetFault } from '../errors.ts';
import { type PixelImages, pixelDataset, pixelEvaluation, selectPixels } from '../pixel-dataset.ts';
import type { Preprocessing } from '../preprocessing.ts';
import { stratifiedSplit } from '../stratified-split.ts';
import { readFolder } from './list-files.ts';

export interface Cifar10Options extends Partial<Preprocessing> {
  readonly augmentation?: Augmentation;
  /** Share of each class held back when there is no `test_batch.bin`. Default: 0.2. */
  readonly validationFraction?: number;
  /** Decides which images are held back. Default: 0. */
  readonly splitSeed?: number;
}

/** Opens CIFAR-10 in its binary layout (a record = 1 label byte, then 1024 red, green and blue bytes), for training.
 *
 * @param path the folder with `data_batch_*.bin`, and `test_batch.bin` to validate with; or one `.bin`. Without `test_batch.bin` a stratified share is held back.
 * Source: Krizhevsky 2009, https://www.cs.toronto.edu/~kriz/cifar.html ("Binary version").
 * @throws {DatasetError} with every fault: a missing or misshapen file, a label out of range. */
export async function cifar10(path: string, options: Cifar10Options = {}): Promise<ImageDataset> {
  const { validationFraction = 0.2, splitSeed = 0, augmentation } = options;
  const { train, test } = await findFiles(path);
  const classes = await readClasses(path);
  const images = await readRecords(path, train, classes.length);
  const held = test === null ? null : await readRecords(path, [test], classes.length);
  const divided = held === null ? stratifiedSplit(images.labels, { validationFraction, seed: splitSeed }) : null;
  return pixelDataset({
    classes,
    train: divided === null ? images : selectPixels(images, divided.train),
    validation: held ?? selectPixels(images, divided!.validation),
    preprocessing: { imageSize: side, ...preprocessingIn(options) },
    ...(augmentation === undefined ? {} : { augmentation }),
  });
}

/** Opens CIFAR-10 images for evaluation, in file order: one `.bin`, or a folder's `test_batch.bin`.
 *
 * @throws {DatasetError} as `cifar10`. */
export async function cifar10Evaluation(
  path: string,
  options: Partial<Preprocessing> & { readonly classes?: readonly string[] } = {},
): Promise<EvaluationDataset> {
  const { train, test } = await findFiles(path);
  const classes = options.classes ?? (await readClasses(path));
  const images = await readRecords(path, test === null ? train : [test], classes.length);
  return pixelEvaluation(images, { classes, preprocessing: { imageSize: side, ...preprocessingIn(options) } });
}

/** Whether a folder's files are CIFAR-10 binaries. */
export function isCifar10Folder(files: readonly string[]): boolean {
  return files.some((name) => trainingName.test(name) || name === testName);
}

const side = 32;
const plane = side * side;
const recordBytes = 1 + 3 * plane;
const trainingName = /^data_batch_\d+\.bin$/;
const testName = 'test_batch.bin';
const metaName = 'batches.meta.txt';
const publishedClasses = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'] as const;

/** Only the fields of a preprocessing that were given. */
function preprocessingIn({ imageSize, resizeSize, interpolation, mean, std }: Partial<Preprocessing>): Partial<Preprocessing> {
  const given = Object.entries({ imageSize, resizeSize, interpolation, mean, std }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Partial<Preprocessing>;
}

async function findFiles(path: string): Promise<{ readonly train: readonly string[]; readonly test: string | null }> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new DatasetError({ path, faults: [{ kind: 'missing', path, message: `${path}: no such file or folder; check the path.` }] });
  if (found.isFile()) return { train: [path], test: null };
  const { files } = await readFolder(path);
  const train = files.filter((name) => trainingName.test(name)).sort((a, b) => fileNumber(a) - fileNumber(b));
  const test = files.includes(testName) ? join(path, testName) : null;
  if (train.length === 0) {
    if (test !== null) return { train: [test], test };
    throw new DatasetError({
      path,
      faults: [{ kind: 'missing', path, message: `${path} holds no data_batch_*.bin and no test_batch.bin: give the folder that does.` }],
    });
  }
  return { train: train.map((name) => join(path, name)), test };
}

function fileNumber(name: string): number {
  return Number(/\d+/.exec(name)?.[0]);
}

/** The names beside the files; else the published ones. */
async function readClasses(path: string): Promise<readonly string[]> {
  const folder = path.endsWith('.bin') ? dirname(path) : path;
  const text = await readFile(join(folder, metaName), 'utf8').catch(() => '');
  const names = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return names.length > 0 ? names : publishedClasses;
}

async function readRecords(root: string, paths: readonly string[], classCount: number): Promise<PixelImages> {
  const files = await Promise.all(paths.map(async (path) => ({ path, bytes: await readFile(path) })));
  const faults = files.flatMap(({ path, bytes }) => recordFaults(path, bytes, classCount));
  if (faults.length > 0) throw new DatasetError({ path: root, faults });
  const bytes = Buffer.concat(files.map((file) => file.bytes));
  const count = bytes.length / recordBytes;
  const names = files.flatMap((file) => Array.from({ length: file.bytes.length / recordBytes }, (_, record) => `${basename(file.path)}#${record}`));
  const labels = Int32Array.from({ length: count }, (_, record) => bytes[record * recordBytes]!);
  return { pixels: interleave(bytes, count), labels, width: side, height: side, nameOf: (index) => names[index] ?? String(index) };
}

function recordFaults(path: string, bytes: Uint8Array, classCount: number): DatasetFault[] {
  if (bytes.length === 0 || bytes.length % recordBytes !== 0) {
    return [{ kind: 'wrong-size', path, message: `${path} has ${bytes.length} bytes, which is not a whole number of ${recordBytes}-byte CIFAR-10 records.` }];
  }
  const records = Array.from({ length: bytes.length / recordBytes }, (_, record) => record);
  const wrong = records.filter((record) => bytes[record * recordBytes]! >= classCount);
  if (wrong.length === 0) return [];
  const first = `record ${wrong[0]} has label ${bytes[wrong[0]! * recordBytes]}`;
  return [{ kind: 'wrong-label', path, message: `${path}: ${wrong.length} labels are not below ${classCount} (${first}); this is not a CIFAR-10 binary.` }];
}

/** Planes of red, green and blue to interleaved pixels. */
function interleave(bytes: Uint8Array, count: number): Uint8Array {
  const pixels = new Uint8Array(count * plane * 3);
  let at = 0;
  for (let record = 0; record < count; record++) {
    const red = record * recordBytes + 1;
    for (let pixel = red; pixel < red + plane; pixel++) {
      pixels[at++] = bytes[pixel]!;
      pixels[at++] = bytes[pixel + plane]!;
      pixels[at++] = bytes[pixel + 2 * plane]!;
    }
  }
  return pixels;
}
