import { countClasses } from '../batches/class-counts.ts';
import type { ClassCount } from '../batches/dataset.ts';
import type { DatasetFault, FileReason } from '../errors.ts';
import type { CheckedImage } from './image-entry.ts';
import {
  type Part,
  type PartOptions,
  type ScanOptions,
  checkPart,
  emptyClassFaults,
  listPart,
  missingFault,
  noClassFaults,
  tooFewFaults,
  noImagesFault,
  sameFolderFaults,
  surveyClasses,
  unknownClassFaults,
} from './class-folders.ts';
import type { FileTree } from './file-tree.ts';
import { type Layout, findLayout } from './layout.ts';

/** What a folder of images holds, and what is wrong with it. */
export interface FolderScan {
  readonly root: string;
  /** The names of the class folders, in code-point order. */
  readonly classes: readonly string[];
  /** The sound images. Without a validation folder all are in `train`, to be divided. */
  readonly train: readonly CheckedImage[];
  readonly validation: readonly CheckedImage[] | null;
  /** Never trained on and never validated with; `null` where there is no such folder
   * beside the validation folder. */
  readonly test: readonly CheckedImage[] | null;
  readonly counts: readonly ClassCount[];
  readonly skipped: readonly FileReason[];
  readonly broken: readonly FileReason[];
  /** Why training could not start, even without the broken images. */
  readonly faults: readonly DatasetFault[];
}

/** Reads a folder of images, and every image's header, in parallel, and reports. Throws
 * only when stopped.
 *
 * A root with a training folder is a divided set; its validation part is a validation folder
 * (`val`, `valid`, `validation`, `dev`) or else the test folder; a test folder beside another is
 * its test part. Any other root is one folder of classes. */
export async function scanTree(tree: FileTree, root: string, options: ScanOptions = {}): Promise<FolderScan> {
  const missing = await missingFault(tree, root);
  if (missing !== null) return nothing(root, [missing]);
  const layout = await findLayout(tree, root);
  if (layout.train === null) return nothing(root, [noTrainingFault(root, layout)]);
  const territory = await surveyClasses(tree, layout);
  const list = async (folder: string | null) => (folder === null ? null : listPart(tree, folder, { ...options, territory }));
  const train = await listPart(tree, layout.train, { ...options, territory });
  const validation = await list(layout.validation);
  const classes = train.classes.map(({ name }) => name);
  const test = testPart(await list(layout.test === layout.validation ? null : layout.test), classes);
  const checked = await checkParts(tree, { train, validation, test: test.part }, { ...options, root, classes });
  const counts = countClasses(classes, {
    train: labelsOf(checked.train),
    validation: labelsOf(checked.validation ?? []),
    test: checked.test === null ? undefined : labelsOf(checked.test),
  });
  const faults = [...trainingFaults(train, layout), ...validationFaults(validation, { ...layout, classes })];
  return {
    root,
    classes,
    ...checked,
    counts,
    skipped: [...layout.skipped, ...train.skipped, ...(validation?.skipped ?? []), ...test.skipped],
    faults: faults.length > 0 ? faults : countFaults(root, counts, checked),
  };
}

/** What can be tested with. Training does without, so what is of no use is skipped: competitions
 * give test images without classes. */
function testPart(part: Part | null, classes: readonly string[]): { readonly part: Part | null; readonly skipped: readonly FileReason[] } {
  if (part === null) return { part, skipped: [] };
  if (part.classes.length === 0) return { part: null, skipped: [{ path: part.path, reason: 'it holds no class folders, so nothing can be tested with it' }] };
  const unknown = part.classes.filter(({ name }) => !classes.includes(name));
  return { part, skipped: [...part.skipped, ...unknown.map(({ path }) => ({ path, reason: 'its class is not one that is trained' }))] };
}

interface Parts {
  readonly train: Part;
  readonly validation: Part | null;
  readonly test: Part | null;
}

type Checked = Awaited<ReturnType<typeof checkPart>>;

/** One part after the other, their progress as one. */
async function checkParts(
  tree: FileTree,
  { train, validation, test }: Parts,
  { onProgress, ...options }: ScanOptions & Pick<PartOptions, 'root' | 'classes'>,
): Promise<Pick<FolderScan, 'train' | 'validation' | 'test' | 'broken'>> {
  const total = [train, validation, test].reduce((sum, part) => sum + imagesIn(part), 0);
  let before = 0;
  const check = async (part: Part): Promise<Checked> => {
    const checked = await checkPart(tree, part, { ...options, onChecked: (done) => onProgress?.(before + done, total) });
    before += imagesIn(part);
    return checked;
  };
  const trained = await check(train);
  const validated = validation && (await check(validation));
  const tested = test && (await check(test));
  return {
    train: trained.images,
    validation: validated && validated.images,
    test: tested && tested.images,
    broken: [trained, validated, tested].flatMap((part) => part?.broken ?? []),
  };
}

function imagesIn(part: Part | null): number {
  return part === null ? 0 : part.classes.reduce((sum, { images }) => sum + images.length, 0);
}

function trainingFaults(part: Part, { skipped }: Pick<Layout, 'skipped'>): DatasetFault[] {
  const [only, second] = part.classes;
  const oneClass: DatasetFault[] =
    only === undefined || second !== undefined
      ? []
      : [{ kind: 'one-class', path: part.path, message: `${part.path} holds one class, "${only.name}": a classifier needs two or more.` }];
  return [...noClassFaults(part, skipped), ...oneClass, ...emptyClassFaults(part), ...sameFolderFaults(part)];
}

function validationFaults(part: Part | null, { skipped, classes }: Pick<Layout, 'skipped'> & { readonly classes: readonly string[] }): DatasetFault[] {
  return part === null ? [] : [...noClassFaults(part, skipped), ...emptyClassFaults(part), ...unknownClassFaults(part, classes)];
}

/** What is too little once broken images are left out. */
function countFaults(root: string, counts: readonly ClassCount[], { train, validation }: Pick<FolderScan, 'train' | 'validation'>): DatasetFault[] {
  if (train.length === 0 || validation?.length === 0) return [noImagesFault(root)];
  const divided = validation === null;
  return counts.flatMap(({ name, train: have }) => tooFewFaults(root, name, { have, divided }));
}

function noTrainingFault(root: string, { validation }: Layout): DatasetFault {
  return {
    kind: 'no-training-folder',
    path: root,
    message: `${validation} has no "train" folder beside it: add one, or give the folder of classes itself.`,
  };
}

function nothing(root: string, faults: readonly DatasetFault[]): FolderScan {
  return { root, classes: [], train: [], validation: null, test: null, counts: [], skipped: [], broken: [], faults };
}

function labelsOf(images: readonly CheckedImage[]): Int32Array {
  return Int32Array.from(images, ({ label }) => label);
}
