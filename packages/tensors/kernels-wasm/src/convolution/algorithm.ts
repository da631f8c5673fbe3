import type { backend_util } from '@tensorflow/tfjs-core';

import type { TileShape } from './sizes.ts';

/** How a convolution is computed: by its shape alone, so that a picture's features do
 * not depend on its batch. */
export type Algorithm = 'winograd' | 'narrow' | 'gather';

export function algorithmOf(info: backend_util.Conv2DInfo, { lanes }: TileShape): Algorithm {
  const { filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, inChannels, outChannels, padInfo } = info;
  const isThree = filterHeight === 3 && filterWidth === 3;
  const isDense = [strideHeight, strideWidth, dilationHeight, dilationWidth].every((step) => step === 1);
  // The gradient of the input pads by 2 − padding.
  const isPaddedLittle = Object.values(padInfo).every((padding) => typeof padding === 'string' || padding <= 2);
  const fits = [inChannels, outChannels].every((channels) => channels >= 8 && channels % lanes === 0) && inChannels + outChannels <= 4096;
  if (isThree && isDense && isPaddedLittle && fits) return 'winograd';
  return isDense && isNarrow(info) ? 'narrow' : 'gather';
}

// Wider filters and rows than these do not fit the task's sums and scratch.
const MOST_TAPS = 8;
const MOST_WIDTH = 8192;

/** Whether so few channels go by the rows of the map: a spatial gate's, above all. */
function isNarrow({ filterHeight, filterWidth, inChannels, outChannels, outWidth, padInfo }: backend_util.Conv2DInfo): boolean {
  // The gradient of the input pads by the filter's size − 1 − padding.
  const isInside = padInfo.top < filterHeight && padInfo.left < filterWidth;
  const areTaps = filterHeight * filterWidth > 1 && Math.max(filterHeight, filterWidth) <= MOST_TAPS;
  return isInside && areTaps && inChannels * outChannels <= 8 && outWidth <= MOST_WIDTH;
}
