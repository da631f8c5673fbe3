import { type Augmentation, checkAugmentation, standardAugmentation } from '../augmentation/augmentation.ts';
import { countClasses } from '../batches/class-counts.ts';
import type { EvaluationDataset, ImageDataset, PartName } from '../batches/dataset.ts';
import { DatasetError, type DatasetFault, type FileReason, requireOptions } from '../errors.ts';
import { ImageSplit } from '../batches/image-split.ts';
import { ImageMemory } from '../batches/kept-source.ts';
import { type Preprocessing, preprocessingFor } from '../pixels/preprocessing.ts';
import { groupedSplit, stratifiedSplit } from '../order/stratified-split.ts';
import type { CheckedImage } from './image-entry.ts';
import {
  type Layout,
  type ScanOptions,
  checkPart,
  findLayout,
  listPart,
  missingFault,
  noClassFaults,
  noImagesFault,
  noPartFault,
  unknownClassFaults,
} from './class-folders.ts';
import type { FileTree } from './file-tree.ts';
import { type FolderScan, scanTree } from './scan-tree.ts';

export interface ImageFolderOptions extends ScanOptions, Partial<Preprocessing> {
  /** How training images are varied. Default: the standard one for `imageSize`. */
  readonly augmentation?: Augmentation;
  /** Share of each class held back when there is no validation folder. Default: 0.2. */
  readonly validationFraction?: number;
  /** Decides which images are held back. Default: 0. */
  readonly splitSeed?: number;
  /** The group of an image by its path below the root, or `null` for one of its own. Images of one group (a burst, a patient) are never divided. */
  readonly groupOf?: (name: string) => string | null;
  /** Leave broken images out, and list them under `skipped`, instead of refusing the folder. Default: false. */
  readonly skipBroken?: boolean;
  /** The most that decoded images may take in memory, in bytes, so that the next epoch need not decode them again. Default: 256 MiB. */
  readonly keptBytes?: number;
}

/** Opens a folder of images for training, after reading every image's header.
 *
 * Layouts: `train/CLASS/…` and `val/CLASS/…` (or `valid`, `validation`, `test`), or `CLASS/…`, of which a stratified share is held back. A `test` beside another is counted, and neither trained on nor validated with.
 *
 * @throws {DatasetError} with every fault: a missing folder, one class, an empty class, a class unknown to `train`, every broken image unless `skipBroken`.
 * @throws {DataOptionError} when an option makes no sense. */
export async function openTree(tree: FileTree, root: string, options: ImageFolderOptions = {}): Promise<ImageDataset> {
  const { skipBroken = false } = options;
  const preprocessing = preprocessingFor(options);
  const augmentation = checkAugmentation(options.augmentation ?? standardAugmentation(preprocessing));
  const { validationFraction, splitSeed } = checkDivision(options);
  const scan = await scanTree(tree, root, options);
  refuse(root, [...scan.faults, ...(skipBroken ? [] : brokenFaults(scan.broken))]);
  const parts = divide(scan, { validationFraction, seed: splitSeed, groupOf: options.groupOf });
  const memory = new ImageMemory(options.keptBytes);
  const open = (images: readonly CheckedImage[]) => new ImageSplit({ source: tree.source(images, memory), preprocessing, augmentation });
  const splits = { train: open(parts.train), validation: open(parts.validation) };
  return {
    classes: scan.classes,
    ...splits,
    preprocessing,
    augmentation,
    counts: countClasses(scan.classes, {
      train: splits.train.labels,
      validation: splits.validation.labels,
      test: scan.test === null ? undefined : Int32Array.from(scan.test, ({ label }) => label),
    }),
    skipped: [...scan.skipped, ...scan.broken],
  };
}

/** How images are divided, with defaults filled in.
 *
 * @throws {DataOptionError} when that makes no sense. */
export function checkDivision({ validationFraction = 0.2, splitSeed = 0 }: Pick<ImageFolderOptions, 'validationFraction' | 'splitSeed'>): {
  readonly validationFraction: number;
  readonly splitSeed: number;
} {
  requireOptions([
    { option: 'validationFraction', value: validationFraction, rule: 'above 0 and below 1', holds: validationFraction > 0 && validationFraction < 1 },
    { option: 'splitSeed', value: splitSeed, rule: 'a whole number', holds: Number.isInteger(splitSeed) },
  ]);
  return { validationFraction, splitSeed };
}

export interface EvaluationOptions extends ScanOptions, Partial<Preprocessing> {
  /** The classes of the model that is evaluated: labels are positions in this list. Default: the folder's own. */
  readonly classes?: readonly string[];
  readonly skipBroken?: boolean;
  /** Which part. Default: the validation part where there is one, else all. */
  readonly part?: PartName | undefined;
}

/** Opens a folder for evaluation: the part that is asked for; else its validation part if it has one, else all of it. Images are in file order: class by class, then by path, by code points.
 *
 * @throws {DatasetError} as `imageFolder`, and where the part is not there; an empty class keeps its place in the list instead. */
export async function openTreeEvaluation(tree: FileTree, root: string, options: EvaluationOptions = {}): Promise<EvaluationDataset> {
  const preprocessing = preprocessingFor(options);
  const missing = await missingFault(tree, root);
  if (missing !== null) throw new DatasetError({ path: root, faults: [missing] });
  const layout = await findLayout(tree, root);
  const { train, validation, skipped } = layout;
  const part = await listPart(tree, evaluatedFolder(root, layout, options.part), options);
  const classes = options.classes ?? (train === null || validation === null ? part : await listPart(tree, train, options)).classes.map(({ name }) => name);
  const { images, broken } = await checkPart(tree, part, { ...options, root, classes });
  const broke = options.skipBroken === true ? [] : brokenFaults(broken);
  refuse(root, [...noClassFaults(part), ...unknownClassFaults(part, classes), ...broke, ...(images.length === 0 ? [noImagesFault(part.path)] : [])]);
  const split = new ImageSplit({ source: tree.source(images, new ImageMemory(0)), preprocessing, augmentation: { kind: 'none' } });
  return { classes, images: split, preprocessing, skipped: [...skipped, ...part.skipped, ...broken] };
}

function evaluatedFolder(root: string, { train, validation, test }: Layout, part: PartName | undefined): string {
  if (part === undefined) return validation ?? train ?? root;
  const found = { train: train === root ? null : train, validation, test }[part];
  if (found === null)
    throw new DatasetError({ path: root, faults: [noPartFault(root, part, `put its class folders into ${root}/${part === 'validation' ? 'val' : part}`)] });
  return found;
}

function refuse(path: string, faults: readonly DatasetFault[]): void {
  if (faults.length > 0) throw new DatasetError({ path, faults });
}

/** A fault for each image that cannot be decoded. */
export function brokenFaults(broken: readonly FileReason[]): DatasetFault[] {
  return broken.map(({ path, reason }) => ({
    kind: 'broken-image',
    path,
    message: `${path} is broken: ${reason}. Replace or remove it, or leave broken images out (skipBroken).`,
  }));
}

interface Division {
  readonly validationFraction: number;
  readonly seed: number;
  readonly groupOf: ImageFolderOptions['groupOf'];
}

function divide({ train, validation }: FolderScan, { groupOf, ...options }: Division): { train: readonly CheckedImage[]; validation: readonly CheckedImage[] } {
  if (validation !== null) return { train, validation };
  const labels = Int32Array.from(train, ({ label }) => label);
  const groups = groupOf && train.map(({ name }) => groupOf(name) ?? name);
  const split = groups === undefined ? stratifiedSplit(labels, options) : groupedSplit(labels, { ...options, groups });
  const pick = (positions: Int32Array) => Array.from(positions, (position) => train[position]!);
  return { train: pick(split.train), validation: pick(split.validation) };
}
