import sharp from 'sharp';
import { expect, it } from 'vitest';

import { avifLayers } from './avif-layers.ts';

const [width, height] = [40, 30];

/** A slope in each channel; the last of two or four is transparency. */
async function avif(channels: 1 | 2 | 3 | 4, bitdepth: 8 | 10 | 12 = 8): Promise<Uint8Array> {
  const data = Uint8Array.from({ length: width * height * channels }, (_, at) => 20 + Math.floor(at / channels / width) * 5 + (at % channels) * 10);
  const image = sharp(data, { raw: { width, height, channels } }).avif({ bitdepth, quality: 95 });
  return new Uint8Array(await image.toBuffer());
}

it.each([
  [2, 8],
  [4, 8],
  [4, 10],
  [4, 12],
] as const)('an AVIF of %i channels and %i bits comes apart into its opaque colours and its transparency', async (channels, bitdepth) => {
  const file = await avif(channels, bitdepth);
  const { colours, alpha } = (await avifLayers(file))!;
  const [whole, opaque] = await Promise.all([file, colours].map((bytes) => sharp(bytes).raw().toBuffer({ resolveWithObject: true })));
  expect([whole!.info.channels, opaque!.info.channels]).toEqual([4, 3]);
  expect(opaque!.data).toEqual(whole!.data.filter((_, at) => at % 4 !== 3));
  // The number of the picture to show: 2 instead of 1.
  expect([...alpha].filter((byte, at) => byte !== colours[at])).toEqual([2]);
});

it.each([1, 3] as const)('an opaque AVIF of %i channels stays whole', async (channels) => {
  expect(await avifLayers(await avif(channels))).toBeNull();
});

it('a file cut short in its boxes stays whole, or comes apart into files as long', async () => {
  const file = await avif(4);
  for (let length = 0; length < file.length; length += 11) {
    const layers = await avifLayers(file.slice(0, length));
    for (const layer of layers === null ? [] : [layers.colours, layers.alpha]) expect(layer.length).toBe(length);
  }
});
