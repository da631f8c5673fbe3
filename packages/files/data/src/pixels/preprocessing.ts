import { requireOptions } from '../errors.ts';
import { withChannels } from './channels.ts';
import type { RgbImage } from './image.ts';
import { type View, normalizationTable, writeNormalized } from './normalize.ts';
import { resize } from './resize.ts';
import type { Interpolation } from './resize-weights.ts';
import { roundHalfToEven } from './rounding.ts';

/** What is done to every image before the network sees it. Plain data: a run saves it, and
 * prediction and evaluation read it back. */
export interface Preprocessing {
  /** Side of the square that the network sees, in pixels. */
  readonly imageSize: number;
  /** The short side is resized to this, in pixels, before the centre is cut out. At
   * least `imageSize`. */
  readonly resizeSize: number;
  readonly interpolation: Interpolation;
  /** Subtracted from, and divided into, each channel scaled to 0 … 1; as many as an image has
   * channels. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Below this side, in pixels, an image is small data such as CIFAR's: nothing is cut off at
 * evaluation, and training shifts instead of zooming. */
export const smallImageLimit = 64;

/** Fills in what was not given: torchvision's evaluation preset (bilinear, short side to 256/224 of
 * the crop, ImageNet's mean and deviation); no margin for small images. */
export function preprocessingFor(given: Partial<Preprocessing> = {}): Preprocessing {
  const { imageSize = 224, interpolation = 'bilinear', mean = [0.485, 0.456, 0.406], std = [0.229, 0.224, 0.225] } = given;
  const { resizeSize = imageSize < smallImageLimit ? imageSize : Math.round((imageSize * 256) / 224) } = given;
  requireOptions([
    { option: 'imageSize', value: imageSize, rule: 'a whole number of pixels from 1 up', holds: Number.isInteger(imageSize) && imageSize >= 1 },
    {
      option: 'resizeSize',
      value: resizeSize,
      rule: `a whole number of pixels, imageSize (${imageSize}) or more`,
      holds: Number.isInteger(resizeSize) && resizeSize >= imageSize,
    },
    { option: 'interpolation', value: interpolation, rule: 'bilinear or bicubic', holds: ['bilinear', 'bicubic'].includes(interpolation) },
    { option: 'mean', value: mean, rule: 'a finite number for each channel', holds: mean.length >= 1 && mean.every(Number.isFinite) },
    { option: 'std', value: std, rule: 'a number above 0 for each channel', holds: std.length >= 1 && std.every((value) => value > 0) },
    { option: 'std', value: std, rule: `as many numbers as mean has (${mean.length})`, holds: std.length === mean.length },
  ]);
  return { imageSize, resizeSize, interpolation, mean: [...mean], std: [...std] };
}

/** What the network sees of `image` at evaluation: [imageSize, imageSize, channels], normalised, in
 * float32 arithmetic as torch's. */
export function preprocess(image: RgbImage, preprocessing: Preprocessing): Float32Array {
  const output = new Float32Array(preprocessing.imageSize ** 2 * preprocessing.mean.length);
  const seen = withChannels(image, preprocessing.mean.length);
  writeNormalized(output, 0, { ...evaluationView(seen, preprocessing), size: preprocessing.imageSize, table: normalizationTable(preprocessing) });
  return output;
}

/** torchvision's `Resize(resizeSize)` then `CenterCrop(imageSize)`, computing only what
 * the crop keeps. */
export function evaluationView(image: RgbImage, { imageSize, resizeSize, interpolation }: Preprocessing): View {
  const { width, height } = resizedSize(image, resizeSize);
  const left = roundHalfToEven((width - imageSize) / 2);
  const top = roundHalfToEven((height - imageSize) / 2);
  if (width === image.width && height === image.height) return { image, left, top, flipped: false, fill: 0 };
  const window = { left, top, width: imageSize, height: imageSize };
  return { image: resize(image, { width, height, window, interpolation }), left: 0, top: 0, flipped: false, fill: 0 };
}

/** The short side becomes `shortSide`; the long side keeps the proportion, cut down to a whole
 * number as torchvision's `int` does. */
export function resizedSize({ width, height }: Pick<RgbImage, 'width' | 'height'>, shortSide: number): { width: number; height: number } {
  return width <= height
    ? { width: shortSide, height: Math.trunc((shortSide * height) / width) }
    : { width: Math.trunc((shortSide * width) / height), height: shortSide };
}
