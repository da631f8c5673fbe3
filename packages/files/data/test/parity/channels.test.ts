import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { type Interpolation, type RgbImage, preprocess, preprocessingFor, withChannels } from '../../src/index.ts';

interface Golden {
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly cases: readonly { source: [number, number]; resizeSize: number; interpolation: Interpolation; gray: string; four: string }[];
}

const golden = JSON.parse(readFileSync(new URL('channels.json', import.meta.url), 'utf8')) as Golden;

/** The picture of tools/fixtures/data/make_channels.py. */
function picture([width, height]: readonly [number, number], channels: number): RgbImage {
  let state = 12345;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24;
  return { width, height, data: Uint8Array.from({ length: width * height * channels }, next) };
}

function values(text: string): Float32Array {
  return new Float32Array(new Uint8Array(Buffer.from(text, 'base64')).buffer);
}

describe('images of other channels than three', () => {
  test.each(golden.cases)('$source in gray, $interpolation, equals Pillow and torchvision bit for bit', ({ source, gray, ...given }) => {
    const preprocessing = preprocessingFor({ imageSize: 24, ...pick(given), mean: [0.449], std: [0.226] });
    expect(preprocess(picture(source, 3), preprocessing)).toEqual(values(gray));
    expect(preprocess(withChannels(picture(source, 3), 1), preprocessing)).toEqual(values(gray));
  });

  test.each(golden.cases)('$source of four bands, $interpolation, equals Pillow and torchvision bit for bit', ({ source, four, ...given }) => {
    const preprocessing = preprocessingFor({ imageSize: 24, ...pick(given), mean: golden.mean, std: golden.std });
    expect(preprocess(picture(source, 4), preprocessing)).toEqual(values(four));
  });
});

function pick({ resizeSize, interpolation }: { readonly resizeSize: number; readonly interpolation: Interpolation }) {
  return { resizeSize, interpolation };
}
