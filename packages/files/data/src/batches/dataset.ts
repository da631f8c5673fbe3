import type { Augmentation } from '../augmentation/augmentation.ts';
import type { BatchMix } from '../augmentation/batch-mix.ts';
import type { FileReason } from '../errors.ts';
import type { RgbImage } from '../pixels/image.ts';
import type { ImageLook } from '../pixels/perceptual-hash.ts';
import type { Preprocessing } from '../pixels/preprocessing.ts';

/** Some images as a network takes them, with what they are. Plain data, no tensors. */
export interface Batch {
  /** Normalised, in the order of `shape`. */
  readonly images: Float32Array;
  /** [N, H, W, channels]. */
  readonly shape: readonly [number, number, number, number];
  /** [N], positions in the dataset's classes. */
  readonly labels: Int32Array;
  /** [N], positions in the split. */
  readonly indices: Int32Array;
  /** Where images were mixed with each other. */
  readonly mix?: BatchMix | undefined;
}

export interface BatchOptions {
  /** Images a batch; see `cutIntoBatches` for the last one. */
  readonly batchSize: number;
  /** A new order each epoch. Default: false, file order. */
  readonly shuffle?: boolean;
  /** The training transform. Default: false, the evaluation transform. */
  readonly augment?: boolean;
  /** Order and augmentation depend on `seed`, `epoch` and the image's position alone.
   * Default: 0. */
  readonly seed?: number;
  readonly epoch?: number;
  /** Decides the augmentation in place of `epoch`: two epochs with one view see the
   * same images, in orders of their own. */
  readonly view?: number | undefined;
  /** Batches of the epoch to leave out from its start, so that an interrupted epoch can
   * go on. Default: 0. */
  readonly firstBatch?: number;
  /** Ends the iteration by throwing the signal's reason. */
  readonly signal?: AbortSignal;
}

/** A list of labelled images. */
export interface LabelledImages {
  readonly size: number;
  /** Whether training batches mix images with each other. */
  readonly mixes: boolean;
  /** [size], positions in the dataset's classes. */
  readonly labels: Int32Array;
  /** [size · classes], row by row, where an image has several labels or numbers: 1
   * where it has a class and 0 where not, or a number for each target. */
  readonly targets?: Float32Array | undefined;
  batches(options: BatchOptions): AsyncIterable<Batch>;
  /** The positions that `batches` gives, without reading an image. */
  batchIndices(options: BatchOptions): readonly Int32Array[];
  /** The decoded image at a position, as it is before any transform. */
  image(index: number): Promise<RgbImage>;
  /** Where the image at a position came from: a path, or a place in a file. */
  nameOf(index: number): string;
  /** Some of the images in this order, with these labels.
   *
   * positions, labels: [any], as long as each other. */
  selected(positions: Int32Array, labels: Int32Array): LabelledImages;
  /** The same images, of which a shuffled epoch shows each class equally often: as many
   * as there are, some of them several times. */
  balanced(): LabelledImages;
  /** What tells the image at a position from others without decoding it; `null` where
   * nothing is known. */
  contentOf?(index: number): ImageContent | null;
}

/** What tells an image from others without decoding it. */
export interface ImageContent {
  /** What it is called wherever the dataset lies: its class and its path in that, or
   * its place in a file. */
  readonly key: string;
  /** Its size and 32 bits that follow from its beginning and end: where marks differ, images do. */
  readonly mark: string;
  /** SHA-256 of its bytes, in hexadecimal. Reads them. */
  digest(): Promise<string>;
  /** What it looks like, where it has been decoded to see. */
  readonly look?: ImageLook;
}

/** How many images of a class there are. */
export interface ClassCount {
  readonly name: string;
  readonly train: number;
  readonly validation: number;
  /** Only where there is a part to test with, beside the one to validate with. */
  readonly test?: number;
}

/** The parts of a dataset, by what they are for. */
export type PartName = 'train' | 'validation' | 'test';

/** What images are said to have where it is not one class: several, or numbers, whose mean and
 * deviation over the training images are kept. */
export type DatasetTask =
  | { readonly kind: 'multi-label' }
  | { readonly kind: 'regression'; readonly scales: readonly { readonly mean: number; readonly deviation: number }[] };

/** What a training run reads. */
export interface ImageDataset {
  /** In code-point order for folders; in the file's order for binaries. A label is a
   * position in this list. */
  readonly classes: readonly string[];
  /** What the labels say, where it is not one class for each image: then `classes` are
   * what each row of targets is of. */
  readonly task?: DatasetTask | undefined;
  readonly train: LabelledImages;
  readonly validation: LabelledImages;
  /** Neither trained on nor validated with, where there is such a part. */
  readonly test?: LabelledImages | undefined;
  readonly preprocessing: Preprocessing;
  readonly augmentation: Augmentation;
  readonly counts: readonly ClassCount[];
  /** What lay beside the images and was not read, and why. */
  readonly skipped: readonly FileReason[];
}

/** What an evaluation reads: one list of images, in file order. */
export interface EvaluationDataset {
  readonly classes: readonly string[];
  readonly images: LabelledImages;
  readonly preprocessing: Preprocessing;
  readonly skipped: readonly FileReason[];
}
