import { type DataFault, TrainingDataError } from './errors.ts';

/** Some images as a network takes them. Plain data, no tensors. */
export interface Batch {
  /** Normalised, in the order of `shape`. */
  readonly images: Float32Array;
  /** [N, H, W, 3]. */
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
  batches(options: BatchOptions): AsyncIterable<Batch>;
  /** The positions that `batches` gives, without reading an image. */
  batchIndices(options: BatchOptions): readonly Int32Array[];
}

/** What a training run reads: met by `@attune/data`'s datasets. */
export interface TrainingData {
  readonly classes: readonly string[];
  readonly train: Split;
  readonly validation: Split;
}

/** Training data of one's own, checked: an object whose parts are as {@link TrainingData} says.
 *
 * @throws {TrainingDataError} naming everything that is missing or contradicts itself. */
export function trainingData(data: TrainingData): TrainingData {
  const { classes, train, validation }: Partial<TrainingData> = data ?? {};
  const count = Array.isArray(classes) && classes.length > 0 ? classes.length : null;
  const faults = [
    ...(count !== null ? [] : [{ part: 'classes', rule: 'must be the names of the classes, at least one' }]),
    ...splitFaults('train', train, count),
    ...splitFaults('validation', validation, count),
  ];
  if (faults.length > 0) throw new TrainingDataError(faults);
  return data;
}

/** A split, checked; of its labels only that there are as many as images.
 *
 * @throws {TrainingDataError} naming everything that is missing. */
export function requireSplit(split: Split): Split {
  const faults = splitFaults('the split', split, null);
  if (faults.length > 0) throw new TrainingDataError(faults);
  return split;
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
