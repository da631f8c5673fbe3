import { refuseUnknownOptions } from '@attune/errors';

import { channelsOf, picked } from './channels.ts';
import type { Rectangle, RgbImage } from './image.ts';
import { resizeCompiled } from './resize-compiled.ts';
import { resizeScalar } from './resize-scalar.ts';
import { type Interpolation, type Weights, weigh } from './resize-weights.ts';

export interface ResizeConfig {
  /** Size of the whole result, in pixels. */
  readonly width: number;
  readonly height: number;
  /** The part of the image to resize, as if it had been cut out first: pixels beyond it
   * are not seen. Default: all. */
  readonly crop?: Rectangle;
  /** The part of the result that is wanted; nothing else is computed. Default: all. */
  readonly window?: Rectangle;
  readonly interpolation?: Interpolation;
}

const resizeOptions = { width: true, height: true, crop: true, window: true, interpolation: true } satisfies Record<keyof ResizeConfig, true>;

/** Resizes with antialiasing, equal to Pillow's `Image.resize` in every pixel: two passes, across
 * then down, in 22-bit fixed point, each rounded to eight bits.
 *
 * Source: Pillow 9.4 `src/libImaging/Resample.c` (the method; the code is ours), which
 *         torchvision's transforms call for images.
 * @throws {UnknownOptionError} when an option does not exist. */
export function resize(image: RgbImage, config: ResizeConfig): RgbImage {
  refuseUnknownOptions('resize', config, resizeOptions);
  const { width, height, crop, window, interpolation = 'bilinear' } = config;
  const source = crop ?? { left: 0, top: 0, width: image.width, height: image.height };
  const wanted = window ?? { left: 0, top: 0, width, height };
  const across = weigh({ from: source.width, to: width, first: wanted.left, count: wanted.width, interpolation });
  const down = weigh({ from: source.height, to: height, first: wanted.top, count: wanted.height, interpolation });
  const channels = channelsOf(image);
  const data = channels === 3 ? resizeThree(image, source, { across, down }) : resizeByThrees(image, source, { across, down, channels });
  return { width: wanted.width, height: wanted.height, data };
}

interface Passes {
  readonly across: Weights;
  readonly down: Weights;
}

function resizeThree(image: RgbImage, source: Rectangle, passes: Passes): Uint8Array {
  return resizeCompiled(image, source, passes) ?? resizeScalar(image, source, passes);
}

/** Each channel by itself, as torchvision does with tensors, three of them at a time: the compiled
 * kernel knows three. */
function resizeByThrees(image: RgbImage, source: Rectangle, { channels, ...passes }: Passes & { readonly channels: number }): Uint8Array {
  const output = new Uint8Array(passes.across.starts.length * passes.down.starts.length * channels);
  for (let first = 0; first < channels; first += 3) {
    const wanted = [0, 1, 2].map((place) => Math.min(first + place, channels - 1));
    const part = resizeThree(picked(image, wanted), source, passes);
    for (let pixel = 0; pixel * channels < output.length; pixel++) {
      for (let channel = first; channel < Math.min(first + 3, channels); channel++) output[pixel * channels + channel] = part[pixel * 3 + channel - first]!;
    }
  }
  return output;
}
