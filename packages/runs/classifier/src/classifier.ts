import { ImageError, type ImageInput, type LoadViews, type Preprocessing, type TestViews, countViews, viewLoader } from '@attune/data';
import { type Network, disposeModule, evaluation, requireFiniteOutput, takeRows } from '@attune/nn';
import type { Calibration, Task } from '@attune/run';
import type { ModelSpec } from '@attune/zoo';
import * as tf from '@tensorflow/tfjs-core';

import { type Classification, type ViewOutputs, judge } from './classification.ts';
import { embed, logitsAndEmbedding } from './embed.ts';
import { ClassNamesError } from './errors.ts';
import { type ExplainOptions, type Explanation, explain } from './explain.ts';
import { type Loaded, inBatches } from './in-batches.ts';
import type { LoadedModel } from './load-model.ts';
import { pixelsOfTensor } from './pixels-of-tensor.ts';

/** An image, or a tensor [height, width, channels] of values 0 … 255. */
export type ClassifierImage = ImageInput | tf.Tensor3D;

export interface ClassifierOptions {
  /** Whether probabilities are at the temperature that validation images told, and images of no
   * class are pointed out. Default: true. */
  readonly calibrated?: boolean | undefined;
  /** From which sides an image is looked at; the probabilities are averaged. Default: `centre`. */
  readonly views?: TestViews | undefined;
  /** Images that the network sees at once. Default: 16. */
  readonly batchSize?: number | undefined;
  /** Threads that load images beside the network (Node). Default: by the number of cores. */
  readonly loaderThreads?: number | undefined;
  /** Larger images are refused from the header. Default: 178,956,970 pixels. */
  readonly maxPixels?: number | undefined;
}

/** What a classifier is made of. Default of the task: one of the classes. */
export type ClassifierModel = Pick<LoadedModel, 'network' | 'spec' | 'preprocessing' | 'classes' | 'calibration'> &
  Partial<Pick<LoadedModel, 'task' | 'thresholds'>>;

export interface ClassifyEachOptions {
  readonly signal?: AbortSignal | undefined;
}

/** One image of many: what it is taken for, or why it cannot be read. */
export type Classified<Image> =
  | { readonly image: Image; readonly classification: Classification; readonly error?: never }
  | { readonly image: Image; readonly error: ImageError; readonly classification?: never };

/** A trained network that takes images as people have them. `open` makes one of a file. */
export class Classifier {
  readonly network: Network;
  readonly spec: ModelSpec;
  readonly preprocessing: Preprocessing;
  /** In the order of the outputs; their numbers where no names are known. */
  readonly classes: readonly string[];
  /** Null where the files do not tell, or it is switched off. */
  readonly calibration: Calibration | null;
  readonly task: Task;
  /** From which probability on an image has each class, where it may have several; 0.5
   * where the files do not tell. */
  readonly thresholds: readonly number[];
  readonly #views: TestViews;
  readonly #batchSize: number;
  readonly #load: LoadViews;
  readonly #loadCentre: LoadViews;

  /** @throws {ClassNamesError} when there are not as many names as classes. */
  constructor(
    { network, spec, preprocessing, classes, task = { kind: 'single-label' }, thresholds = null, calibration }: ClassifierModel,
    options: ClassifierOptions = {},
  ) {
    const { calibrated = true, views = 'centre', batchSize = 16, loaderThreads, maxPixels } = options;
    if (classes !== null && classes.length !== network.classes) throw new ClassNamesError({ given: classes.length, expected: network.classes });
    this.network = network;
    this.spec = spec;
    this.preprocessing = preprocessing;
    this.classes = classes ?? Array.from({ length: network.classes }, (_, index) => String(index));
    this.task = task;
    this.thresholds = thresholds ?? this.classes.map(() => 0.5);
    this.calibration = calibrated ? calibration : null;
    this.#views = views;
    this.#batchSize = batchSize;
    this.#load = viewLoader({ preprocessing, views, loaderThreads, maxPixels });
    this.#loadCentre = viewLoader({ preprocessing, loaderThreads: 0, maxPixels });
  }

  /** What an image is, or each of several.
   *
   * @throws {ImageError} when one cannot be read.
   * @throws {NonFiniteOutputError} when the network gives no numbers. */
  async classify(image: ClassifierImage): Promise<Classification>;
  async classify(images: readonly ClassifierImage[]): Promise<Classification[]>;
  async classify(given: ClassifierImage | readonly ClassifierImage[]): Promise<Classification | Classification[]> {
    if (!Array.isArray(given)) return (await this.classify([given as ClassifierImage]))[0]!;
    const all: Classification[] = [];
    for await (const { classification, error } of this.classifyEach(given as readonly ClassifierImage[])) {
      if (error !== undefined) throw error;
      all.push(classification);
    }
    return all;
  }

  /** Each image of a list or a stream, in its order; the next ones are read while the network
   * computes. One that cannot be read does not end the stream. With a batch size of 1 each is
   * answered before the next is asked for, as a camera wants it.
   *
   * @throws the signal's reason when it is aborted. */
  async *classifyEach<Image extends ClassifierImage>(
    images: Iterable<Image> | AsyncIterable<Image>,
    { signal }: ClassifyEachOptions = {},
  ): AsyncGenerator<Classified<Image>> {
    const load = async (image: Image) => this.#load(await asInput(image, this.network.channels), signal);
    for await (const batch of inBatches(images, load, { batchSize: this.#batchSize, signal })) yield* await this.#classified(batch);
  }

  /** What the network sees in images: the features before its head, [C]. Similar images lie close
   * together.
   *
   * @throws {ImageError} when one cannot be read. */
  async embed(image: ClassifierImage): Promise<Float32Array>;
  async embed(images: readonly ClassifierImage[]): Promise<Float32Array[]>;
  async embed(given: ClassifierImage | readonly ClassifierImage[]): Promise<Float32Array | Float32Array[]> {
    if (!Array.isArray(given)) return (await this.embed([given as ClassifierImage]))[0]!;
    const load = async (image: ClassifierImage) => this.#loadCentre(await asInput(image, this.network.channels));
    const all: Float32Array[] = [];
    for await (const batch of inBatches(given as readonly ClassifierImage[], load, { batchSize: this.#batchSize })) {
      const pixels = batch.map(({ error, seen }) => (error === undefined ? seen : fail(error)));
      all.push(...(await this.#withBatch(pixels, (input) => embed(this.network, input))));
    }
    return all;
  }

  /** What an image is, and where the network looks.
   *
   * @throws {ImageError} when it cannot be read. */
  async explain(image: ClassifierImage, options: ExplainOptions = {}): Promise<Explanation> {
    const seen = await this.#loadCentre(await asInput(image, this.network.channels), options.signal);
    return this.#withBatch([seen], async (input) => ({ seen, classification: await this.#judged(input), ...(await explain(this.network, input, options)) }));
  }

  /** Frees the network's memory; nothing can be classified afterwards. */
  dispose(): void {
    disposeModule(this.network);
  }

  async #classified<Image>(batch: readonly Loaded<Image>[]): Promise<Classified<Image>[]> {
    const seen = batch.flatMap((loaded) => (loaded.error === undefined ? [loaded.seen] : []));
    const verdicts = seen.length === 0 ? [] : await this.#withBatch(seen, async (input) => this.#verdicts(await this.#outputs(input)));
    return batch.map(({ image, error }) => (error === undefined ? { image, classification: verdicts.shift()! } : { image, error }));
  }

  async #judged(input: tf.Tensor4D): Promise<Classification> {
    return judge(await this.#outputs(input), this);
  }

  #verdicts(rows: readonly ViewOutputs[]): Classification[] {
    const views = countViews(this.#views);
    return Array.from({ length: rows.length / views }, (_, image) => judge(rows.slice(image * views, (image + 1) * views), this));
  }

  async #outputs(input: tf.Tensor4D): Promise<ViewOutputs[]> {
    const embeds = this.calibration?.likeness !== undefined;
    const rows = await takeRows(tf.tidy(() => (embeds ? logitsAndEmbedding(this.network, input) : this.network.forward(input, evaluation))));
    const { classes } = this.network;
    const outputs = rows.map((row) => ({ logits: row.subarray(0, classes), embedding: embeds ? row.subarray(classes) : null }));
    await requireFiniteOutput(this.network, input, { what: 'logits', rows: outputs.map(({ logits }) => logits) });
    return outputs;
  }

  async #withBatch<T>(seen: readonly Float32Array[], use: (input: tf.Tensor4D) => Promise<T>): Promise<T> {
    const { imageSize } = this.preprocessing;
    const { channels } = this.network;
    const values = new Float32Array(seen.reduce((sum, { length }) => sum + length, 0));
    seen.reduce((at, pixels) => (values.set(pixels, at), at + pixels.length), 0);
    const input = tf.tensor4d(values, [values.length / (imageSize ** 2 * channels), imageSize, imageSize, channels]);
    try {
      return await use(input);
    } finally {
      input.dispose();
    }
  }
}

async function asInput(image: ClassifierImage, channels: number): Promise<ImageInput> {
  return image instanceof tf.Tensor ? pixelsOfTensor(image, channels) : image;
}

function fail(error: Error): never {
  throw error;
}
