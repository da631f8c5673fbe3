import { countClasses } from '../class-counts.ts';
import type { ClassCount } from '../dataset.ts';
import type { DatasetFault, FileReason } from '../errors.ts';
import type { CheckedImage } from './check-images.ts';
import {
  type Layout,
  type Part,
  type PartOptions,
  type ScanOptions,
  checkPart,
  emptyClassFaults,
  findLayout,
  listPart,
  missingFault,
  noClassFaults,
  noImagesFault,
  unknownClassFaults,
} from './class-folders.ts';
import type { FileTree } from './file-tree.ts';

/** What a folder of images holds, and what is wrong with it. */
export interface FolderScan {
  readonly root: string;
  /** The names of the class folders, in code-point order. */
  readonly classes: readonly string[];
  /** The sound images. Without a validation folder all are in `train`, to be divided. */
  readonly train: readonly CheckedImage[];
  readonly validation: readonly CheckedImage[] | null;
  readonly counts: readonly ClassCount[];
  readonly skipped: readonly FileReason[];
  readonly broken: readonly FileReason[];
  /** Why training could not start, even without the broken images. */
  readonly faults: readonly DatasetFault[];
}

/** Reads a folder of images, and every image's header, in parallel, and reports. Throws only when stopped.
 *
 * A root with `train` is a divided set; its validation part is `val`, `valid`, `validation` or `test`, the first that is there. Any other root is one folder of classes. */
export async function scanTree(tree: FileTree, root: string, options: ScanOptions = {}): Promise<FolderScan> {
  const missing = await missingFault(tree, root);
  if (missing !== null) return nothing(root, [missing]);
  const layout = await findLayout(tree, root);
  if (layout.train === null) return nothing(root, [noTrainingFault(root, layout)]);
  const train = await listPart(tree, layout.train, options);
  const validation = layout.validation === null ? null : await listPart(tree, layout.validation, options);
  const classes = train.classes.map(({ name }) => name);
  const checked = await checkParts(tree, { train, validation }, { ...options, root, classes });
  const counts = countClasses(classes, { train: labelsOf(checked.train), validation: labelsOf(checked.validation ?? []) });
  const faults = [...trainingFaults(train), ...(validation === null ? [] : validationFaults(validation, classes))];
  return {
    root,
    classes,
    ...checked,
    counts,
    skipped: [...layout.skipped, ...train.skipped, ...(validation?.skipped ?? [])],
    faults: faults.length > 0 ? faults : countFaults(root, counts, checked),
  };
}

async function checkParts(
  tree: FileTree,
  { train, validation }: { readonly train: Part; readonly validation: Part | null },
  { onProgress, ...options }: ScanOptions & Pick<PartOptions, 'root' | 'classes'>,
): Promise<Pick<FolderScan, 'train' | 'validation' | 'broken'>> {
  const [first, second] = [imagesIn(train), validation === null ? 0 : imagesIn(validation)];
  const report = (before: number) => (done: number) => onProgress?.(before + done, first + second);
  const trained = await checkPart(tree, train, { ...options, onChecked: report(0) });
  const validated = validation === null ? null : await checkPart(tree, validation, { ...options, onChecked: report(first) });
  return { train: trained.images, validation: validated?.images ?? null, broken: [...trained.broken, ...(validated?.broken ?? [])] };
}

function imagesIn({ classes }: Part): number {
  return classes.reduce((sum, { images }) => sum + images.length, 0);
}

function trainingFaults(part: Part): DatasetFault[] {
  const [only, second] = part.classes;
  const oneClass: DatasetFault[] =
    only === undefined || second !== undefined
      ? []
      : [{ kind: 'one-class', path: part.path, message: `${part.path} holds one class, "${only.name}": a classifier needs two or more.` }];
  return [...noClassFaults(part), ...oneClass, ...emptyClassFaults(part)];
}

function validationFaults(part: Part, classes: readonly string[]): DatasetFault[] {
  return [...noClassFaults(part), ...emptyClassFaults(part), ...unknownClassFaults(part, classes)];
}

/** What is too little once broken images are left out. */
function countFaults(root: string, counts: readonly ClassCount[], { train, validation }: Pick<FolderScan, 'train' | 'validation'>): DatasetFault[] {
  if (train.length === 0 || validation?.length === 0) return [noImagesFault(root)];
  const needed = validation === null ? 2 : 1;
  const purpose = validation === null ? 'one to train on and one to validate with' : 'one to train on';
  const few = counts.filter((count) => count.train < needed);
  return few.map(({ name, train: have }) => ({
    kind: 'too-few-images',
    path: root,
    message: `The class "${name}" of ${root} has ${have} sound ${have === 1 ? 'image' : 'images'} and needs ${needed} at least: ${purpose}.`,
  }));
}

function noTrainingFault(root: string, { validation }: Layout): DatasetFault {
  return {
    kind: 'no-training-folder',
    path: root,
    message: `${validation} has no "train" folder beside it: add one, or give the folder of classes itself.`,
  };
}

function nothing(root: string, faults: readonly DatasetFault[]): FolderScan {
  return { root, classes: [], train: [], validation: null, counts: [], skipped: [], broken: [], faults };
}

function labelsOf(images: readonly CheckedImage[]): Int32Array {
  return Int32Array.from(images, ({ label }) => label);
}
