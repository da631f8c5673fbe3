import { expect, test } from 'vitest';

import { standardAugmentation } from '../augmentation/augmentation.ts';
import { preprocessingFor, resizedSize } from './preprocessing.ts';

test('defaults are torchvision’s evaluation preset', () => {
  expect(preprocessingFor()).toEqual({ imageSize: 224, resizeSize: 256, interpolation: 'bilinear', mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] });
  expect(preprocessingFor({ imageSize: 64 }).resizeSize).toBe(73);
});

test('small images lose no margin, and are shifted instead of zoomed', () => {
  expect(preprocessingFor({ imageSize: 32 }).resizeSize).toBe(32);
  expect(standardAugmentation({ imageSize: 32 })).toEqual({ kind: 'padded-crop', padding: 4, flip: 0.5 });
  expect(standardAugmentation({ imageSize: 224 })).toEqual({ kind: 'random-resized-crop', scale: [0.08, 1], ratio: [3 / 4, 4 / 3], flip: 0.5 });
});

test('the long side is cut down to a whole number, not rounded', () => {
  expect(resizedSize({ width: 500, height: 375 }, 256)).toEqual({ width: 341, height: 256 });
  expect(resizedSize({ width: 375, height: 500 }, 256)).toEqual({ width: 256, height: 341 });
});

test('every option that makes no sense is named', () => {
  expect(() => preprocessingFor({ imageSize: 0.5, std: [1, 0, 1] })).toThrow(/imageSize is 0\.5.*std is \[1,0,1\]/s);
  expect(() => preprocessingFor({ imageSize: 224, resizeSize: 200 })).toThrow('resizeSize is 200');
});
