import { checkAugmentation, standardAugmentation } from '../augmentation/augmentation.ts';
import { countClasses } from '../batches/class-counts.ts';
import { compareCodePoints } from '../order/code-points.ts';
import type { EvaluationDataset, ImageDataset, PartName } from '../batches/dataset.ts';
import { type Division, checkDivision, divideImages, requireNoFold } from '../batches/division.ts';
import { DatasetError, type DatasetFault, type FileReason } from '../errors.ts';
import { labelReader, repeatedNames } from '../labels/read-label.ts';
import { contentMark } from '../pixels/file-header.ts';
import { defaultMaxPixels } from '../pixels/image-header.ts';
import { ImageSplit } from '../batches/image-split.ts';
import { ImageMemory } from '../batches/kept-source.ts';
import { preprocessingFor } from '../pixels/preprocessing.ts';
import { checkEach } from '../tree/check-images.ts';
import { noPartFault } from '../tree/class-folders.ts';
import { withoutCopies } from '../duplicates/without-copies.ts';
import type { EncodedImage, EncodedReadable } from './encoded-image.ts';
import { imageSource } from './image-source.ts';
import { type LoaderOptions, loaderThreadsIn } from './loader/loader-threads.ts';
import { type EvaluationOptions, type ImageFolderOptions, brokenFaults } from '../tree/image-tree.ts';

/** One image of a table or an archive, with what is said of it there. */
export interface ListedImage extends EncodedReadable {
  readonly name: string;
  /** What it is called wherever the list lies; the same for one file that is listed twice. */
  readonly key: string;
  /** Of a table, where it stands. */
  readonly line?: number;
  /** As it stands there: a name, a number, or what is none. */
  readonly label: unknown;
  /** The part it belongs to, or what is said in place of one; `null` where nothing says. */
  readonly part: PartName | (string & {}) | null;
  /** Images of one group stay together when the list is divided. */
  readonly group: string | null;
}

/** Images of any origin, before their labels are read and they are checked. */
export interface ImageList {
  readonly path: string;
  /** In the order of the origin, where it has one; else `null`: then they are what
   * occurs, by code points. */
  readonly classes: readonly string[] | null;
  readonly images: readonly ListedImage[];
  readonly skipped: readonly FileReason[];
}

/** Opens a list for training: by its own parts, or a share of each class held back,
 * groups kept whole.
 *
 * @throws {DatasetError} with every fault: no images, one class, a class without training images,
 * every broken image unless `skipBroken`. */
export async function listDataset(list: ImageList, options: ImageFolderOptions & LoaderOptions): Promise<ImageDataset> {
  const preprocessing = preprocessingFor(options);
  const augmentation = checkAugmentation(options.augmentation ?? standardAugmentation(preprocessing));
  const division = checkDivision(options);
  const loaderThreads = loaderThreadsIn(options);
  const { images: labelled, unlabelled } = readLabels(list);
  const classes = list.classes ?? classNamesOf(labelled);
  const { images, broken } = await check(labelled, classes, options);
  const broke = options.skipBroken === true ? [] : brokenFaults(broken);
  refuse(list.path, [...classFaults(list.path, classes, [...unlabelled, ...list.skipped]), ...broke]);
  const divided = divide(images, division);
  const parts = options.dropDuplicates === true ? await dropCopies(divided, options.signal) : divided;
  refuse(list.path, countFaults(list.path, classes, parts));
  const loading = { memory: new ImageMemory(options.keptBytes), loaderThreads };
  const open = (part: readonly EncodedImage[]) => new ImageSplit({ source: imageSource(part, loading), preprocessing, augmentation });
  const splits = { train: open(parts.train), validation: open(parts.validation), ...(parts.test.length > 0 && { test: open(parts.test) }) };
  const counts = countClasses(classes, { train: splits.train.labels, validation: splits.validation.labels, test: splits.test?.labels });
  return { classes, ...splits, preprocessing, augmentation, counts, skipped: [...list.skipped, ...unlabelled, ...parts.unused, ...broken] };
}

/** Opens a list for evaluation: the part that is asked for; else its validation part if it has
 * parts, else all of it, in the list's order.
 *
 * @throws {DatasetError} as `listDataset`, for a class that is not among `options.classes`, and
 * where the part is not there. */
export async function listEvaluation(list: ImageList, options: EvaluationOptions & LoaderOptions): Promise<EvaluationDataset> {
  const preprocessing = preprocessingFor(options);
  const loaderThreads = loaderThreadsIn(options);
  const { images: labelled } = readLabels(list);
  const classes = options.classes ?? list.classes ?? classNamesOf(labelled);
  const part = evaluated(list.images, options.part);
  if (part.length === 0 && options.part !== undefined)
    refuse(list.path, [noPartFault(list.path, options.part, `say of its images that they are of the part "${options.part}"`)]);
  const { images: chosen, unlabelled } = readLabels({ ...list, images: part });
  const { images, broken } = await check(chosen, classes, options);
  refuse(list.path, [...unknownFaults(list.path, chosen, classes), ...(options.skipBroken === true ? [] : brokenFaults(broken))]);
  if (images.length === 0) refuse(list.path, [noImages(list.path, [...unlabelled, ...list.skipped])]);
  const source = imageSource(images, { memory: new ImageMemory(0), loaderThreads });
  const split = new ImageSplit({ source, preprocessing, augmentation: { kind: 'none' } });
  return { classes, images: split, preprocessing, skipped: [...list.skipped, ...unlabelled, ...broken] };
}

type Labelled = ListedImage & { readonly className: string };

type Sound = EncodedImage & Pick<ListedImage, 'part' | 'group'>;

/** Those whose label is one, and why the others' is not.
 *
 * @throws {DatasetError} when a name stands for two classes. */
function readLabels({ path, classes, images }: ImageList): { readonly images: Labelled[]; readonly unlabelled: FileReason[] } {
  const repeated = repeatedNames(classes ?? []);
  if (repeated.length > 0) refuse(path, [{ kind: 'wrong-label', path, message: repeatedMessage(path, repeated) }]);
  const read = labelReader(classes);
  const labelled: Labelled[] = [];
  const unlabelled: FileReason[] = [];
  for (const image of images) {
    const label = read(image.label);
    if ('reason' in label) unlabelled.push({ path: image.path, reason: image.line === undefined ? label.reason : `${label.reason} (line ${image.line})` });
    else labelled.push({ ...image, className: label.className });
  }
  return { images: labelled, unlabelled };
}

function repeatedMessage(path: string, repeated: readonly string[]): string {
  return `The classes of ${path} hold ${repeated.map((name) => `"${name}"`).join(', ')} more than once: give each class a name of its own.`;
}

function classNamesOf(images: readonly Labelled[]): string[] {
  return [...new Set(images.map(({ className }) => className))].sort(compareCodePoints);
}

async function check(
  images: readonly Labelled[],
  classes: readonly string[],
  { deep = false, maxPixels = defaultMaxPixels, signal }: ImageFolderOptions,
): Promise<{ images: Sound[]; broken: FileReason[] }> {
  const labels = new Map(classes.map((name, label) => [name, label]));
  const known = images.flatMap((image) => {
    const label = labels.get(image.className);
    return label === undefined ? [] : [{ ...image, label }];
  });
  return checkEach(known, (image) => image, { deep, maxPixels, signal });
}

/** The part to validate with: the validation part, else the test part, else none. */
function validationPartOf(images: readonly Pick<ListedImage, 'part'>[]): PartName | null {
  const parts = new Set(images.map(({ part }) => part));
  return (['validation', 'test'] as const).find((name) => parts.has(name)) ?? null;
}

/** The images of a part; where none is asked for, those to validate with, or all where
 * nothing says. */
function evaluated(images: readonly ListedImage[], part: PartName | undefined): readonly ListedImage[] {
  const held = validationPartOf(images);
  if (part === 'train') return images.filter(isTraining);
  if (part === 'test') return images.filter((image) => image.part === 'test');
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

/** By the list's own parts; without a validation part, a share of what is there to train on is held
 * back. A file that is also listed to validate or test with is not trained on. */
function divide(images: readonly Sound[], division: Division): Parts {
  const held = validationPartOf(images);
  const trained = images.filter(isTraining);
  const others = images.filter((image) => !isTraining(image) && image.part !== held);
  const test = others.filter(({ part }) => part === 'test');
  const unused = unusedOf(others.filter(({ part }) => part !== 'test'));
  const heldBack = new Set([...test, ...images.filter(({ part }) => held !== null && part === held)].map(({ path }) => path));
  const train = trained.filter(({ path }) => !heldBack.has(path));
  const twice = trained
    .filter(({ path }) => heldBack.has(path))
    .map(({ path }) => ({ path, reason: 'it is also listed to validate or test with: not trained on' }));
  const aside = { test, unused: [...unused, ...twice] };
  const divisible = ({ label, key, header, group }: Sound) => ({ label, key, mark: contentMark(header), group });
  if (held === null) return { ...divideImages(train, { ...division, divisible }), ...aside };
  requireNoFold(division);
  return { train, validation: images.filter(({ part }) => part === held), ...aside };
}

async function dropCopies({ train, validation, test, unused }: Parts, signal: AbortSignal | undefined): Promise<Parts> {
  const { kept, dropped } = await withoutCopies(marked(train), marked([...validation, ...test]), { signal });
  return { train: kept, validation, test, unused: [...unused, ...dropped] };
}

function marked(images: readonly Sound[]) {
  return images.map((image) => ({ ...image, mark: contentMark(image.header) }));
}

/** Images of no part are trained on. */
function isTraining({ part }: Pick<ListedImage, 'part'>): boolean {
  return part === null || part === 'train';
}

function unusedOf(images: readonly Sound[]): FileReason[] {
  return images.map(({ path, part }) => ({ path, reason: `it is of the part "${part}", which is neither trained on nor validated with` }));
}

function refuse(path: string, faults: readonly DatasetFault[]): void {
  if (faults.length > 0) throw new DatasetError({ path, faults });
}

function noImages(path: string, leftOut: readonly FileReason[]): DatasetFault {
  const [first] = leftOut;
  const why = first === undefined ? '' : ` Left out: ${leftOut.length}, of which the first is ${first.path} (${first.reason}).`;
  return { kind: 'no-images', path, message: `${path} lists no sound image.${why}` };
}

function classFaults(path: string, classes: readonly string[], leftOut: readonly FileReason[]): DatasetFault[] {
  if (classes.length === 0) return [noImages(path, leftOut)];
  if (classes.length > 1) return [];
  return [{ kind: 'one-class', path, message: `${path} holds one class, "${classes[0]}": a classifier needs two or more.` }];
}

function unknownFaults(path: string, images: readonly Labelled[], classes: readonly string[]): DatasetFault[] {
  const unknown = classNamesOf(images).filter((name) => !classes.includes(name));
  return unknown.map((name) => ({ kind: 'unknown-class', path, message: `"${name}" in ${path} is not one of the classes ${classes.join(', ')}.` }));
}

function countFaults(path: string, classes: readonly string[], { train, validation, unused }: Parts): DatasetFault[] {
  if (train.length === 0 && unused.length > 0)
    return [
      { ...noImages(path, []), message: `Nothing of ${path} is to train on: of ${unused[0]!.path}, ${unused[0]!.reason}. Name its parts train, val and test.` },
    ];
  if (validation.length === 0) return [{ ...noImages(path, []), message: `Nothing of ${path} is left to validate with.` }];
  const trained = new Set(train.map(({ label }) => label));
  return classes.flatMap((name, label): DatasetFault[] =>
    trained.has(label) ? [] : [{ kind: 'too-few-images', path, message: `The class "${name}" of ${path} has no sound image to train on.` }],
  );
}
