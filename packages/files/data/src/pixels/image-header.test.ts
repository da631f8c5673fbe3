import sharp from 'sharp';
import { expect, test } from 'vitest';

import { beginsLikeImage, signatureBytes } from './image-header.ts';

const picture = sharp({ create: { width: 4, height: 4, channels: 3, background: '#804020' } });
const ascii = (text: string) => new TextEncoder().encode(text);

test.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)('%s is told by its first 32 bytes', async (format) => {
  const bytes = await picture.clone().toFormat(format).toBuffer();
  expect(beginsLikeImage(bytes.subarray(0, signatureBytes))).toBe(true);
});

test.each([
  ['a BMP', Uint8Array.of(0x42, 0x4d, 0x7a, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0)],
  ['a big-endian TIFF', Uint8Array.of(0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8)],
  ['a HEIC', ascii('\0\0\0\x18ftypheic')],
  ['a PPM', ascii('P6\n4 4\n255\n')],
  ['a PGM with a comment', ascii('P5\n# gray\n4 4\n255\n')],
])('%s too', (_, bytes) => {
  expect(beginsLikeImage(bytes)).toBe(true);
});

test.each([
  ['nothing', new Uint8Array()],
  ['text that begins with BM', ascii('BMW and others')],
  ['a zip', ascii('PK\x03\x04')],
  ['a pickle', Uint8Array.of(0x80, 0x02)],
  ['safetensors whose header is 0x4d42 bytes', Uint8Array.of(0x42, 0x4d, 0, 0, 0, 0, 0, 0, 0x7b, 0x22)],
  ['a film', ascii('\0\0\0\x18ftypisom')],
])('%s is no image', (_, bytes) => {
  expect(beginsLikeImage(bytes)).toBe(false);
});
