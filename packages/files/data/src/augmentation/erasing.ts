import type { Rectangle } from '../pixels/image.ts';
import { type Random, randomInteger } from '../order/random.ts';
import { roundHalfToEven } from '../pixels/rounding.ts';

/** Covers a random part of a training image with the mean colour, so that no single part decides.
 *
 * Source: Zhong et al. 2017, arXiv:1708.04896; ranges as torchvision's `RandomErasing`. */
export interface RandomErasing {
  /** Of covering anything. */
  readonly probability: number;
  /** The part's share of the area, smallest and largest. */
  readonly scale: readonly [smallest: number, largest: number];
  /** Its height over its width, smallest and largest. */
  readonly ratio: readonly [smallest: number, largest: number];
}

/** The part of a square of `size` pixels to cover, or `null`. Ten tries, as torchvision. */
export function drawErased(size: number, { probability, scale, ratio }: RandomErasing, random: Random): Rectangle | null {
  if (random() >= probability) return null;
  for (let attempt = 0; attempt < 10; attempt++) {
    const area = size * size * (scale[0] + random() * (scale[1] - scale[0]));
    const shape = Math.exp(Math.log(ratio[0]) + random() * Math.log(ratio[1] / ratio[0]));
    const height = roundHalfToEven(Math.sqrt(area * shape));
    const width = roundHalfToEven(Math.sqrt(area / shape));
    if (height < 1 || width < 1 || height >= size || width >= size) continue;
    return { top: randomInteger(random, size - height + 1), left: randomInteger(random, size - width + 1), width, height };
  }
  return null;
}
