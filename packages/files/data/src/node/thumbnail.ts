import sharp from 'sharp';

import { resize } from '../pixels/resize.ts';
import type { DecodeOptions } from '../pixels/decode-options.ts';
import { decodeImage } from './decode-image.ts';

/** A small JPEG of an image, decoded by the package's rules: `side` pixels on its long
 * side, never enlarged.
 *
 * @throws {ImageError} as `decodeImage`. */
export async function thumbnail(source: string | Uint8Array, { side = 128, ...options }: DecodeOptions & { readonly side?: number } = {}): Promise<Uint8Array> {
  const image = await decodeImage(source, options);
  const scale = Math.min(1, side / Math.max(image.width, image.height));
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const { data } = resize(image, { width, height });
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 80 })
    .toBuffer();
}
