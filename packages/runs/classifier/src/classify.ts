import { refuseUnknownOptions } from '@attune/errors';
import { type Network, evaluation, requireFiniteOutput, takeRows } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { ClassNamesError } from './errors.ts';

/** A class that an image may be of. */
export interface Guess {
  readonly index: number;
  readonly className: string;
  /** Softmax of the logits: 0 to 1. */
  readonly probability: number;
}

export interface ClassifyOptions {
  /** Their names in the order of training. Default: their numbers. */
  readonly classes?: readonly string[];
  /** Guesses per image. Default: all classes. */
  readonly top?: number;
}

/** What each of a batch of images is, most probable class first, the lower index first
 * of equal ones.
 *
 * @param images [N, H, W, channels], normalised as in training.
 * @returns a list of guesses for each image.
 * @throws {ClassNamesError} when there are not as many names as classes.
 * @throws {NonFiniteOutputError} naming the first image whose logits are not finite.
 * @throws {UnknownOptionError} when an option does not exist. */
export async function classify(network: Network, images: tf.Tensor4D, options: ClassifyOptions = {}): Promise<Guess[][]> {
  refuseUnknownOptions('classify', options, { classes: true, top: true } satisfies Record<keyof ClassifyOptions, true>);
  const { classes = Array.from({ length: network.classes }, (_, index) => String(index)), top = network.classes } = options;
  if (classes.length !== network.classes) throw new ClassNamesError({ given: classes.length, expected: network.classes });
  const batch = await takeRows(tf.tidy(() => tf.softmax(network.forward(images, evaluation))));
  await requireFiniteOutput(network, images, { what: 'logits', rows: batch });
  return batch.map((probabilities) => ranked(probabilities, classes).slice(0, top));
}

function ranked(probabilities: Float32Array, classes: readonly string[]): Guess[] {
  const guesses = classes.map((className, index) => ({ index, className, probability: probabilities[index]! }));
  return guesses.sort((a, b) => b.probability - a.probability);
}
