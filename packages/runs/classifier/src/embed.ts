import { type Network, evaluation, requireFiniteOutput, runSegments } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { rowsOf } from './rows-of.ts';

/** What a network sees in each of a batch of images: the features before its head, averaged over
 * all positions, as torchvision's ResNets hand them to `fc`. Similar images lie close together.
 *
 * @param images [N, H, W, channels], normalised as in training.
 * @returns a vector [C] for each image.
 * @throws {NonFiniteOutputError} naming the first image whose features are not finite. */
export async function embed(network: Network, images: tf.Tensor4D): Promise<Float32Array[]> {
  const body = network.segments().slice(0, -1);
  const batch = await rowsOf(() => tf.mean<tf.Tensor2D>(runSegments(body, images, evaluation) as tf.Tensor4D, [1, 2]));
  await requireFiniteOutput(network, images, { what: 'features', rows: batch });
  return batch;
}
