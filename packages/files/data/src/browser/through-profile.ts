import type { RgbImage } from '../pixels/image.ts';
import { pixelsOf } from './pixels-of.ts';

/** Pixels whose colours are a profile's, in sRGB. Only its image decoder lets a browser read a
 * profile, so they go through it as a PNG.
 *
 * @param profile an ICC profile of RGB colours. */
export async function throughProfile(image: RgbImage, profile: Uint8Array): Promise<RgbImage> {
  const bitmap = await createImageBitmap(await pngOf(image, profile), { colorSpaceConversion: 'default' });
  try {
    return pixelsOf(bitmap, bitmap);
  } finally {
    bitmap.close();
  }
}

/** Source: PNG (Third Edition), W3C 2025, sections 5 and 11. */
async function pngOf({ width, height, data }: RgbImage, profile: Uint8Array): Promise<Blob> {
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head.set([8, 2], 8); // 8 bits, RGB
  const nameOfProfile = [0x70, 0, 0]; // "p", its end, deflate
  const chunks = [
    chunk('IHDR', head),
    chunk('iCCP', Uint8Array.from([...nameOfProfile, ...(await deflated(profile))])),
    chunk('IDAT', await deflated(unfiltered({ width, height, data }))),
    chunk('IEND', new Uint8Array()),
  ];
  return new Blob([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), ...chunks], { type: 'image/png' });
}

/** Each row behind a 0, which says that its bytes are as they are. */
function unfiltered({ width, height, data }: RgbImage): Uint8Array<ArrayBuffer> {
  const rowBytes = width * 3;
  const rows = new Uint8Array(height * (rowBytes + 1));
  for (let row = 0; row < height; row++) rows.set(data.subarray(row * rowBytes, (row + 1) * rowBytes), row * (rowBytes + 1) + 1);
  return rows;
}

async function deflated(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function chunk(type: string, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(content.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(content, 8);
  view.setUint32(content.length + 8, checksum(bytes.subarray(4, content.length + 8)));
  return bytes;
}

/** CRC-32 as in PNG's annex D, bit by bit through a table. */
function checksum(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = checksums[(sum ^ byte) & 0xff]! ^ (sum >>> 8);
  return ~sum >>> 0;
}

const checksums = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? 0xedb88320 ^ (sum >>> 1) : sum >>> 1;
  return sum;
});
