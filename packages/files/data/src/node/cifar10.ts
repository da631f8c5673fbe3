import { basename } from 'node:path';

import type { Augmentation } from '../augmentation/augmentation.ts';
import type { EvaluationDataset, ImageDataset, PartName } from '../batches/dataset.ts';
import { DatasetError, type DatasetFault } from '../errors.ts';
import { type DivisionOptions, checkDivision } from '../batches/division.ts';
import { type PixelImages, pixelEvaluation } from '../batches/pixel-dataset.ts';
import { pixelParts } from '../batches/pixel-parts.ts';
import { relabel, requireKnown } from '../batches/relabel.ts';
import { knownOptions } from '../known-options.ts';
import type { Preprocessing } from '../pixels/preprocessing.ts';
import { noPartFault } from '../tree/class-folders.ts';
import type { EvaluationOptions } from '../tree/image-tree.ts';
import { type NamedFiles, filesAt } from './cifar-files.ts';
import { nonBlankLines } from './class-names.ts';

export interface Cifar10Options extends Partial<Preprocessing>, DivisionOptions {
  readonly augmentation?: Augmentation;
  /** Leave out of training what is also tested with, and all but one of the images that
   * are the same. Default: false. */
  readonly dropDuplicates?: boolean | undefined;
}

/** Opens CIFAR-10 or CIFAR-100 in its binary layout, for training. A record is 1 label byte
 * (CIFAR-100: the coarse one, which is not used, and the fine one), then 1024
 * red, green and blue bytes.
 *
 * @param path the folder with `data_batch_*.bin` and `test_batch.bin` to validate with, or
 * `train.bin` and `test.bin` with `fine_label_names.txt` (CIFAR-100); the archive
 * that it is published as (`cifar-10-binary.tar.gz`, `cifar-100-binary.tar.gz`); or one `.bin`,
 * which is CIFAR-100's when its name is `train.bin` or `test.bin`.
 * Without a test file a stratified share is held back.
 * Source: Krizhevsky 2009, https://www.cs.toronto.edu/~kriz/cifar.html ("Binary version").
 * @throws {DatasetError} with every fault: a missing or misshapen file, a label out of range. */
export async function cifar10(path: string, options: Cifar10Options = {}): Promise<ImageDataset> {
  knownOptions('cifar10', options, 'training');
  const division = checkDivision({ ...options, splitBy: options.splitBy ?? 'position' });
  const found = await findFiles(path);
  const classes = await readClasses(found);
  const images = await readRecords(found, found.train, classes.length);
  const held = found.test === null ? null : await readRecords(found, [found.test], classes.length);
  return pixelParts({ path, images, held, classes }, { ...options, division, preprocessing: { imageSize: side, ...preprocessingIn(options) } });
}

/** Opens CIFAR images for evaluation, in file order: the part that is asked for; else the test
 * file, which both validates and tests, or all there is.
 *
 * @throws {DatasetError} as `cifar10`, and where the part is not there. */
export async function cifar10Evaluation(
  path: string,
  options: Partial<Preprocessing> & Pick<EvaluationOptions, 'classes' | 'part'> = {},
): Promise<EvaluationDataset> {
  knownOptions('cifar10Evaluation', options, 'evaluation');
  const found = await findFiles(path);
  const own = await readClasses(found);
  const read = await readRecords(found, evaluatedFiles(found, options.part), own.length);
  const { classes = own } = options;
  const known = options.classes === undefined ? { images: read, skipped: [] } : relabel(read, own, classes);
  requireKnown(path, known);
  const dataset = pixelEvaluation(known.images, { classes, preprocessing: { imageSize: side, ...preprocessingIn(options) } });
  return { ...dataset, skipped: known.skipped };
}

function evaluatedFiles({ path, train, test, layout }: Found, part: PartName | undefined): readonly string[] {
  if (part === 'train' || (part === undefined && test === null)) return train;
  if (test === null) throw new DatasetError({ path, faults: [noPartFault(path, part!, `put ${layout.test} there`)] });
  return [test];
}

/** Whether a folder's files are CIFAR binaries. */
export function isCifarFolder(files: readonly string[]): boolean {
  return layouts.some(({ training, test }) => files.some((name) => training.test(name) || name === test));
}

const side = 32;
const plane = side * side;

/** How one of the two sets is laid out. */
interface Layout {
  readonly title: string;
  /** Label bytes before the pixels; the last of them counts. */
  readonly labelBytes: number;
  readonly training: RegExp;
  readonly test: string;
  /** The file of class names. */
  readonly names: string;
}

const cifar10Layout: Layout = { title: 'CIFAR-10', labelBytes: 1, training: /^data_batch_\d+\.bin$/u, test: 'test_batch.bin', names: 'batches.meta.txt' };
const cifar100Layout: Layout = { title: 'CIFAR-100', labelBytes: 2, training: /^train\.bin$/u, test: 'test.bin', names: 'fine_label_names.txt' };
const layouts = [cifar10Layout, cifar100Layout] as const;
const publishedClasses = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'] as const;

/** Only the fields of a preprocessing that were given. */
function preprocessingIn({ imageSize, resizeSize, interpolation, mean, std }: Partial<Preprocessing>): Partial<Preprocessing> {
  const given = Object.entries({ imageSize, resizeSize, interpolation, mean, std }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Partial<Preprocessing>;
}

interface Found {
  readonly path: string;
  readonly files: NamedFiles;
  readonly layout: Layout;
  /** Names of files. */
  readonly train: readonly string[];
  readonly test: string | null;
}

async function findFiles(path: string): Promise<Found> {
  const files = await filesAt(path);
  const layout = layoutOf(files.names);
  if (files.names.length === 1 && files.names[0] === basename(path)) return { path, files, layout, train: files.names, test: null };
  const train = files.names.filter((name) => layout.training.test(name)).sort((a, b) => fileNumber(a) - fileNumber(b));
  const test = files.names.includes(layout.test) ? layout.test : null;
  if (train.length > 0) return { path, files, layout, train, test };
  if (test !== null) return { path, files, layout, train: [test], test };
  throw new DatasetError({ path, faults: [{ kind: 'missing', path, message: `${path} ${whatIsMissing(files.names)}` }] });
}

function layoutOf(files: readonly string[]): Layout {
  return layouts.find(({ training, test }) => files.some((name) => training.test(name) || name === test)) ?? cifar10Layout;
}

/** The pickled version has the same names without a suffix. */
function whatIsMissing(names: readonly string[]): string {
  if (names.some((name) => /^(data_batch_\d+|train)$/u.test(name)))
    return 'is the version for Python: download the binary version (cifar-10-binary.tar.gz, cifar-100-binary.tar.gz).';
  return 'holds no data_batch_*.bin and no test_batch.bin, and no train.bin and test.bin of CIFAR-100: give the folder or the archive that does. If it holds folders of images, unpack it, and give the folder.';
}

function fileNumber(name: string): number {
  return Number(/\d+/.exec(name)?.[0] ?? 0);
}

/** The names beside the files; else CIFAR-10's published ones, or CIFAR-100's numbers. */
async function readClasses({ files, layout: { names, labelBytes } }: Found): Promise<readonly string[]> {
  const text = await files.read(names).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => '',
  );
  const named = nonBlankLines(text);
  if (named.length > 0) return named;
  return labelBytes === 1 ? publishedClasses : Array.from({ length: 100 }, (_, label) => String(label));
}

async function readRecords({ path: root, files, layout }: Found, names: readonly string[], classCount: number): Promise<PixelImages> {
  const { labelBytes } = layout;
  const recordBytes = labelBytes + 3 * plane;
  const read = await Promise.all(names.map(async (name) => ({ name, bytes: await files.read(name) })));
  const faults = read.flatMap(({ name, bytes }) => recordFaults(files.placeOf(name), bytes, { layout, classCount }));
  if (faults.length > 0) throw new DatasetError({ path: root, faults });
  const places: string[] = [];
  const pixels = new Uint8Array((read.reduce((sum, { bytes }) => sum + bytes.length, 0) / recordBytes) * plane * 3);
  const labels = new Int32Array(pixels.length / (plane * 3));
  for (const { name, bytes } of read) {
    const [first, count] = [places.length, bytes.length / recordBytes];
    interleave(bytes, labelBytes, pixels.subarray(first * plane * 3, (first + count) * plane * 3));
    for (let record = 0; record < count; record++) {
      labels[first + record] = bytes[record * recordBytes + labelBytes - 1]!;
      places.push(`${name}#${record}`);
    }
  }
  return { pixels, labels, width: side, height: side, nameOf: (index) => places[index] ?? String(index) };
}

interface RecordRules {
  readonly layout: Layout;
  readonly classCount: number;
}

function recordFaults(path: string, bytes: Uint8Array, { layout: { title, labelBytes }, classCount }: RecordRules): DatasetFault[] {
  const recordBytes = labelBytes + 3 * plane;
  if (bytes.length === 0 || bytes.length % recordBytes !== 0) {
    return [{ kind: 'wrong-size', path, message: `${path} has ${bytes.length} bytes, which is not a whole number of ${recordBytes}-byte ${title} records.` }];
  }
  const labelOf = (record: number) => bytes[record * recordBytes + labelBytes - 1]!;
  const wrong = Array.from({ length: bytes.length / recordBytes }, (_, record) => record).filter((record) => labelOf(record) >= classCount);
  if (wrong.length === 0) return [];
  const first = `record ${wrong[0]} has label ${labelOf(wrong[0]!)}`;
  return [{ kind: 'wrong-label', path, message: `${path}: ${wrong.length} labels are not below ${classCount} (${first}); this is not a ${title} binary.` }];
}

/** Planes of red, green and blue to interleaved pixels, record by record. */
function interleave(bytes: Uint8Array, labelBytes: number, pixels: Uint8Array): void {
  for (let at = 0, red = labelBytes; at < pixels.length; red += labelBytes + 3 * plane) {
    for (let pixel = red; pixel < red + plane; pixel++) {
      pixels[at++] = bytes[pixel]!;
      pixels[at++] = bytes[pixel + plane]!;
      pixels[at++] = bytes[pixel + 2 * plane]!;
    }
  }
}
