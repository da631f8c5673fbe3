import sharp from 'sharp';
import { expect, test } from 'vitest';

import { takeOrientation } from './webp-orientation.ts';

const picture = sharp({ create: { width: 5, height: 4, channels: 3, background: '#123456' } });

test('the orientation is taken, and the file then says upright', async () => {
  const bytes = await picture.clone().withMetadata({ orientation: 6 }).webp().toBuffer();
  const taken = takeOrientation(bytes);
  expect(taken.orientation).toBe(6);
  expect((await sharp(taken.bytes).metadata()).orientation).toBe(1);
  expect(takeOrientation(taken.bytes).orientation).toBe(1);
});

test('a file without EXIF is given back as it is', async () => {
  const bytes = await picture.clone().webp().toBuffer();
  expect(takeOrientation(bytes)).toEqual({ bytes, orientation: 1 });
});

test('EXIF that is cut short or points anywhere is read or left, never an error', async () => {
  const bytes = await picture.clone().withMetadata({ orientation: 8 }).webp().toBuffer();
  for (let length = 12; length < bytes.length; length++) takeOrientation(bytes.subarray(0, length));
  const exif = bytes.indexOf('EXIF');
  for (let at = exif; at < exif + 40; at++) for (const value of [0, 0x7f, 0xff]) takeOrientation(bytes.map((byte, place) => (place === at ? value : byte)));
});
