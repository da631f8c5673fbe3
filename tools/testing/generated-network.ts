import * as tf from '@tensorflow/tfjs-core';

import { type Network, stateDict } from '../../packages/layers/nn/src/index.ts';
import { generated } from './generated-weights.ts';

/** Gives every variable its generated values (tools/fixtures/generated_weights.py). */
export function fillWithGenerated<T extends Network>(network: T): T {
  for (const [name, variable] of stateDict(network)) tf.tidy(() => variable.assign(generated(name, torchShape(variable.shape))));
  return network;
}

/** Generated images [count, size, size, C]; the formula runs over torch's [count, C, size, size],
 * which `generated` turns as it turns kernels. */
export function generatedImages(name: string, count: number, size: number, channels = 3): tf.Tensor4D {
  return tf.tidy(() => tf.transpose(generated(name, [count, channels, size, size]) as tf.Tensor4D, [3, 0, 1, 2]));
}

/** HWIO → OIHW, [in, out] → [out, in]. */
export function torchShape(shape: readonly number[]): number[] {
  if (shape.length === 4) return [shape[3]!, shape[2]!, shape[0]!, shape[1]!];
  return shape.length === 2 ? [shape[1]!, shape[0]!] : [...shape];
}
