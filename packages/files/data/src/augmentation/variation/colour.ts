import type { RgbImage } from '../../pixels/image.ts';

/** Mixes an image with its degenerate form, as Pillow's `ImageEnhance` does, in float32 and cut to
 * whole levels: `factor` 0 gives that form, 1 the image, above 1 the opposite of the form. */
function blended(image: RgbImage, degenerate: (at: number) => number, factor: number): RgbImage {
  const data = new Uint8Array(image.data.length);
  const share = Math.fround(factor);
  for (let at = 0; at < data.length; at++) {
    const base = degenerate(at);
    data[at] = Math.min(255, Math.max(0, Math.fround(base + Math.fround(share * (image.data[at]! - base)))));
  }
  return { ...image, data };
}

/** Lighter or darker: the degenerate form is black. */
export function brighten(image: RgbImage, factor: number): RgbImage {
  return blended(image, () => 0, factor);
}

/** More or less contrast: the degenerate form is the mean gray. */
export function contrast(image: RgbImage, factor: number): RgbImage {
  const grays = graysOf(image);
  const mean = Math.trunc(grays.reduce((sum, gray) => sum + gray, 0) / grays.length + 0.5);
  return blended(image, () => mean, factor);
}

/** More or less colour: the degenerate form is gray. */
export function saturate(image: RgbImage, factor: number): RgbImage {
  const grays = graysOf(image);
  return blended(image, (at) => grays[Math.trunc(at / 3)]!, factor);
}

/** Sharper or softer: the degenerate form is smoothed by a 3 × 3 filter with 5 in its
 * centre, its border as it was. */
export function sharpen(image: RgbImage, factor: number): RgbImage {
  const smooth = smoothed(image);
  return blended(image, (at) => smooth[at]!, factor);
}

/** Keeps the highest `bits` of each channel. */
export function posterize(image: RgbImage, bits: number): RgbImage {
  const mask = 256 - 2 ** (8 - bits);
  return { ...image, data: image.data.map((value) => value & mask) };
}

/** Inverts what is at least `threshold`. */
export function solarize(image: RgbImage, threshold: number): RgbImage {
  return { ...image, data: image.data.map((value) => (value >= threshold ? 255 - value : value)) };
}

/** Stretches each channel until its darkest value is 0 and its lightest 255. */
export function autocontrast(image: RgbImage): RgbImage {
  return throughTables(image, (counts) => {
    const lowest = counts.findIndex((count) => count > 0);
    const highest = counts.findLastIndex((count) => count > 0);
    if (highest <= lowest) return (value) => value;
    const scale = 255 / (highest - lowest);
    return (value) => Math.min(255, Math.max(0, Math.trunc(value * scale - lowest * scale)));
  });
}

/** Spreads each channel's values so that all are about equally frequent. */
export function equalize(image: RgbImage): RgbImage {
  return throughTables(image, (counts) => {
    const occurring = counts.filter((count) => count > 0);
    const step = Math.trunc((occurring.reduce((sum, count) => sum + count, 0) - (occurring.at(-1) ?? 0)) / 255);
    if (occurring.length <= 1 || step === 0) return (value) => value;
    const below = counts.map((_, value) => counts.slice(0, value).reduce((sum, count) => sum + count, 0));
    return (value) => Math.min(255, Math.trunc((Math.trunc(step / 2) + below[value]!) / step));
  });
}

/** Turns every colour by a share of the circle, −0.5 … 0.5, keeping lightness and
 * saturation (HSV). */
export function turnHue(image: RgbImage, share: number): RgbImage {
  const data = new Uint8Array(image.data.length);
  for (let at = 0; at < data.length; at += 3) {
    const value = Math.max(image.data[at]!, image.data[at + 1]!, image.data[at + 2]!);
    const range = value - Math.min(image.data[at]!, image.data[at + 1]!, image.data[at + 2]!);
    const hue = hueOf(image.data.subarray(at, at + 3), value, range) + share * 6;
    for (const [channel, offset] of [5, 3, 1].entries()) {
      const turn = (((offset + hue) % 6) + 6) % 6;
      data[at + channel] = Math.round(value - range * Math.max(0, Math.min(turn, 4 - turn, 1)));
    }
  }
  return { ...image, data };
}

/** The hue in sixths of the circle. */
function hueOf([red = 0, green = 0, blue = 0]: Uint8Array, value: number, range: number): number {
  if (range === 0) return 0;
  if (value === red) return (green - blue) / range;
  return value === green ? 2 + (blue - red) / range : 4 + (red - green) / range;
}

/** Pillow's luma, ITU-R 601-2 in 16-bit fixed point. */
function graysOf({ data }: RgbImage): Uint8Array {
  return Uint8Array.from(
    { length: data.length / 3 },
    (_, pixel) => (data[pixel * 3]! * 19595 + data[pixel * 3 + 1]! * 38470 + data[pixel * 3 + 2]! * 7471 + 0x8000) >> 16,
  );
}

function smoothed({ width, height, data }: RgbImage): Uint8Array {
  const output = Uint8Array.from(data);
  const row = width * 3;
  for (let y = 1; y < height - 1; y++) {
    for (let at = y * row + 3; at < (y + 1) * row - 3; at++) {
      const around =
        data[at - row - 3]! +
        data[at - row]! +
        data[at - row + 3]! +
        data[at - 3]! +
        data[at + 3]! +
        data[at + row - 3]! +
        data[at + row]! +
        data[at + row + 3]!;
      output[at] = Math.trunc((around + 5 * data[at]!) / 13 + 0.5);
    }
  }
  return output;
}

/** Replaces each channel's values by a table that is made of how often each value occurs. */
function throughTables(image: RgbImage, tableFor: (counts: readonly number[]) => (value: number) => number): RgbImage {
  const data = new Uint8Array(image.data.length);
  for (const channel of [0, 1, 2]) {
    const counts = Array.from({ length: 256 }, () => 0);
    for (let at = channel; at < data.length; at += 3) counts[image.data[at]!]! += 1;
    const table = Uint8Array.from({ length: 256 }, (_, value) => value).map(tableFor(counts));
    for (let at = channel; at < data.length; at += 3) data[at] = table[image.data[at]!]!;
  }
  return { ...image, data };
}
