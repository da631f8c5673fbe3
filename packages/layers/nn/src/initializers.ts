import * as tf from '@tensorflow/tfjs-core';

import { type Random, undrawn } from './random.ts';
import { requireBackend } from './require-engine.ts';

/** Fills a new parameter. `shape` is in this library's layout: HWIO for convolutions,
 * [in, out] for linear layers. */
export type Initializer = (shape: readonly number[], random: Random) => tf.Tensor;

/** Normal with std √(2 / fan_out), fan_out = kernel height × width × output channels:
 * `kaiming_normal_(mode='fan_out')` for ReLU (He et al. 2015, arXiv:1502.01852), torchvision's
 * choice for ResNet and VGG convolutions. */
export const kaimingNormalFanOut: Initializer = (shape, random) => {
  const fanOut = product(shape) / shape.at(-2)!;
  return filled(shape, random, normal(Math.sqrt(2 / fanOut), random));
};

/** Uniform in ±1/√fan_in: what torch gives the weights and biases of its convolutions and linear
 * layers when nothing is said. */
export function uniformFanIn(fanIn: number): Initializer {
  const bound = 1 / Math.sqrt(fanIn);
  return (shape, random) => filled(shape, random, () => (2 * random() - 1) * bound);
}

/** For the 1×1 convolution [1, 1, C, hidden] of a bottleneck that a zeroed layer follows: torch's
 * draws, but the first unit takes a positive average of the channels. It is on for every picture
 * whose features are not all negative, so that the zeroed layer gets a gradient even where it is
 * the only unit. */
export const firstUnitOn: Initializer = (shape, random) => {
  const [, , channels, hidden] = shape as [number, number, number, number];
  return tf.tidy(() => {
    const draws = tf.reshape(uniformFanIn(channels)(shape, random), [channels, hidden]);
    const first = tf.mul(tf.abs(tf.slice(draws, [0, 0], [channels, 1])), 2 / Math.sqrt(channels));
    const others = tf.slice(draws, [0, 1], [channels, hidden - 1]);
    return tf.reshape(tf.concat([first, others], 1), [...shape]);
  });
};

/** Normal with mean 0. */
export function normalInitializer(standardDeviation: number): Initializer {
  return (shape, random) => filled(shape, random, normal(standardDeviation, random));
}

/** All zeros. */
export const zeros: Initializer = (shape) => filled(shape, undrawn, () => 0);

function filled(shape: readonly number[], random: Random, draw: () => number): tf.Tensor {
  requireBackend();
  if (random === undrawn) return tf.zeros([...shape]);
  const values = new Float32Array(product(shape));
  for (let i = 0; i < values.length; i++) values[i] = draw();
  return tf.tensor(values, [...shape]);
}

/** Box and Muller's transform, both halves used. */
function normal(standardDeviation: number, random: Random): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const radius = standardDeviation * Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, size) => total * size, 1);
}
