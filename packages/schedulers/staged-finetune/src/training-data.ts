import { type DataFault, TrainingDataError } from './errors.ts';
import type { Task } from './task/task.ts';

/** Some images as a network takes them. Plain data, no tensors. */
export interface Batch {
  /** Normalised, in the order of `shape`. */
  readonly images: Float32Array;
  /** [N, H, W, channels]. */
  readonly shape: readonly [number, number, number, number];
  /** [N], positions in the classes. */
  readonly labels: Int32Array;
  /** [N], positions in the split. */
  readonly indices: Int32Array;
  /** Where each image is two in one (mixup, CutMix). */
  readonly mix?: BatchMix | undefined;
}

/** What the images of a batch are made of beside their own: weight · onehot(labels) + (1 − weight)
 * · onehot(partnerLabels). */
export interface BatchMix {
  /** [N], positions in the classes. */
  readonly partnerLabels: Int32Array;
  /** [N] in [0, 1], the share of the image's own label. */
  readonly weight: Float32Array;
}

/** Which images come in which order: `seed`, `epoch` and the position in the split
 * decide it alone, never timing. */
export interface BatchOptions {
  readonly batchSize: number;
  readonly shuffle?: boolean;
  readonly augment?: boolean;
  readonly seed?: number;
  readonly epoch?: number;
  /** Decides the augmentation in place of `epoch`: two epochs with one view see the
   * same images, in orders of their own. */
  readonly view?: number;
  /** Batches of the epoch to leave out from its start: a resumed epoch goes on where it was. */
  readonly firstBatch?: number;
}

/** A list of labelled images. */
export interface Split {
  readonly size: number;
  /** Whether augmented batches mix images with each other: then what a network makes of
   * one image cannot be kept. */
  readonly mixes?: boolean | undefined;
  /** [size]. */
  readonly labels: Int32Array;
  /** [size · classes], row by row: 1 where an image has a class and 0 where not, or a
   * number for each target. Only for tasks that have them. */
  readonly targets?: Float32Array | undefined;
  batches(options: BatchOptions): AsyncIterable<Batch>;
  /** The positions that `batches` gives, without reading an image. */
  batchIndices(options: BatchOptions): readonly Int32Array[];
}

/** What a training run reads: met by `@attune/data`'s datasets. */
export interface TrainingData {
  /** What the network's outputs are called: classes, or the targets of a regression. */
  readonly classes: readonly string[];
  /** What is to be told of an image. Default: one of the classes. */
  readonly task?: Task | undefined;
  readonly train: Split;
  readonly validation: Split;
}

/** Training data of one's own, checked: an object whose parts are as {@link TrainingData} says.
 *
 * @throws {TrainingDataError} naming everything that is missing or contradicts itself. */
export function trainingData(data: TrainingData): TrainingData {
  const { classes, train, validation, task }: Partial<TrainingData> = data ?? {};
  const count = Array.isArray(classes) && classes.length > 0 ? classes.length : null;
  const faults = [
    ...(count !== null ? [] : [{ part: 'classes', rule: 'must be the names of the classes, at least one' }]),
    ...splitFaults('train', train, count),
    ...splitFaults('validation', validation, count),
    ...(task === undefined || task.kind === 'single-label' ? [] : taskFaults({ train, validation, task, outputs: count })),
  ];
  if (faults.length > 0) throw new TrainingDataError(faults);
  return data;
}

/** A split, checked; of its labels only that there are as many as images.
 *
 * @param outputs how many targets an image must have, where it must have any.
 * @throws {TrainingDataError} naming everything that is missing. */
export function requireSplit(split: Split, outputs?: number): Split {
  const faults = [...splitFaults('the split', split, null), ...(outputs === undefined ? [] : targetFaults('the split', split, outputs))];
  if (faults.length > 0) throw new TrainingDataError(faults);
  return split;
}

interface TaskParts extends Partial<Pick<TrainingData, 'train' | 'validation'>> {
  readonly task: Task;
  readonly outputs: number | null;
}

function taskFaults({ train, validation, task, outputs }: TaskParts): DataFault[] {
  const scales = task.kind === 'regression' && task.scales.length !== outputs ? [{ part: 'task.scales', rule: 'must have one scale for each target' }] : [];
  const mixes = train?.mixes === true ? [{ part: 'train', rule: `must not mix images (mixup, CutMix): the task is ${task.kind}` }] : [];
  return [...scales, ...mixes, ...targetFaults('train', train, outputs), ...targetFaults('validation', validation, outputs)];
}

function targetFaults(part: string, split: Partial<Split> | undefined, outputs: number | null): DataFault[] {
  if (outputs === null || split?.size === undefined || split.targets?.length === split.size * outputs) return [];
  return [{ part: `${part}.targets`, rule: `must have ${outputs} numbers for each image` }];
}

/** `classes`: how many there are, where labels are to be checked. */
function splitFaults(part: string, split: Partial<Split> | undefined, classes: number | null): DataFault[] {
  if (typeof split !== 'object' || split === null) return [{ part, rule: 'must be a split: { size, labels, batches, batchIndices }' }];
  const { size, labels, batches, batchIndices } = split;
  const faults: DataFault[] = [];
  const isSize = size !== undefined && Number.isInteger(size) && size > 0;
  if (!isSize) faults.push({ part: `${part}.size`, rule: 'must be the number of images, at least one' });
  if (labels?.length === undefined || (isSize && labels.length !== size)) {
    faults.push({ part: `${part}.labels`, rule: 'must have one class index for each image' });
  } else if (classes !== null && labels.some((label) => !(label >= 0 && label < classes))) {
    faults.push({ part: `${part}.labels`, rule: `must be class indices from 0 to ${classes - 1}` });
  }
  if (typeof batches !== 'function') faults.push({ part: `${part}.batches`, rule: 'must be a function of BatchOptions that gives batches one after another' });
  if (typeof batchIndices !== 'function')
    faults.push({ part: `${part}.batchIndices`, rule: 'must be a function of BatchOptions that gives the images of each batch' });
  return faults;
}
