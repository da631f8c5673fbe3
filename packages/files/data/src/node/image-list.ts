import { checkAugmentation, standardAugmentation } from '../augmentation/augmentation.ts';
import { countClasses } from '../batches/class-counts.ts';
import { compareCodePoints } from '../order/code-points.ts';
import type { EvaluationDataset, ImageDataset, PartName } from '../batches/dataset.ts';
import { DatasetError, type DatasetFault, type FileReason } from '../errors.ts';
import { defaultMaxPixels } from '../pixels/image-header.ts';
import { ImageSplit } from '../batches/image-split.ts';
import { ImageMemory } from '../batches/kept-source.ts';
import { preprocessingFor } from '../pixels/preprocessing.ts';
import { groupedSplit, stratifiedSplit } from '../order/stratified-split.ts';
import { checkEach } from '../tree/check-images.ts';
import { noPartFault } from '../tree/class-folders.ts';
import type { EncodedImage, EncodedReadable } from './encoded-image.ts';
import { imageSource } from './image-source.ts';
import { type LoaderOptions, loaderThreadsIn } from './loader/loader-threads.ts';
import { type EvaluationOptions, type ImageFolderOptions, brokenFaults, checkDivision } from '../tree/image-tree.ts';

/** One image of a table or an archive, with what is said of it there. */
export interface ListedImage extends EncodedReadable {
  readonly name: string;
  readonly className: string;
  /** The part it belongs to (`train`, `val`, `test`, …), or `null` where nothing says. */
  readonly part: string | null;
  /** Images of one group stay together when the list is divided. */
  readonly group: string | null;
}

/** Images of any origin, before they are checked. */
export interface ImageList {
  readonly path: string;
  /** In the order of the origin, where it has one; else `null`: then they are what occurs, by code points. */
  readonly classes: readonly string[] | null;
  readonly images: readonly ListedImage[];
  readonly skipped: readonly FileReason[];
}

/** Opens a list for training: by its own parts, or a stratified share held back, groups kept whole.
 *
 * @throws {DatasetError} with every fault: no images, one class, a class without training images, every broken image unless `skipBroken`. */
export async function listDataset(list: ImageList, options: ImageFolderOptions & LoaderOptions): Promise<ImageDataset> {
  const preprocessing = preprocessingFor(options);
  const augmentation = checkAugmentation(options.augmentation ?? standardAugmentation(preprocessing));
  const division = checkDivision(options);
  const loaderThreads = loaderThreadsIn(options);
  const classes = list.classes ?? classNamesOf(list.images);
  const { images, broken } = await check(list, classes, options);
  refuse(list.path, [...classFaults(list.path, classes), ...(options.skipBroken === true ? [] : brokenFaults(broken))]);
  const parts = divide(images, division);
  refuse(list.path, countFaults(list.path, classes, parts));
  const loading = { memory: new ImageMemory(options.keptBytes), loaderThreads };
  const open = (part: readonly EncodedImage[]) => new ImageSplit({ source: imageSource(part, loading), preprocessing, augmentation });
  const splits = { train: open(parts.train), validation: open(parts.validation) };
  const test = parts.test.length === 0 ? undefined : Int32Array.from(parts.test, ({ label }) => label);
  const counts = countClasses(classes, { train: splits.train.labels, validation: splits.validation.labels, test });
  return { classes, ...splits, preprocessing, augmentation, counts, skipped: [...list.skipped, ...parts.unused, ...broken] };
}

/** Opens a list for evaluation: the part that is asked for; else its validation part if it has parts, else all of it, in the list's order.
 *
 * @throws {DatasetError} as `listDataset`, for a class that is not among `options.classes`, and where the part is not there. */
export async function listEvaluation(list: ImageList, options: EvaluationOptions & LoaderOptions): Promise<EvaluationDataset> {
  const preprocessing = preprocessingFor(options);
  const loaderThreads = loaderThreadsIn(options);
  const classes = options.classes ?? list.classes ?? classNamesOf(list.images);
  const chosen = evaluated(list.images, options.part);
  if (chosen.length === 0 && options.part !== undefined)
    refuse(list.path, [noPartFault(list.path, options.part, `say of its images that they are of the part "${options.part}"`)]);
  const { images, broken } = await check({ ...list, images: chosen }, classes, options);
  refuse(list.path, [...unknownFaults(list.path, chosen, classes), ...(options.skipBroken === true ? [] : brokenFaults(broken))]);
  if (images.length === 0) refuse(list.path, [noImages(list.path)]);
  const source = imageSource(images, { memory: new ImageMemory(0), loaderThreads });
  const split = new ImageSplit({ source, preprocessing, augmentation: { kind: 'none' } });
  return { classes, images: split, preprocessing, skipped: [...list.skipped, ...broken] };
}

type Sound = EncodedImage & Pick<ListedImage, 'part' | 'group'>;

function classNamesOf(images: readonly ListedImage[]): string[] {
  return [...new Set(images.map(({ className }) => className))].sort(compareCodePoints);
}

async function check(
  { images }: Pick<ImageList, 'images'>,
  classes: readonly string[],
  { deep = false, maxPixels = defaultMaxPixels, signal }: ImageFolderOptions,
): Promise<{ images: Sound[]; broken: FileReason[] }> {
  const labels = new Map(classes.map((name, label) => [name, label]));
  const known = images.flatMap((image) => (labels.has(image.className) ? [{ ...image, label: labels.get(image.className)! }] : []));
  return checkEach(known, (image) => image, { deep, maxPixels, signal });
}

const testPart = 'test';
const validationNames = ['val', 'valid', 'validation', 'dev', testPart];

/** The name of the part to validate with: the first of the usual ones that occurs, or `null`. */
function validationPartOf(images: readonly Pick<ListedImage, 'part'>[]): string | null {
  const parts = new Set(images.map(({ part }) => part));
  return validationNames.find((name) => parts.has(name)) ?? null;
}

/** The images of a part; where none is asked for, those to validate with, or all where nothing says. */
function evaluated(images: readonly ListedImage[], part: PartName | undefined): readonly ListedImage[] {
  const held = validationPartOf(images);
  if (part === 'train') return images.filter(isTraining);
  if (part === 'test') return images.filter((image) => image.part === testPart);
  if (part === 'validation') return images.filter((image) => held !== null && image.part === held);
  return images.filter((image) => held === null || image.part === held);
}

interface Parts {
  readonly train: readonly Sound[];
  readonly validation: readonly Sound[];
  /** Neither trained on nor validated with. */
  readonly test: readonly Sound[];
  readonly unused: readonly FileReason[];
}

/** By the list's own parts; without a validation part, a share of what is there to train on is held back. */
function divide(images: readonly Sound[], division: ReturnType<typeof checkDivision>): Parts {
  const held = validationPartOf(images);
  const train = images.filter(isTraining);
  const others = images.filter((image) => !isTraining(image) && image.part !== held);
  const test = others.filter(({ part }) => part === testPart);
  const unused = unusedOf(others.filter(({ part }) => part !== testPart));
  if (held === null) return { ...divideBySeed(train, division), test, unused };
  return { train, validation: images.filter(({ part }) => part === held), test, unused };
}

/** Images of no part are trained on. */
function isTraining({ part }: Pick<ListedImage, 'part'>): boolean {
  return part === null || part === 'train' || part === 'training';
}

function unusedOf(images: readonly Sound[]): FileReason[] {
  return images.map(({ path, part }) => ({ path, reason: `it is of the part "${part}", which is neither trained on nor validated with` }));
}

function divideBySeed(
  images: readonly Sound[],
  { validationFraction, splitSeed }: ReturnType<typeof checkDivision>,
): { train: readonly Sound[]; validation: readonly Sound[] } {
  const labels = Int32Array.from(images, ({ label }) => label);
  const given = { validationFraction, seed: splitSeed };
  const groups = images.map(({ group, path }) => group ?? path);
  const grouped = images.some(({ group }) => group !== null);
  const { train, validation } = grouped ? groupedSplit(labels, { ...given, groups }) : stratifiedSplit(labels, given);
  const pick = (positions: Int32Array) => Array.from(positions, (position) => images[position]!);
  return { train: pick(train), validation: pick(validation) };
}

function refuse(path: string, faults: readonly DatasetFault[]): void {
  if (faults.length > 0) throw new DatasetError({ path, faults });
}

function noImages(path: string): DatasetFault {
  return { kind: 'no-images', path, message: `${path} lists no sound image.` };
}

function classFaults(path: string, classes: readonly string[]): DatasetFault[] {
  if (classes.length === 0) return [noImages(path)];
  if (classes.length > 1) return [];
  return [{ kind: 'one-class', path, message: `${path} holds one class, "${classes[0]}": a classifier needs two or more.` }];
}

function unknownFaults(path: string, images: readonly ListedImage[], classes: readonly string[]): DatasetFault[] {
  const unknown = classNamesOf(images).filter((name) => !classes.includes(name));
  return unknown.map((name) => ({ kind: 'unknown-class', path, message: `"${name}" in ${path} is not one of the classes ${classes.join(', ')}.` }));
}

function countFaults(path: string, classes: readonly string[], { train, validation }: Parts): DatasetFault[] {
  if (validation.length === 0) return [{ ...noImages(path), message: `Nothing of ${path} is left to validate with.` }];
  const trained = new Set(train.map(({ label }) => label));
  return classes.flatMap((name, label): DatasetFault[] =>
    trained.has(label) ? [] : [{ kind: 'too-few-images', path, message: `The class "${name}" of ${path} has no sound image to train on.` }],
  );
}
