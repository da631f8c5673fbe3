import { type Network, evaluation } from '../../packages/layers/nn/src/index.ts';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

import { relativeDifferenceOf } from './golden.ts';

/** What becomes of images [N, H, W, 3] before a network is shown them. */
type Shown = (images: tf.Tensor4D) => tf.Tensor4D;

/** Shows two images of noise to a network of tfjs-layers and to ours with its weights: max|Δ| of
 * their logits / max|logits of tfjs-layers|.
 *
 * @throws {Error} when the logits are too small for a comparison to say anything. */
export function differenceFromKeras(network: Network, keras: LayersModel, shownToKeras: Shown = (images) => images): number {
  return tf.tidy(() => {
    const [, height, width] = keras.inputs[0]!.shape as [null, number, number, number];
    const images = tf.randomUniform<tf.Rank.R4>([2, height, width, 3], -1, 1, 'float32', 3);
    const wanted = (keras.predict(shownToKeras(images)) as tf.Tensor2D).dataSync();
    if (wanted.every((logit) => Math.abs(logit) < 0.01)) throw new Error("Every logit of Keras' network is below 0.01.");
    return relativeDifferenceOf(network.forward(images, evaluation).dataSync(), wanted);
  });
}
