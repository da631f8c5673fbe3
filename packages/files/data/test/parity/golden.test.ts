import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { drawResizedCrop } from '../../src/augmentation/augmentation.ts';
import { type Interpolation, type RgbImage, decodeImage, preprocess, preprocessingFor, resize } from '../../src/index.ts';

interface Golden {
  readonly resizes: readonly {
    source: [number, number];
    crop: [number, number, number, number] | null;
    target: [number, number];
    interpolation: Interpolation;
    pixels: string;
  }[];
  readonly evaluations: readonly { source: [number, number]; imageSize: number; resizeSize: number; interpolation: Interpolation; values: string }[];
  readonly crops: readonly { source: [number, number]; scale: [number, number]; ratio: [number, number]; draws: number[]; rectangle: number[] }[];
  readonly files: readonly { name: string; file: string; size: [number, number]; pixels: string }[];
}

const golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8')) as Golden;

/** The picture of tools/fixtures/data/make_golden.py. */
function picture([width, height]: readonly [number, number]): RgbImage {
  let state = 12345;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24;
  return { width, height, data: Uint8Array.from({ length: width * height * 3 }, next) };
}

function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

describe('resize', () => {
  test.each(golden.resizes)('$interpolation $source → $target (crop $crop) equals Pillow in every pixel', ({ source, crop, target, interpolation, pixels }) => {
    const part = crop === null ? {} : { crop: { left: crop[0], top: crop[1], width: crop[2], height: crop[3] } };
    const { data } = resize(picture(source), { width: target[0], height: target[1], interpolation, ...part });
    expect(data).toEqual(bytes(pixels));
  });
});

describe('preprocess', () => {
  test.each(golden.evaluations)('$source → $resizeSize → $imageSize equals torchvision bit for bit', ({ source, values, ...given }) => {
    const output = preprocess(picture(source), preprocessingFor(given));
    expect(output).toEqual(new Float32Array(bytes(values).buffer));
  });
});

describe('drawResizedCrop', () => {
  test.each(golden.crops)('makes of the draws for $source the rectangle $rectangle, as torchvision', ({ source, scale, ratio, draws, rectangle }) => {
    const queue = draws.values();
    const { left, top, width, height } = drawResizedCrop({ width: source[0], height: source[1] }, { scale, ratio }, () => queue.next().value ?? Number.NaN);
    expect([left, top, width, height]).toEqual(rectangle);
  });
});

describe('decodeImage', () => {
  test.each(golden.files)('$name equals Pillow in every pixel', async ({ file, size, pixels }) => {
    const { width, height, data } = await decodeImage(bytes(file));
    expect([width, height]).toEqual(size);
    expect(new Uint8Array(data)).toEqual(bytes(pixels));
  });
});
