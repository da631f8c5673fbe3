import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import { type Interpolation, type Rectangle, type RgbImage, keyedRandom, resize } from '../../src/index.ts';

const python = '/usr/bin/python3';
const hasPillow = spawnSync(python, ['-c', 'import PIL'], { timeout: 600_000 }).status === 0;

interface Case {
  readonly image: RgbImage;
  readonly crop: Rectangle;
  readonly target: readonly [width: number, height: number];
  readonly interpolation: Interpolation;
}

/** Noise, or black and white where bicubic overshoots most; sizes from one pixel up, so that each
 * axis grows in some and shrinks in others. */
function randomCases(count: number, seed: number): Case[] {
  const random = keyedRandom(seed);
  const upTo = (largest: number) => 1 + Math.floor(random() ** 2 * largest);
  return Array.from({ length: count }, (_, index) => {
    const [width, height] = [upTo(400), upTo(400)];
    const data = Uint8Array.from({ length: width * height * 3 }, () => (index % 4 === 0 ? 255 * Math.round(random()) : Math.floor(random() * 256)));
    const part = { width: Math.ceil(width * random()) || 1, height: Math.ceil(height * random()) || 1 };
    const crop = { ...part, left: Math.floor((width - part.width) * random()), top: Math.floor((height - part.height) * random()) };
    return { image: { width, height, data }, crop, target: [upTo(300), upTo(300)], interpolation: index % 2 === 0 ? 'bilinear' : 'bicubic' };
  });
}

function withPillow(cases: readonly Case[]): Uint8Array[] {
  const program = fileURLToPath(new URL('resize_with_pillow.py', import.meta.url));
  const input = cases.map(({ image, crop, target, interpolation }) => ({
    source: [image.width, image.height],
    pixels: Buffer.from(image.data).toString('base64'),
    crop: [crop.left, crop.top, crop.width, crop.height],
    target,
    interpolation,
  }));
  const { status, stdout, stderr } = spawnSync(python, [program], { input: JSON.stringify(input), encoding: 'utf8', maxBuffer: 2 ** 28, timeout: 600_000 });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return (JSON.parse(stdout) as string[]).map((text) => new Uint8Array(Buffer.from(text, 'base64')));
}

describe.skipIf(!hasPillow)('resize, beside the Pillow of this machine', () => {
  test('equals it in every pixel, for 120 random pictures, parts, sizes and both filters', () => {
    const cases = randomCases(120, 20);
    const theirs = withPillow(cases);
    for (const [at, { image, crop, target, interpolation }] of cases.entries()) {
      const { data } = resize(image, { width: target[0], height: target[1], crop, interpolation });
      const title = `${interpolation} ${crop.width} × ${crop.height} of ${image.width} × ${image.height} → ${target.join(' × ')}`;
      expect(Buffer.from(data).equals(theirs[at]!), title).toBe(true);
    }
  });
});
