import type { backend_util } from '@tensorflow/tfjs-core';

import type { TileShape } from './sizes.ts';

/** How a convolution is computed: by its shape alone, so that a picture's features do
 * not depend on its batch. */
export type Algorithm = 'winograd' | 'gather';

export function algorithmOf(info: backend_util.Conv2DInfo, { lanes }: TileShape): Algorithm {
  const { filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, inChannels, outChannels, padInfo } = info;
  const isThree = filterHeight === 3 && filterWidth === 3;
  const isDense = [strideHeight, strideWidth, dilationHeight, dilationWidth].every((step) => step === 1);
  // The gradient of the input pads by 2 − padding.
  const isPaddedLittle = Object.values(padInfo).every((padding) => typeof padding === 'string' || padding <= 2);
  const fits = [inChannels, outChannels].every((channels) => channels >= 8 && channels % lanes === 0) && inChannels + outChannels <= 4096;
  return isThree && isDense && isPaddedLittle && fits ? 'winograd' : 'gather';
}
