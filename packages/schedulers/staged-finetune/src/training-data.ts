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
