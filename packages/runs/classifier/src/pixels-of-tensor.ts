import { ImageError, type RgbImage } from '@attune/data';
import type * as tf from '@tensorflow/tfjs-core';

/** The pixels of a tensor [height, width, 3] of values 0 … 255, as `tf.browser.fromPixels` and
 * decoders give them; the tensor stays as it is. */
export async function pixelsOfTensor(tensor: tf.Tensor): Promise<RgbImage> {
  const [height, width, channels] = tensor.shape;
  if (tensor.rank !== 3 || channels !== 3)
    throw new ImageError({ path: null, reason: `the tensor has shape [${tensor.shape.join(', ')}]; give [height, width, 3] with values 0 to 255` });
  const values = await tensor.data();
  return { width: width!, height: height!, data: Uint8Array.from(values, (value) => Math.max(0, Math.min(255, Math.round(value)))) };
}
