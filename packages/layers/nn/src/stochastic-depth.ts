import * as tf from '@tensorflow/tfjs-core';

import type { ForwardContext } from './module.ts';

/** Leaves a residual branch out for some images in training: each with probability `rate`, the rest
 * scaled by 1 / (1 − rate). [N, …] → [N, …]. Draws once an image from the context's generator.
 *
 * Source: Huang et al. 2016, arXiv:1603.09382; row by row as torchvision's
 *         `StochasticDepth(mode='row')` and timm's `DropPath`. */
export function stochasticDepth<T extends tf.Tensor>(branch: T, rate: number, context: ForwardContext): T {
  if (!context.training || rate === 0) return branch;
  const { random } = context;
  const [count = 0, ...rest] = branch.shape;
  const { first, of } = context.part ?? { first: 0, of: count };
  const kept = Array.from({ length: of }, () => (random() < rate ? 0 : 1 / (1 - rate))).slice(first, first + count);
  return tf.mul(branch, tf.tensor(kept, [count, ...rest.map(() => 1)]));
}
