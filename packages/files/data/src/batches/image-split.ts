import { refuseUnknownOptions } from '@attune/errors';

import { runAhead } from './ahead.ts';
import type { Augmentation } from '../augmentation/augmentation.ts';
import { type BatchMixing, mixBatch } from '../augmentation/batch-mix.ts';
import type { Batch, BatchOptions, ImageContent, LabelledImages } from './dataset.ts';
import { requireOptions } from '../errors.ts';
import type { RgbImage } from '../pixels/image.ts';
import { type ViewRequest, writeView } from '../augmentation/view-request.ts';
import { type NormalizationTable, normalizationTable } from '../pixels/normalize.ts';
import { balancedOrder, classMembers } from '../order/balanced-order.ts';
import { cutIntoBatches, epochOrder, randomPurpose } from '../order/order.ts';
import type { Preprocessing } from '../pixels/preprocessing.ts';
import { type Random, keyedRandom } from '../order/random.ts';

/** Where a split's images come from: memory, files, later a browser's. */
export interface ImageSource {
  /** [size]. */
  readonly labels: Int32Array;
  /** [size · classes], where an image has several labels or numbers. */
  readonly targets?: Float32Array | undefined;
  read(index: number, signal?: AbortSignal): RgbImage | Promise<RgbImage>;
  nameOf(index: number): string;
  /** What tells an image from others without decoding it, where the source knows. */
  contentOf?: ((index: number) => ImageContent) | undefined;
  /** The image as the network is to see it, [imageSize, imageSize, channels], made beside the main
   * thread. Left out where the main thread makes it. */
  view?(index: number, request: ViewRequest, signal?: AbortSignal): Promise<Float32Array>;
}

export interface ImageSplitConfig {
  readonly source: ImageSource;
  readonly preprocessing: Preprocessing;
  readonly augmentation: Augmentation;
  /** Batches made before they are asked for. Default: 2. */
  readonly batchesAhead?: number;
  /** Whether shuffled epochs show each class equally often. Default: false, each image once. */
  readonly balanced?: boolean;
}

const splitOptions = { source: true, preprocessing: true, augmentation: true, batchesAhead: true, balanced: true } satisfies Record<
  keyof ImageSplitConfig,
  true
>;

/** Batches of transformed images from any source. Same seed, epoch and position: same numbers,
 * however fast the images arrive.
 ** @throws {UnknownOptionError} when an option does not exist. */
export class ImageSplit implements LabelledImages {
  readonly size: number;
  readonly mixes: boolean;
  readonly labels: Int32Array;
  readonly targets: Float32Array | undefined;
  readonly #source: ImageSource;
  readonly #config: ImageSplitConfig;
  readonly #preprocessing: Preprocessing;
  readonly #augmentation: Augmentation;
  readonly #batchesAhead: number;
  readonly #table: NormalizationTable;
  /** Positions of each class, where classes are balanced. */
  readonly #members: readonly Int32Array[] | null;

  constructor(config: ImageSplitConfig) {
    refuseUnknownOptions('ImageSplit', config, splitOptions);
    const { source, preprocessing, augmentation, batchesAhead = 2, balanced = false } = config;
    this.size = source.labels.length;
    this.labels = source.labels;
    this.targets = source.targets;
    this.mixes = mixingOf(augmentation) !== undefined;
    requireColours(augmentation, preprocessing);
    this.#source = source;
    this.#config = config;
    this.#preprocessing = preprocessing;
    this.#augmentation = augmentation;
    this.#batchesAhead = batchesAhead;
    this.#table = normalizationTable(preprocessing);
    this.#members = balanced ? classMembers(source) : null;
  }

  async image(index: number): Promise<RgbImage> {
    return this.#source.read(index);
  }

  nameOf(index: number): string {
    return this.#source.nameOf(index);
  }

  contentOf(index: number): ImageContent | null {
    return this.#source.contentOf?.(index) ?? null;
  }

  selected(positions: Int32Array, labels: Int32Array): ImageSplit {
    return new ImageSplit({ ...this.#config, source: selectedSource(this.#source, { positions, labels }) });
  }

  balanced(): ImageSplit {
    return new ImageSplit({ ...this.#config, balanced: true });
  }

  /** Iterates over one epoch.
   *
   * @throws {DataOptionError} at the first step, when `batchSize` is not a whole number from 1 up.
   * @throws {ImageError} when a file that passed the scan cannot be decoded after all. */
  async *batches(options: BatchOptions): AsyncGenerator<Batch> {
    const { augment = false, seed = 0, epoch = 0, view = epoch, signal } = options;
    const batches = this.batchIndices(options);
    const left = new AbortController();
    const stop = signal === undefined ? left.signal : AbortSignal.any([signal, left.signal]);
    const { firstBatch = 0 } = options;
    const pass = { augment, seed, view, signal: stop };
    const tasks = batches.map(
      (indices, place) => async () =>
        this.#mixed(await this.#assemble(indices, pass), pass, keyedRandom(randomPurpose.mixing, seed, epoch, firstBatch + place)),
    );
    try {
      yield* runAhead(tasks, { depth: this.#batchesAhead, signal: stop });
    } finally {
      left.abort();
    }
  }

  /** @throws {DataOptionError} when `batchSize` is not a whole number from 1 up. */
  batchIndices({ batchSize, shuffle = false, seed = 0, epoch = 0, firstBatch = 0 }: BatchOptions): readonly Int32Array[] {
    requireOptions([{ option: 'batchSize', value: batchSize, rule: 'a whole number from 1 up', holds: Number.isInteger(batchSize) && batchSize >= 1 }]);
    const { size } = this;
    const order = shuffle && this.#members !== null ? balancedOrder(this.#members, { size, seed, epoch }) : epochOrder(size, { shuffle, seed, epoch });
    return cutIntoBatches(order, batchSize).slice(firstBatch);
  }

  async #assemble(indices: Int32Array, pass: Pass): Promise<Batch> {
    const { imageSize, mean } = this.#preprocessing;
    const images = new Float32Array(indices.length * imageSize * imageSize * mean.length);
    const arriving: (Promise<void> | undefined)[] = [];
    for (const [position, index] of indices.entries()) arriving.push(this.#place(images, position, index, pass));
    await Promise.all(arriving);
    const labels = Int32Array.from(indices, (index) => this.labels[index]!);
    return { images, shape: [indices.length, imageSize, imageSize, mean.length], labels, indices: Int32Array.from(indices) };
  }

  /** Puts what the network sees of an image at its position in the batch: at once where the image
   * is in memory and the main thread looks at it. */
  #place(images: Float32Array, position: number, index: number, pass: Pass): Promise<void> | undefined {
    const offset = position * this.#preprocessing.imageSize ** 2 * this.#preprocessing.mean.length;
    const request = this.#requestOf(index, pass);
    if (this.#source.view !== undefined) return this.#source.view(index, request, pass.signal).then((seen) => images.set(seen, offset));
    const image = this.#source.read(index, pass.signal);
    const write = (arrived: RgbImage) => writeView(images, offset, { image: arrived, request, table: this.#table });
    if (image instanceof Promise) return image.then(write);
    write(image);
    return undefined;
  }

  #requestOf(index: number, { augment, seed, view }: Pass): ViewRequest {
    const augmentation: Augmentation = augment ? this.#augmentation : { kind: 'none' };
    return { preprocessing: this.#preprocessing, augmentation, keys: [randomPurpose.augmentation, seed, view, index] };
  }

  #mixed(batch: Batch, { augment }: Pass, random: Random): Batch {
    const mixing = augment ? mixingOf(this.#augmentation) : undefined;
    return mixing === undefined ? batch : { ...batch, mix: mixBatch({ ...batch, side: batch.shape[1] }, mixing, random) };
  }
}

function selectedSource(source: ImageSource, { positions, labels }: { readonly positions: Int32Array; readonly labels: Int32Array }): ImageSource {
  const at = (index: number) => positions[index]!;
  return {
    labels,
    targets: selectedRows(source, positions),
    read: (index, signal) => source.read(at(index), signal),
    nameOf: (index) => source.nameOf(at(index)),
    ...(source.contentOf !== undefined && { contentOf: (index: number) => source.contentOf!(at(index)) }),
    ...(source.view !== undefined && { view: (index: number, request: ViewRequest, signal?: AbortSignal) => source.view!(at(index), request, signal) }),
  };
}

function selectedRows({ targets, labels }: ImageSource, positions: Int32Array): Float32Array | undefined {
  if (targets === undefined) return undefined;
  const width = targets.length / labels.length;
  const rows = new Float32Array(positions.length * width);
  positions.forEach((position, place) => rows.set(targets.subarray(position * width, (position + 1) * width), place * width));
  return rows;
}

/** @throws {DataOptionError} when colours are to be varied of images that have others than red,
 * green and blue, or than gray. */
function requireColours(augmentation: Augmentation, { mean: { length: channels } }: Preprocessing): void {
  const varied = augmentation.kind === 'none' ? undefined : augmentation.variation;
  const rule = `left out: colours are varied in images of 1 or 3 channels, and these have ${channels}`;
  requireOptions([{ option: 'augmentation.variation', value: varied?.kind, rule, holds: varied === undefined || channels === 1 || channels === 3 }]);
}

function mixingOf(augmentation: Augmentation): BatchMixing | undefined {
  return augmentation.kind === 'none' ? undefined : augmentation.mix;
}

interface Pass {
  readonly augment: boolean;
  readonly seed: number;
  readonly view: number;
  readonly signal: AbortSignal;
}
