import type { Normalization } from './normalization.ts';

/** How images are made ready for a network. */
export interface ImagePreparation extends Normalization {
  /** Side of the square that the network sees, in pixels. */
  readonly imageSize: number;
  /** The short side is resized to this before the centre is cut out. */
  readonly resizeSize: number;
  readonly interpolation: string;
}

export interface DescribedInput {
  /** Names of the outputs; null when nobody knows them. */
  readonly classes: readonly string[] | null;
  /** Whether the model takes pixels of 0 … 255 and normalises them itself. */
  readonly normalizes: boolean;
}

/** What the channels of images are. */
export function channelOrder(channels: number): string {
  return { 1: 'gray', 3: 'RGB' }[channels] ?? `of ${channels} channels`;
}

/** Options of `toOnnx` and `toGraphModel` that make a model say by itself what its images must be:
 * sizes, means, deviations, the order of the channels. */
export function describedInput({ imageSize, resizeSize, interpolation, mean, std }: ImagePreparation, { classes, normalizes }: DescribedInput) {
  const preprocessing = {
    imageSize,
    resizeSize,
    interpolation,
    mean,
    std,
    channelOrder: channelOrder(mean.length),
    pixelRange: normalizes ? [0, 255] : [0, 1],
    normalizedInside: normalizes,
  };
  return {
    imageSize,
    normalization: normalizes ? { mean, std } : undefined,
    metadata: { preprocessing: JSON.stringify(preprocessing), ...(classes === null ? {} : { classes: JSON.stringify(classes) }) },
  };
}
