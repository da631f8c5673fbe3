import { refuseUnknownOptions } from '@attune/errors';

import { inColour } from '../pixels/channels.ts';
import { resize } from '../pixels/resize.ts';
import type { DecodeOptions } from '../pixels/decode-options.ts';
import { decodeImage } from './decode-image.ts';
import { loadSharp } from './load-sharp.ts';

interface ThumbnailOptions extends DecodeOptions {
  /** Pixels on the long side. Default: 128. */
  readonly side?: number;
}

/** A small JPEG of an image, decoded by the package's rules: `side` pixels on its long
 * side, never enlarged.
 *
 * @throws {ImageError}, {MissingDecoderError} and {UnknownOptionError} as `decodeImage`. */
export async function thumbnail(source: string | Uint8Array, options: ThumbnailOptions = {}): Promise<Uint8Array> {
  refuseUnknownOptions('thumbnail', options, { maxPixels: true, channels: true, side: true } satisfies Record<keyof ThumbnailOptions, true>);
  const { side = 128, ...decoding } = options;
  const image = inColour(await decodeImage(source, decoding));
  const scale = Math.min(1, side / Math.max(image.width, image.height));
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const { data } = resize(image, { width, height });
  const sharp = await loadSharp();
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 80 })
    .toBuffer();
}
