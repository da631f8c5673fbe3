import { type Augmentation, checkAugmentation, standardAugmentation } from '../augmentation/augmentation.ts';
import { countClasses } from '../batches/class-counts.ts';
import type { EvaluationDataset, ImageDataset, PartName } from '../batches/dataset.ts';
import { type Division, type DivisionOptions, checkDivision, divideImages, requireNoFold } from '../batches/division.ts';
import { DatasetError, type DatasetFault, type FileReason } from '../errors.ts';
import { ImageSplit } from '../batches/image-split.ts';
import { ImageMemory } from '../batches/kept-source.ts';
import { type Preprocessing, preprocessingFor } from '../pixels/preprocessing.ts';
import type { Side } from '../order/named-split.ts';
import { contentMark } from '../pixels/file-header.ts';
import type { LabelOptions } from '../labels/read-task-label.ts';
import { withoutCopies } from '../duplicates/without-copies.ts';
import type { CheckedImage } from './image-entry.ts';
import {
  type ScanOptions,
  checkPart,
  listPart,
  missingFault,
  noClassFaults,
  noImagesFault,
  noPartFault,
  sameFolderFaults,
  surveyClasses,
  unknownClassFaults,
} from './class-folders.ts';
import type { FileTree } from './file-tree.ts';
import { type Layout, findLayout } from './layout.ts';
import { type FolderScan, scanTree } from './scan-tree.ts';

export interface ImageFolderOptions extends Omit<ScanOptions, 'channels'>, Partial<Preprocessing>, DivisionOptions, LabelOptions {
  /** How training images are varied. Default: the standard one for `imageSize`. */
  readonly augmentation?: Augmentation;
  /** The group of an image by its path below the root, or `null` for one of its own. Images of one
   * group (a burst, a patient) are never divided. */
  readonly groupOf?: (name: string) => string | null;
  /** Leave broken images out, and list them under `skipped`, instead of refusing the
   * folder. Default: false. */
  readonly skipBroken?: boolean;
  /** Leave out of training what is also validated or tested with, and all but one of the images
   * that are the same, byte for byte. Default: false. */
  readonly dropDuplicates?: boolean | undefined;
  /** The most that decoded images may take in memory, in bytes, so that the next epoch need not
   * decode them again. Default: 256 MiB. */
  readonly keptBytes?: number;
}

/** Opens a folder of images for training, after reading every image's header.
 *
 * Layouts: `train/CLASS/…` and `val/CLASS/…` (or `valid`, `validation`, `test` and their like),
 *          straight in the folder or in the one folder that it holds; or `CLASS/…`, of which a
 *          share of each class is held back. A `test` beside another is counted, and neither
 *          trained on nor validated with.
 *
 * @throws {DatasetError} with every fault: a missing folder, one class, an empty class, a class
 * unknown to `train`, every broken image unless `skipBroken`.
 * @throws {DataOptionError} when an option makes no sense. */
export async function openTree(tree: FileTree, root: string, options: ImageFolderOptions = {}): Promise<ImageDataset> {
  const { skipBroken = false } = options;
  const preprocessing = preprocessingFor(options);
  const augmentation = checkAugmentation(options.augmentation ?? standardAugmentation(preprocessing));
  const division = checkDivision(options);
  const scan = await scanTree(tree, root, { ...options, channels: preprocessing.mean.length });
  refuse(root, [...scan.faults, ...(skipBroken ? [] : brokenFaults(scan.broken))]);
  const { parts, dropped } = await dropCopies(tree, scan, divide(scan, division, options.groupOf), options);
  const memory = new ImageMemory(options.keptBytes);
  const open = (images: readonly CheckedImage[]) =>
    new ImageSplit({ source: tree.source(images, memory, preprocessing.mean.length), preprocessing, augmentation });
  const splits = { train: open(parts.train), validation: open(parts.validation), ...(scan.test !== null && { test: open(scan.test) }) };
  return {
    classes: scan.classes,
    ...splits,
    preprocessing,
    augmentation,
    counts: countClasses(scan.classes, {
      train: splits.train.labels,
      validation: splits.validation.labels,
      test: splits.test?.labels,
    }),
    skipped: [...scan.skipped, ...scan.broken, ...dropped],
  };
}

export interface EvaluationOptions extends Omit<ScanOptions, 'channels'>, Partial<Preprocessing>, LabelOptions {
  /** The classes of the model that is evaluated: labels are positions in this list.
   * Default: the folder's own. */
  readonly classes?: readonly string[];
  readonly skipBroken?: boolean;
  /** Which part. Default: the validation part where there is one, else all. */
  readonly part?: PartName | undefined;
}

/** Opens a folder for evaluation: the part that is asked for; else its validation part if it has
 * one, else all of it. Images are in file order: class by class, then by path, by code points.
 *
 * @throws {DatasetError} as `imageFolder`, and where the part is not there; an empty class keeps
 * its place in the list instead. */
export async function openTreeEvaluation(tree: FileTree, root: string, options: EvaluationOptions = {}): Promise<EvaluationDataset> {
  const preprocessing = preprocessingFor(options);
  const missing = await missingFault(tree, root);
  if (missing !== null) throw new DatasetError({ path: root, faults: [missing] });
  const layout = await findLayout(tree, root);
  const { train, validation, skipped } = layout;
  const territory = await surveyClasses(tree, layout);
  const list = (folder: string) => listPart(tree, folder, { ...options, territory: { ...territory, seen: new Map() } });
  const part = await list(evaluatedFolder(layout, options.part));
  const classes = options.classes ?? (train === null || validation === null ? part : await list(train)).classes.map(({ name }) => name);
  const { images, broken } = await checkPart(tree, part, { ...options, root, classes, channels: preprocessing.mean.length });
  const broke = options.skipBroken === true ? [] : brokenFaults(broken);
  refuse(root, [
    ...noClassFaults(part, skipped),
    ...sameFolderFaults(part),
    ...unknownClassFaults(part, classes),
    ...broke,
    ...(images.length === 0 ? [noImagesFault(part.path)] : []),
  ]);
  const split = new ImageSplit({ source: tree.source(images, new ImageMemory(0), preprocessing.mean.length), preprocessing, augmentation: { kind: 'none' } });
  return { classes, images: split, preprocessing, skipped: [...skipped, ...part.skipped, ...broken] };
}

function evaluatedFolder({ root, train, validation, test }: Layout, part: PartName | undefined): string {
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

type Divided = Record<Side, readonly CheckedImage[]>;

function divide({ train, validation }: FolderScan, division: Division, groupOf: ImageFolderOptions['groupOf']): Divided {
  if (validation !== null) {
    requireNoFold(division);
    return { train, validation };
  }
  const divisible = ({ name, key, label, header }: CheckedImage) => ({ label, key, mark: contentMark(header), group: groupOf?.(name) ?? null });
  return divideImages(train, { ...division, divisible });
}

/** Leaves copies out of training, where that is asked for. */
async function dropCopies(
  tree: FileTree,
  { root, test, classes }: FolderScan,
  { train, validation }: Divided,
  { dropDuplicates = false, signal }: ImageFolderOptions,
): Promise<{ readonly parts: Divided; readonly dropped: readonly FileReason[] }> {
  if (!dropDuplicates) return { parts: { train, validation }, dropped: [] };
  const digestible = (images: readonly CheckedImage[]) =>
    images.map((image) => ({ ...image, mark: contentMark(image.header), digest: () => tree.readable(image.path).digest() }));
  const { kept, dropped } = await withoutCopies(digestible(train), digestible([...validation, ...(test ?? [])]), { signal });
  const trained = new Set(kept.map(({ label }) => label));
  refuse(
    root,
    classes
      .filter((_, label) => !trained.has(label))
      .map((name) => ({
        kind: 'too-few-images',
        path: root,
        message: `The class "${name}" of ${root} has no image left to train on: each is a copy of another image.`,
      })),
  );
  return { parts: { train: kept, validation }, dropped };
}
