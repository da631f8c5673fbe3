import type { EncodePicture } from '@attune/report';
import sharp from 'sharp';

/** A JPEG as a `data:` address. */
export const encodePicture: EncodePicture = async ({ width, height, data }, side) => {
  const bytes = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize(side, side, { fit: 'cover', withoutEnlargement: true })
    .jpeg({ quality: 72 })
    .toBuffer();
  return `data:image/jpeg;base64,${bytes.toString('base64')}`;
};
