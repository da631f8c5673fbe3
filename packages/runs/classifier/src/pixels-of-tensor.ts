import { ImageError, type RgbImage } from '@attune/data';
import type * as tf from '@tensorflow/tfjs-core';

/** The pixels of a tensor [height, width, channels] of values 0 … 255, as `tf.browser.fromPixels`
 * and decoders give them; the tensor stays as it is. */
export async function pixelsOfTensor(tensor: tf.Tensor, channels: number): Promise<RgbImage> {
  const [height, width, own] = tensor.shape;
  if (tensor.rank !== 3 || (own !== channels && own !== 3))
    throw new ImageError({ path: null, reason: `the tensor has shape [${tensor.shape.join(', ')}]; give [height, width, ${channels}] with values 0 to 255` });
  const values = await tensor.data();
  return { width: width!, height: height!, data: Uint8Array.from(values, (value) => Math.max(0, Math.min(255, Math.round(value)))) };
}
