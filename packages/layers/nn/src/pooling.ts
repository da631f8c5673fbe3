import { refuseUnknownOptions } from '@attune/errors';
import * as tf from '@tensorflow/tfjs-core';

import { type ForwardContext, Module } from './module.ts';

export interface Pool2dConfig {
  /** Side of the window, in pixels. */
  readonly kernelSize: number;
  readonly stride?: number;
  /** Pixels of −∞ added on every side: they never are the maximum. */
  readonly padding?: number;
  /** Whether a last window that hangs over the edge counts (`ceil_mode`); it must start inside the
   * input or its left padding. */
  readonly ceilMode?: boolean;
}

const poolOptions = { kernelSize: true, stride: true, padding: true, ceilMode: true } satisfies Record<keyof Pool2dConfig, true>;

/** Maximum of each window, as `torch.nn.MaxPool2d`. The gradient goes to one element of a window.
 *
 * forward: [N, H, W, C] → [N, H', W', C], H' = ⌊(H + 2·padding − kernelSize) / stride⌋ + 1, or ⌈…⌉
 *          with `ceilMode`.
 * @throws {UnknownOptionError} when an option does not exist. */
export class MaxPool2d extends Module {
  readonly #config: Required<Pool2dConfig>;

  constructor(config: Pool2dConfig) {
    super();
    refuseUnknownOptions('MaxPool2d', config, poolOptions);
    const { kernelSize, stride = kernelSize, padding = 0, ceilMode = false } = config;
    this.#config = { kernelSize, stride, padding, ceilMode };
  }

  /** Side of the window, in pixels. */
  get kernelSize(): number {
    return this.#config.kernelSize;
  }

  get stride(): number {
    return this.#config.stride;
  }

  forward(input: tf.Tensor4D, _context: ForwardContext): tf.Tensor4D {
    const { kernelSize, stride, padding, ceilMode } = this.#config;
    const pad = ceilMode ? ceilPadding(input, this.#config) : padding;
    return tf.maxPool(input, kernelSize, stride, pad as number);
  }
}

/** tfjs rounds down: the windows that `ceilMode` adds are paid for by padding below and
 * to the right. */
function ceilPadding(input: tf.Tensor4D, { kernelSize, stride, padding }: Required<Pool2dConfig>): tf.backend_util.ExplicitPadding {
  const after = (size: number) => {
    const windows = Math.ceil((size + 2 * padding - kernelSize) / stride) + 1;
    const used = (windows - 1) * stride >= size + padding ? windows - 1 : windows;
    return Math.max(0, (used - 1) * stride + kernelSize - size - padding);
  };
  return [
    [0, 0],
    [padding, after(input.shape[1])],
    [padding, after(input.shape[2])],
    [0, 0],
  ];
}

/** Mean over all positions.
 *
 * forward: [N, H, W, C] → [N, C]. */
export class GlobalAveragePool extends Module<tf.Tensor4D, tf.Tensor2D> {
  forward(input: tf.Tensor4D, _context: ForwardContext): tf.Tensor2D {
    return tf.mean<tf.Tensor2D>(input, [1, 2]);
  }
}

/** Means over a fixed grid of bins, as `torch.nn.AdaptiveAvgPool2d`: bin i of an axis of size S
 * covers ⌊i·S/size⌋ … ⌈(i+1)·S/size⌉ − 1, so neighbours overlap where S is not a multiple of size.
 *
 * forward: [N, H, W, C] → [N, size, size, C]; any H and W, smaller ones too.
 * @throws {UnknownOptionError} when an option does not exist. */
export class AdaptiveAveragePool2d extends Module {
  readonly #size: number;

  constructor(config: { readonly size: number }) {
    super();
    refuseUnknownOptions('AdaptiveAveragePool2d', config, { size: true });
    this.#size = config.size;
  }

  forward(input: tf.Tensor4D, _context: ForwardContext): tf.Tensor4D {
    const [count, height, width, channels] = input.shape;
    const size = this.#size;
    if (height === size && width === size) return input;
    const rows = tf.matMul(binWeights(height, size), tf.reshape(input, [count, height, width * channels]));
    const columns = tf.matMul(binWeights(width, size), tf.reshape(rows, [count * size, width, channels]));
    return tf.reshape(columns, [count, size, size, channels]);
  }
}

/** [1, size, length]: row i averages its bin. */
function binWeights(length: number, size: number): tf.Tensor3D {
  const weights = new Float32Array(size * length);
  for (let bin = 0; bin < size; bin++) {
    const start = Math.floor((bin * length) / size);
    const end = Math.ceil(((bin + 1) * length) / size);
    weights.fill(1 / (end - start), bin * length + start, bin * length + end);
  }
  return tf.tensor3d(weights, [1, size, length]);
}
