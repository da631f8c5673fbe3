import { describe, expect, test } from 'vitest';

import { augmentationNamed, augmentationNames } from './augmentation-presets.ts';
import { type Augmentation, checkAugmentation, trainingView } from './augmentation.ts';
import { drawErased } from './erasing.ts';
import type { RgbImage } from '../pixels/image.ts';
import { normalizationTable, writeNormalized } from '../pixels/normalize.ts';
import { preprocessingFor } from '../pixels/preprocessing.ts';
import { keyedRandom } from '../order/random.ts';
import { turnHue } from './variation/colour.ts';

const random = keyedRandom(4);
const image: RgbImage = { width: 90, height: 70, data: Uint8Array.from({ length: 90 * 70 * 3 }, () => Math.floor(random() * 256)) };

/** What the network sees, [size, size, 3]. */
function seen(augmentation: Augmentation, size: number, seed: number): Float32Array {
  const preprocessing = preprocessingFor({ imageSize: size });
  const output = new Float32Array(size * size * 3);
  writeNormalized(output, 0, { ...trainingView(image, augmentation, preprocessing, keyedRandom(seed)), size, table: normalizationTable(preprocessing) });
  return output;
}

describe.each([64, 32])('presets at %d pixels', (size) => {
  test.each(augmentationNames)('%s depends on its keys alone', (name) => {
    const augmentation = checkAugmentation(augmentationNamed(name, { imageSize: size }));
    expect(seen(augmentation, size, 1)).toEqual(seen(augmentation, size, 1));
    expect(seen(augmentation, size, 1).every(Number.isFinite)).toBe(true);
    if (name !== 'none') expect(seen(augmentation, size, 1)).not.toEqual(seen(augmentation, size, 2));
  });
});

test('a variation that changes nothing leaves the cut as it is, mirrored and framed', () => {
  for (const cut of [augmentationNamed('standard', { imageSize: 64 }), augmentationNamed('standard', { imageSize: 32 })]) {
    const size = cut.kind === 'padded-crop' ? 32 : 64;
    const idle = { ...cut, variation: { kind: 'rand-augment', operations: 0, magnitude: 0 } } as Augmentation;
    for (let seed = 0; seed < 8; seed++) expect(seen(idle, size, seed)).toEqual(seen(cut, size, seed));
  }
});

test('an erased part is the mean colour, 0, and is as large and as often there as asked', () => {
  const erasing = { probability: 0.5, scale: [0.1, 0.2], ratio: [0.5, 2] } as const;
  const parts = Array.from({ length: 2000 }, (_, key) => drawErased(100, erasing, keyedRandom(key)));
  const drawn = parts.filter((part) => part !== null);
  expect(Math.abs(drawn.length / parts.length - 0.5)).toBeLessThan(0.04);
  expect(drawn.every(({ width, height }) => width * height >= 950 && width * height <= 2050)).toBe(true);
  expect(drawn.every(({ left, top, width, height }) => left >= 0 && top >= 0 && left + width <= 100 && top + height <= 100)).toBe(true);
  const zeros = seen({ ...augmentationNamed('standard', { imageSize: 64 }), erasing: { ...erasing, probability: 1 } } as Augmentation, 64, 3).filter(
    (value) => value === 0,
  );
  expect(zeros.length / 3 / 64 ** 2).toBeGreaterThan(0.09);
});

test('a hue turned by a third of the circle exchanges the lights, and a whole circle in two turns changes nothing', () => {
  const red: RgbImage = { width: 1, height: 1, data: Uint8Array.of(200, 20, 20) };
  expect([...turnHue(red, 1 / 3).data]).toEqual([20, 200, 20]);
  expect(turnHue(turnHue(image, 0.5), 0.5).data).toEqual(image.data);
});

test('numbers that make no sense are refused together', () => {
  const wrong: Augmentation = {
    kind: 'padded-crop',
    padding: 4,
    flip: 2,
    variation: { kind: 'colour-jitter', brightness: -1, contrast: 0, saturation: 0, hue: 0.7 },
    erasing: { probability: 0.5, scale: [0.5, 0.1], ratio: [0.3, 3.3] },
  };
  expect(() => checkAugmentation(wrong)).toThrow(/flip is 2.*erasing\.scale.*brightness is -1.*hue is 0\.7/su);
});
