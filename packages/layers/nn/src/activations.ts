import { AttuneError, refuseUnknownOptions } from '@attune/errors';
import { hasKernel, runKernel } from '@attune/kernel-table';
import * as tf from '@tensorflow/tfjs-core';

import { differentiable } from './differentiable.ts';
import { type BatchPart, type ForwardContext, Module } from './module.ts';

/** max(x, 0), any shape. */
export class Relu<T extends tf.Tensor = tf.Tensor4D> extends Module<T> {
  forward(input: T, _context: ForwardContext): T {
    return hasKernel('AttuneReluGrad') ? reluFromOutput(input) : tf.relu(input);
  }
}

/** Its gradient reads the output, which the next layer keeps anyway, and is one pass. */
function reluFromOutput<T extends tf.Tensor>(input: T): T {
  return differentiable<T>([input], (save) => {
    const value = tf.relu(input);
    save([value]);
    return { value, gradient: (dy, [y]) => [runKernel('AttuneReluGrad', { dy, y: y! }, {})] };
  });
}

/** Passes its input through: a place in a numbered list, any shape. */
export class Identity<T extends tf.Tensor = tf.Tensor4D> extends Module<T> {
  forward(input: T, _context: ForwardContext): T {
    return input;
  }
}

/** A dropout rate outside [0, 1). */
export class DropoutRateError extends AttuneError {
  static override readonly code = 'ATTUNE_DROPOUT_RATE';
  readonly rate: number;

  constructor(rate: number) {
    super(`A dropout rate of ${rate}: it is the share of values that are zeroed, at least 0 and less than 1. torchvision's VGGs use 0.5; 0 turns dropout off.`);
    this.name = 'DropoutRateError';
    this.rate = rate;
  }
}

/** Zeroes each value with probability `rate` in training and scales the rest by 1 / (1 − rate), as
 * `torch.nn.Dropout`; any shape. Draws once from the context's generator.
 *
 * @throws {DropoutRateError} on a rate outside [0, 1).
 * @throws {UnknownOptionError} when an option does not exist. */
export class Dropout<T extends tf.Tensor = tf.Tensor2D> extends Module<T> {
  readonly #rate: number;

  constructor(config: { readonly rate: number }) {
    super();
    refuseUnknownOptions('Dropout', config, { rate: true });
    const { rate } = config;
    if (!(rate >= 0 && rate < 1)) throw new DropoutRateError(rate);
    this.#rate = rate;
  }

  forward(input: T, context: ForwardContext): T {
    if (!context.training || this.#rate === 0) return input;
    const seed = Math.floor(context.random() * 2 ** 31);
    return context.part === undefined ? (tf.dropout(input, this.#rate, undefined, seed) as T) : dropoutOfPart(input, context.part, { rate: this.#rate, seed });
  }
}

/** What dropout makes of these images in their whole batch. */
function dropoutOfPart<T extends tf.Tensor>(input: T, { first, of }: BatchPart, { rate, seed }: { readonly rate: number; readonly seed: number }): T {
  const [count = 0, ...rest] = input.shape;
  const scales = tf.dropout(tf.ones([of, ...rest]), rate, undefined, seed);
  return tf.mul(input, tf.slice(scales, [first, ...rest.map(() => 0)], [count, ...rest]));
}

/** Images to vectors in torch's order, channels outermost: [N, H, W, C] → [N, C·H·W]. So a linear
 * layer behind it keeps torch's weights by a plain transpose. */
export class Flatten extends Module<tf.Tensor4D, tf.Tensor2D> {
  forward(input: tf.Tensor4D, _context: ForwardContext): tf.Tensor2D {
    const [count, height, width, channels] = input.shape;
    return tf.reshape(tf.transpose(input, [0, 3, 1, 2]), [count, channels * height * width]);
  }
}
