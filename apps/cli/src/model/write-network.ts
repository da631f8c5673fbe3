import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type StoredFloat, traitEntries } from '@attune/checkpoint';
import { AttuneError } from '@attune/errors';
import { type OnnxOptions, describedInput, toGraphModel, toOnnx } from '@attune/export';
import { evaluation, requireFiniteOutput, seededRandom } from '@attune/nn';
import { cardEntries } from '@attune/run';
import * as tf from '@tensorflow/tfjs-core';

import { makeFolder } from '../run/make-folder.ts';
import type { SavedModel } from '../run/saved-model.ts';
import { writeFileSafely, writeFilesSafely } from '../run/write-file.ts';
import { UsageError } from '../usage-error.ts';
import { relativeDifference } from './relative-difference.ts';

/** Formats that hold a network with its weights. */
export type NetworkFormat = 'onnx' | 'tfjs';

export interface WriteNetworkOptions {
  readonly format: NetworkFormat;
  /** `INT8`: of a network that `roundToInt8` has rounded. */
  readonly dtype?: StoredFloat | 'INT8' | undefined;
  /** Whether the model takes pixels of 0 … 255 and normalises them itself. */
  readonly preprocessing: boolean;
  /** Whether batch norms are folded into the convolutions before them. */
  readonly foldBatchNorm?: boolean | undefined;
}

export interface WrittenNetwork {
  readonly bytes: number;
  /** Between our logits and those of another runtime on the file, over the largest; null when that
   * runtime is not installed. */
  readonly largestDifference: number | null;
  readonly checkedWith: 'onnxruntime-web' | '@tensorflow/tfjs-converter' | null;
}

/** Writes a network as a file (ONNX) or a folder of two files (tfjs), runs what was written in a
 * runtime that is not ours, and compares the logits, before it takes the place of what was there.
 *
 * @throws {ExportError} when the network has something that the format has not; {DivergedError}
 * when the logits cannot be compared. */
export async function writeNetwork(path: string, saved: SavedModel, options: WriteNetworkOptions): Promise<WrittenNetwork> {
  if (options.dtype === 'BF16') throw new UsageError(`${options.format} is written with weights of f32 or f16, not ${options.dtype.toLowerCase()}.`);
  return options.format === 'onnx' ? writeOnnx(path, saved, options) : writeGraphModel(path, saved, options);
}

/** What a model says of itself: its images, its classes, and where they are known the card that
 * opens it again. */
function describedModel({ network, spec, preprocessing, classes, task, thresholds, calibration }: SavedModel, options: WriteNetworkOptions) {
  const described = describedInput(preprocessing, { classes, normalizes: options.preprocessing });
  const card =
    classes === null
      ? {}
      : cardEntries({
          model: spec,
          classes: [...classes],
          task: task.kind === 'single-label' ? undefined : task,
          preprocessing,
          calibration: calibration ?? undefined,
          thresholds: thresholds ?? undefined,
        });
  return { ...described, metadata: { ...described.metadata, ...outputsOf(task), ...card, ...traitEntries(network.traits) } };
}

/** How to read the outputs of a model, for whoever runs it without us. */
function outputsOf(task: SavedModel['task']): Record<string, string> {
  const told: Readonly<Record<SavedModel['task']['kind'], string>> = {
    'single-label': '',
    'multi-label': 'logits: the sigmoid of each is the probability of its class; attune.model holds their thresholds',
    regression: 'value = output * deviation + mean; attune.model holds them for each target as task.scales',
  };
  return task.kind === 'single-label' ? {} : { outputs: told[task.kind] };
}

function storage({ dtype, foldBatchNorm }: WriteNetworkOptions): Pick<OnnxOptions, 'float16' | 'int8' | 'foldBatchNorm'> {
  return { float16: dtype === 'F16', int8: dtype === 'INT8', foldBatchNorm };
}

async function writeOnnx(path: string, saved: SavedModel, options: WriteNetworkOptions): Promise<WrittenNetwork> {
  const model = await toOnnx(saved.network, { ...describedModel(saved, options), ...storage(options) });
  let largestDifference: number | null = null;
  await writeFileSafely(path, [model], {
    check: async (aside) => {
      largestDifference = await runOnnx(await readFile(aside), (run) => compare(saved, options, run));
    },
  });
  return { bytes: model.byteLength, largestDifference, checkedWith: largestDifference === null ? null : 'onnxruntime-web' };
}

/** Null when onnxruntime-web is not installed. */
async function runOnnx(model: Uint8Array, use: (run: RunModel) => Promise<number>): Promise<number | null> {
  const runtime = await import('onnxruntime-web').catch(() => null);
  if (runtime === null) return null;
  runtime.env.logLevel = 'error';
  runtime.env.wasm.numThreads = 1;
  const session = await runtime.InferenceSession.create(model);
  const run: RunModel = async (images) => {
    const shape = [images.shape[0], images.shape[3], images.shape[1], images.shape[2]];
    const values = tf.tidy(() => Float32Array.from(tf.transpose(images, [0, 3, 1, 2]).dataSync()));
    const { logits } = await session.run({ images: new runtime.Tensor('float32', values, shape) });
    return logits!.data as Float32Array;
  };
  return use(run).finally(() => session.release());
}

/** What a tfjs model is written to: its weights, then what names them. */
export function graphModelFiles(folder: string): readonly [string, string] {
  return [join(folder, 'weights.bin'), join(folder, 'model.json')];
}

async function writeGraphModel(folder: string, saved: SavedModel, options: WriteNetworkOptions): Promise<WrittenNetwork> {
  const { json, weights } = await toGraphModel(saved.network, { ...describedModel(saved, options), ...storage(options) });
  await makeFolder(folder);
  const [weightsPath, modelPath] = graphModelFiles(folder);
  let largestDifference: number | null = null;
  await writeFilesSafely(
    [
      [weightsPath, [weights]],
      [modelPath, json],
    ],
    async ([binary, description]) => {
      largestDifference = await runGraphModel([binary!, description!], (run) => compare(saved, options, run));
    },
  );
  return { bytes: json.length + weights.byteLength, largestDifference, checkedWith: largestDifference === null ? null : '@tensorflow/tfjs-converter' };
}

/** Null when tfjs-converter is not installed. */
async function runGraphModel([binary, description]: readonly [string, string], use: (run: RunModel) => Promise<number>): Promise<number | null> {
  const converter = await import('@tensorflow/tfjs-converter').catch(() => null);
  if (converter === null) return null;
  const { modelTopology, weightsManifest } = JSON.parse(await readFile(description, 'utf8')) as {
    readonly modelTopology: object;
    readonly weightsManifest: readonly [{ readonly weights: tf.io.WeightsManifestEntry[] }];
  };
  const weightData = Uint8Array.from(await readFile(binary)).buffer;
  const model = await converter.loadGraphModel(tf.io.fromMemory({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }));
  const run: RunModel = async (images) => {
    const logits = model.predict(images) as tf.Tensor;
    const values = await logits.data<'float32'>();
    logits.dispose();
    return values;
  };
  return use(run).finally(() => model.dispose());
}

/** A network that gives other logits elsewhere, so that none was written. */
export class DivergedError extends AttuneError {
  static override readonly code = 'ATTUNE_EXPORT_DIVERGED';
  static override readonly origin = 'work';

  constructor() {
    super(
      'Nothing was written: run by another runtime, the exported network gives logits that are not finite where ours are, or another number of them. Export to another format, and please report this.',
    );
    this.name = 'DivergedError';
  }
}

type RunModel = (images: tf.Tensor4D) => Promise<Float32Array>;

/** Two images of noise through both.
 *
 * @throws {NonFiniteOutputError} when our own logits are not finite. */
async function compare(
  { network, preprocessing: { imageSize, mean, std } }: SavedModel,
  { preprocessing }: WriteNetworkOptions,
  run: RunModel,
): Promise<number> {
  const random = seededRandom(0);
  const pixels = tf.tensor4d(
    Float32Array.from({ length: 2 * imageSize * imageSize * mean.length }, () => Math.floor(random() * 256)),
    [2, imageSize, imageSize, mean.length],
  );
  const normalized = tf.tidy(() => tf.div<tf.Tensor4D>(tf.sub(tf.div(pixels, 255), [...mean]), [...std]));
  const ours = tf.tidy(() => Float32Array.from(network.forward(normalized, evaluation).dataSync()));
  await requireFiniteOutput(network, normalized, { what: 'logits', rows: [ours] });
  const theirs = await run(preprocessing ? pixels : normalized);
  tf.dispose([pixels, normalized]);
  const difference = relativeDifference(ours, theirs);
  if (Number.isFinite(difference)) return difference;
  throw new DivergedError();
}
