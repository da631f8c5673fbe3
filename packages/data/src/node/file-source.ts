import { decodedSource } from '../decoded-source.ts';
import type { ImageSource } from '../image-split.ts';
import type { CheckedImage } from '../tree/check-images.ts';
import { decodeFile } from './decode-image.ts';

/** Images that are decoded from their files each time they are read. */
export function fileSource(images: readonly CheckedImage[]): ImageSource {
  return decodedSource(images.map((image) => ({ ...image, decode: (header) => decodeFile(image.path, header) })));
}
