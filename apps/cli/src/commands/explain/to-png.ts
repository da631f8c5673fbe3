import type { RgbImage } from '@attune/data';
import sharp from 'sharp';

/** The bytes of a PNG file. */
export function toPng({ width, height, data }: RgbImage): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
