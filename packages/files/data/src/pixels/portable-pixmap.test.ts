import { expect, test } from 'vitest';

import { decodePortablePixmap } from './portable-pixmap.ts';

const text = (value: string) => new TextEncoder().encode(value);

test('text samples, comments and any maximum are read', () => {
  expect(decodePortablePixmap(text('P3 # colours\n2 1 # size\n15\n0 5 15\n15 0 10\n'))).toEqual({
    width: 2,
    height: 1,
    data: Uint8Array.of(0, 85, 255, 255, 0, 170),
  });
});

test('16-bit gray is scaled, not clipped', () => {
  expect(decodePortablePixmap(Uint8Array.of(...text('P5 2 1 65535\n'), 0x80, 0x80, 0xff, 0xff)).data).toEqual(Uint8Array.of(128, 128, 128, 255, 255, 255));
});

test('a file that is cut short says what it holds and what it needs', () => {
  expect(() => decodePortablePixmap(Uint8Array.of(...text('P6 2 2 255\n'), 1, 2))).toThrow('it holds 2 bytes of pixels, its header needs 12');
  expect(() => decodePortablePixmap(text('P3 1 1 255\n1 2'))).toThrow('it holds 2 pixel values, its header needs 3');
  expect(() => decodePortablePixmap(text('P6 x'))).toThrow('its header is not three whole numbers');
});
