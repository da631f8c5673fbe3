import { describe, expect, test } from 'vitest';

import { decodeImage } from '../node/decode-image.ts';
import { decodeTiff } from './decode-tiff.ts';

/** A gray TIFF of 2 × 2 pixels, little end first, of so many bits in a sample format (1 unsigned, 2
 * signed, 3 floating point). */
function grayTiff(bits: number, format: number, samples: Uint8Array): Uint8Array {
  const entries = [
    [256, 2],
    [257, 2],
    [258, bits],
    [259, 1],
    [262, 1],
    [273, 8 + 2 + 10 * 12 + 4],
    [277, 1],
    [278, 2],
    [279, samples.length],
    [339, format],
  ] as const;
  const head = new DataView(new ArrayBuffer(8 + 2 + entries.length * 12 + 4));
  [0x49, 0x49, 42, 0, 8].forEach((byte, place) => head.setUint8(place, byte));
  head.setUint16(8, entries.length, true);
  entries.forEach(([tag, value], place) => {
    head.setUint16(10 + place * 12, tag, true);
    head.setUint16(12 + place * 12, 3, true);
    head.setUint32(14 + place * 12, 1, true);
    head.setUint32(18 + place * 12, value, true);
  });
  return Uint8Array.from([...new Uint8Array(head.buffer), ...samples]);
}

describe.each([
  ['floating-point numbers', grayTiff(32, 3, new Uint8Array(Float32Array.of(0, 0.25, 0.5, 1).buffer)), /of floating-point numbers, which is not read/u],
  ['32 bits', grayTiff(32, 1, new Uint8Array(Uint32Array.of(0, 1, 2, 3).buffer)), /of 32 bits per channel, which is not read/u],
  ['signed numbers', grayTiff(16, 2, new Uint8Array(Int16Array.of(0, 1, 2, 3).buffer)), /of signed .*numbers, which is not read/u],
])('a TIFF of %s', (_, bytes, reason) => {
  test('is refused in words in Node', async () => expect(decodeImage(bytes)).rejects.toThrow(reason));
  test('is refused in words in a browser', async () => expect(decodeTiff(bytes)).rejects.toThrow(reason));
});

test('a TIFF of 16 bits is read', async () => {
  const { data } = await decodeImage(grayTiff(16, 1, new Uint8Array(Uint16Array.of(0, 257, 514, 65535).buffer)));
  expect([...data]).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, 255, 255, 255]);
});
