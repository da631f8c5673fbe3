import { startBackend } from '@attune/backend';
import { type ClassifyOptions, classify } from '@attune/classifier';
import { ImageError, type Preprocessing, decodeImage, preprocess } from '@attune/data';
import * as tf from '@tensorflow/tfjs-core';

import type { CommandContext, Report } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { imagesAt } from '../images-at.ts';
import { userPath } from '../paths.ts';
import { weightsChoice } from '../model/weights.ts';
import { type SavedModel, openSavedModel } from '../run/saved-model.ts';
import { percent } from '../terminal/format.ts';
import { table } from '../terminal/table.ts';

export interface PredictOptions {
  readonly top: number;
  /** Whether to take the moving averages of the weights. */
  readonly averaged: boolean;
  /** Other names for a checkpoint's tensors: `FROM=TO`. */
  readonly rename?: readonly string[] | undefined;
  readonly backend: string;
  readonly threads?: number | undefined;
}

interface Prediction {
  readonly path: string;
  /** Most probable first. */
  readonly top: readonly { readonly class: string; readonly probability: number }[];
}

/** What a run takes images for. Images that cannot be read are reported and left out. */
export async function predict(run: string, images: readonly string[], options: PredictOptions, { terminal, signal }: CommandContext): Promise<Report> {
  const paths = (await Promise.all(images.map(imagesAt))).flat();
  await startBackend(options.backend, options.threads === undefined ? {} : { threads: options.threads });
  const model = await openSavedModel(run, { weights: weightsChoice(options), rename: options.rename });
  for (const note of model.notes) terminal.note(note);
  const classes = model.classes ?? Array.from({ length: model.network.classes }, (_, index) => String(index));
  const predictions: Prediction[] = [];
  let broken = 0;
  for (const path of paths) {
    signal.throwIfAborted();
    try {
      predictions.push({ path, top: await predictOne(model, await readImage(path, model.preprocessing), { classes, top: options.top }) });
    } catch (error) {
      if (!ImageError.isInstance(error)) throw error;
      terminal.warn(error.message);
      broken += 1;
    }
  }
  return { json: predictions, text: describe(predictions), exitCode: broken > 0 ? exitCodes.badInput : exitCodes.done };
}

async function readImage(path: string, preprocessing: Preprocessing): Promise<Float32Array> {
  return preprocess(await decodeImage(userPath(path)), preprocessing);
}

async function predictOne(
  { network, preprocessing: { imageSize } }: Pick<SavedModel, 'network' | 'preprocessing'>,
  pixels: Float32Array,
  options: Required<ClassifyOptions>,
): Promise<Prediction['top']> {
  const image = tf.tensor4d(pixels, [1, imageSize, imageSize, 3]);
  try {
    const [guesses] = await classify(network, image, options);
    return guesses!.map(({ className, probability }) => ({ class: className, probability }));
  } finally {
    image.dispose();
  }
}

function describe(predictions: readonly Prediction[]): string {
  const rows = predictions.map(({ path, top }) => [path, ...top.map((guess) => `${guess.class} ${percent(guess.probability)}`)]);
  const columns = Math.max(0, ...rows.map((row) => row.length - 1));
  return table(
    ['image', ...Array.from({ length: columns }, (_, index) => (index === 0 ? 'most probable' : ''))],
    rows.map((row) => [...row, ...Array.from({ length: columns + 1 - row.length }, () => '')]),
  );
}
