import { type Augmentation, checkAugmentation, standardAugmentation } from '../augmentation/augmentation.ts';
import { countListed } from '../batches/class-counts.ts';
import { compareCodePoints } from '../order/code-points.ts';
import type { ClassCount, DatasetTask, EvaluationDataset, ImageDataset, PartName } from '../batches/dataset.ts';
import { type Division, checkDivision, divideImages, requireNoFold } from '../batches/division.ts';
import { DatasetError, type DatasetFault, type FileReason, requireOptions } from '../errors.ts';
import { repeatedNames } from '../labels/read-label.ts';
import { type LabelKind, type LabelOptions, type TaskLabel, checkLabels, taskLabelReader } from '../labels/read-task-label.ts';
import { type Targeted, targetScales } from '../labels/target-rows.ts';
import { contentMark } from '../pixels/file-header.ts';
import { defaultMaxPixels } from '../pixels/image-header.ts';
import { type ImageSource, ImageSplit } from '../batches/image-split.ts';
import { ImageMemory } from '../batches/kept-source.ts';
import { preprocessingFor } from '../pixels/preprocessing.ts';
import { checkEach } from '../tree/check-images.ts';
import { noPartFault, tooFewFaults } from '../tree/class-folders.ts';
import { withoutCopies } from '../duplicates/without-copies.ts';
import type { CheckedImage, Readable } from '../tree/image-entry.ts';
import { type EvaluationOptions, type ImageFolderOptions, brokenFaults } from '../tree/image-tree.ts';

/** One image of a table or an archive, with what is said of it there. */
export interface ListedImage extends Readable {
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
  /** Columns that labels were read from, where each has its own. */
  readonly targets?: readonly string[] | null;
  readonly images: readonly ListedImage[];
  readonly skipped: readonly FileReason[];
  /** What to try where no image is listed. */
  readonly wayOut?: string;
}

/** An image of a list whose header has been read. */
export type SoundImage = Readable & CheckedImage & Targeted;

export interface OpenedWith {
  /** Where decoded images are kept, as far as it goes. */
  readonly memory: ImageMemory;
  /** That the network takes. */
  readonly channels: number;
}

/** Opens images that have been checked, wherever they lie. */
export type OpenImages = (images: readonly SoundImage[], how: OpenedWith) => ImageSource;

/** Opens a list for training: by its own parts, or a share of each class held back,
 * groups kept whole.
 *
 * @throws {DatasetError} with every fault: no images, one class, a class without training images,
 * every broken image unless `skipBroken`. */
export async function listDataset(list: ImageList, options: ImageFolderOptions, openImages: OpenImages): Promise<ImageDataset> {
  const preprocessing = preprocessingFor(options);
  const augmentation = checkAugmentation(options.augmentation ?? standardAugmentation(preprocessing));
  const division = checkDivision(options);
  const { task } = checkLabels(options);
  requireUnmixed(task, augmentation);
  const { images: labelled, unlabelled } = readLabels(list, options);
  const classes = list.targets ?? list.classes ?? classNamesOf(labelled);
  const { images, broken } = await check(labelled, classes, { ...options, mean: preprocessing.mean });
  const broke = options.skipBroken === true ? [] : brokenFaults(broken);
  refuse(list.path, [...classFaults(list, { classes, task }, unlabelled), ...broke]);
  const divided = divide(images, division);
  const parts = options.dropDuplicates === true ? await dropCopies(divided, options.signal) : divided;
  const counts = countListed(classes, parts);
  refuse(list.path, countFaults(list, { counts, task, unlabelled }, parts));
  const loading = { memory: new ImageMemory(options.keptBytes), channels: preprocessing.mean.length };
  const open = (part: readonly SoundImage[]) => new ImageSplit({ source: openImages(part, loading), preprocessing, augmentation });
  const splits = { train: open(parts.train), validation: open(parts.validation), ...(parts.test.length > 0 && { test: open(parts.test) }) };
  return {
    classes,
    ...taskOf(task, classes, parts),
    ...splits,
    preprocessing,
    augmentation,
    counts,
    skipped: [...list.skipped, ...unlabelled, ...parts.unused, ...broken],
  };
}

/** Opens a list for evaluation: the part that is asked for; else its validation part if it has
 * parts, else all of it, in the list's order.
 *
 * @throws {DatasetError} as `listDataset`, for a class that is not among `options.classes`, and
 * where the part is not there. */
export async function listEvaluation(list: ImageList, options: EvaluationOptions, openImages: OpenImages): Promise<EvaluationDataset> {
  const preprocessing = preprocessingFor(options);
  const { images: labelled } = readLabels(list, options);
  const classes = options.classes ?? list.targets ?? list.classes ?? classNamesOf(labelled);
  const part = evaluated(list.images, options.part);
  if (part.length === 0 && options.part !== undefined)
    refuse(list.path, [noPartFault(list.path, options.part, `say of its images that they are of the part "${options.part}"`)]);
  const { images: chosen, unlabelled } = readLabels({ ...list, images: part }, options);
  const { images, broken } = await check(chosen, classes, { ...options, mean: preprocessing.mean });
  refuse(list.path, [...unknownFaults(list.path, chosen, classes), ...(options.skipBroken === true ? [] : brokenFaults(broken))]);
  if (images.length === 0) refuse(list.path, [noImages(list, unlabelled)]);
  const source = openImages(images, { memory: new ImageMemory(0), channels: preprocessing.mean.length });
  const split = new ImageSplit({ source, preprocessing, augmentation: { kind: 'none' } });
  return { classes, images: split, preprocessing, skipped: [...list.skipped, ...unlabelled, ...broken] };
}

/** @throws {DataOptionError} when images that have several labels or numbers are to be mixed. */
function requireUnmixed(task: LabelKind, augmentation: Augmentation): void {
  const holds = task === 'single-label' || augmentation.kind === 'none' || augmentation.mix === undefined;
  requireOptions([{ option: 'augmentation.mix', value: 'mixup or CutMix', rule: `left out: two images cannot be mixed for the task ${task}`, holds }]);
}

type Labelled = ListedImage & Exclude<TaskLabel, { readonly reason: string }>;

type Sound = SoundImage & Pick<ListedImage, 'part' | 'group'>;

/** What the labels say, where it is not one class for each image. */
function taskOf(task: LabelKind, classes: readonly string[], { train }: Parts): Pick<ImageDataset, 'task'> {
  const told: Readonly<Record<LabelKind, () => DatasetTask | undefined>> = {
    'single-label': () => undefined,
    'multi-label': () => ({ kind: 'multi-label' }),
    regression: () => ({ kind: 'regression', scales: targetScales(train, classes.length) }),
  };
  const said = told[task]();
  return said === undefined ? {} : { task: said };
}

/** Those whose label is one, and why the others' is not.
 *
 * @throws {DatasetError} when a name stands for two classes. */
function readLabels(
  { path, classes, targets = null, images }: ImageList,
  options: LabelOptions,
): { readonly images: Labelled[]; readonly unlabelled: FileReason[] } {
  const repeated = repeatedNames(classes ?? []);
  if (repeated.length > 0) refuse(path, [{ kind: 'wrong-label', path, message: repeatedMessage(path, repeated) }]);
  const { task } = checkLabels(options);
  const read = taskLabelReader(task, { names: classes, targets });
  const labelled: Labelled[] = [];
  const unlabelled: FileReason[] = [];
  for (const image of images) {
    const label = read(image.label);
    if ('reason' in label) unlabelled.push({ path: image.path, reason: image.line === undefined ? label.reason : `${label.reason} (line ${image.line})` });
    else labelled.push({ ...image, ...label });
  }
  return { images: labelled, unlabelled };
}

function repeatedMessage(path: string, repeated: readonly string[]): string {
  return `The classes of ${path} hold ${repeated.map((name) => `"${name}"`).join(', ')} more than once: give each class a name of its own.`;
}

/** The classes that occur, by code points. */
export function classNamesOf(images: readonly { readonly names: readonly string[] }[]): string[] {
  return [...new Set(images.flatMap(({ names }) => names))].sort(compareCodePoints);
}

async function check(
  images: readonly Labelled[],
  classes: readonly string[],
  { deep = false, maxPixels = defaultMaxPixels, signal, task = 'single-label', mean }: ImageFolderOptions,
): Promise<{ images: Sound[]; broken: FileReason[] }> {
  const labels = new Map(classes.map((name, label) => [name, label]));
  const known = images.flatMap((image) => {
    const own = image.names.map((name) => labels.get(name));
    if (own.includes(undefined)) return [];
    return [{ ...image, ...targeted(task, image, { own: own.map((label) => label!), classes: classes.length }) }];
  });
  return checkEach(known, (image) => image, { deep, maxPixels, channels: mean?.length, signal });
}

interface OwnClasses {
  /** Positions of an image's classes. */
  readonly own: readonly number[];
  /** How many there are. */
  readonly classes: number;
}

function targeted(task: LabelKind, { values }: Labelled, { own, classes }: OwnClasses): Targeted {
  if (task === 'single-label') return { label: own[0]!, labels: own };
  const labels = own.toSorted((a, b) => a - b);
  const targets = Array.from({ length: classes }, (_, label) => {
    const place = own.indexOf(label);
    return place === -1 ? 0 : (values?.[place] ?? 1);
  });
  return { label: labels[0] ?? 0, labels, targets };
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
  const divisible = ({ label, labels, key, header, group }: Sound) => ({ label, labels, key, mark: contentMark(header), group });
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

function noImages({ path, skipped, wayOut }: ImageList, unlabelled: readonly FileReason[]): DatasetFault {
  const why = leftOutText([...unlabelled, ...skipped]);
  return { kind: 'no-images', path, message: `${path} lists no sound image.${why}${wayOut === undefined ? '' : ` ${wayOut}`}` };
}

function leftOutText(leftOut: readonly FileReason[]): string {
  const [first] = leftOut;
  return first === undefined ? '' : ` Left out: ${leftOut.length}, of which the first is ${first.path} (${first.reason}).`;
}

function classFaults(
  list: ImageList,
  { classes, task }: { readonly classes: readonly string[]; readonly task: LabelKind },
  unlabelled: readonly FileReason[],
): DatasetFault[] {
  const { path } = list;
  if (classes.length === 0) return [noImages(list, unlabelled)];
  if (classes.length > 1 || task !== 'single-label') return [];
  return [{ kind: 'one-class', path, message: `${path} holds one class, "${classes[0]}": a classifier needs two or more.` }];
}

function unknownFaults(path: string, images: readonly Labelled[], classes: readonly string[]): DatasetFault[] {
  const unknown = classNamesOf(images).filter((name) => !classes.includes(name));
  return unknown.map((name) => ({ kind: 'unknown-class', path, message: `"${name}" in ${path} is not one of the classes ${classes.join(', ')}.` }));
}

function countFaults(
  { path, images }: ImageList,
  { counts, task, unlabelled }: { readonly counts: readonly ClassCount[]; readonly task: LabelKind; readonly unlabelled: readonly FileReason[] },
  { train, validation, unused }: Parts,
): DatasetFault[] {
  const fault = (kind: DatasetFault['kind'], message: string): DatasetFault => ({ kind, path, message });
  if (train.length === 0 && unused.length > 0)
    return [fault('no-images', `Nothing of ${path} is to train on: of ${unused[0]!.path}, ${unused[0]!.reason}. Name its parts train, val and test.`)];
  const divided = validationPartOf(images) === null && task === 'single-label';
  const few = counts.flatMap((count) => tooFewFaults(path, count.name, { have: divided ? count.train + count.validation : count.train, divided }));
  const [first, ...others] = few;
  if (first !== undefined) return [{ ...first, message: `${first.message}${leftOutText(unlabelled)}` }, ...others];
  if (validation.length === 0) return [fault('no-images', `Nothing of ${path} is left to validate with.`)];
  const untrained = counts.filter((count) => count.train === 0);
  return untrained.map(({ name }) => fault('too-few-images', `All images of the class "${name}" of ${path} are of one group, which is held back.`));
}
