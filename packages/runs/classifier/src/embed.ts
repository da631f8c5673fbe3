import { type Network, evaluation, pooledFeatures, requireFiniteOutput, runSegments, takeRows } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

/** What a network sees in each of a batch of images: the features before its head, averaged over
 * all positions, as torchvision's ResNets hand them to `fc`. Similar images lie close together.
 *
 * @param images [N, H, W, channels], normalised as in training.
 * @returns a vector [C] for each image.
 * @throws {NonFiniteOutputError} naming the first image whose features are not finite. */
export async function embed(network: Network, images: tf.Tensor4D): Promise<Float32Array[]> {
  const body = network.segments().slice(0, -1);
  const batch = await takeRows(tf.tidy(() => pooledFeatures(runSegments(body, images, evaluation))));
  await requireFiniteOutput(network, images, { what: 'features', rows: batch });
  return batch;
}

/** What a network makes of images [N, H, W, channels], and behind it their embeddings, in one pass:
 * [N, classes + C]. */
export function logitsAndEmbedding(network: Network, images: tf.Tensor4D): tf.Tensor2D {
  const segments = network.segments();
  const features = runSegments(segments.slice(0, -1), images, evaluation);
  const logits = runSegments(segments.slice(-1), features, evaluation) as tf.Tensor2D;
  return tf.concat([logits, pooledFeatures(features)], 1);
}
