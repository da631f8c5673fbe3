import type { RgbImage } from '../../pixels/image.ts';
import { rotate, shearAcross, shearDown, shift } from './affine.ts';
import { autocontrast, brighten, contrast, equalize, posterize, saturate, sharpen, solarize } from './colour.ts';

/** The operations that automatic augmentation chooses from, by torchvision's names. */
export const operations = {
  Identity: (image: RgbImage) => image,
  ShearX: shearAcross,
  ShearY: shearDown,
  TranslateX: (image: RgbImage, pixels: number) => shift(image, { across: Math.trunc(pixels), down: 0 }),
  TranslateY: (image: RgbImage, pixels: number) => shift(image, { across: 0, down: Math.trunc(pixels) }),
  Rotate: rotate,
  Brightness: (image: RgbImage, change: number) => brighten(image, 1 + change),
  Color: (image: RgbImage, change: number) => saturate(image, 1 + change),
  Contrast: (image: RgbImage, change: number) => contrast(image, 1 + change),
  Sharpness: (image: RgbImage, change: number) => sharpen(image, 1 + change),
  Posterize: posterize,
  Solarize: solarize,
  AutoContrast: autocontrast,
  Equalize: equalize,
} as const satisfies Record<string, (image: RgbImage, magnitude: number) => RgbImage>;

export type OperationName = keyof typeof operations;
