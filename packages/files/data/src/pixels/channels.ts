import type { RgbImage } from './image.ts';

/** How many channels an image has. */
export function channelsOf({ width, height, data }: RgbImage): number {
  return data.length / (width * height);
}

/** The image in another number of channels, where there is one way to have it so: colours to gray
 * by Pillow's luma, gray to three equal channels, transparency over white or, of what has none,
 * full.
 *
 * @throws {RangeError} saying that the image has other channels than are wanted. */
export function withChannels(image: RgbImage, channels: number): RgbImage {
  const own = channelsOf(image);
  if (own === channels) return image;
  const convert = conversions[`${own} to ${channels}`];
  if (convert === undefined) throw new RangeError(otherChannels(own, channels));
  return convert(image);
}

/** Whether an image can be had in other channels than its own. */
export function canHave(own: number, wanted: number): boolean {
  return own === wanted || conversions[`${own} to ${wanted}`] !== undefined;
}

/** Why an image cannot be had in the channels that are wanted. */
export function otherChannels(own: number, wanted: number): string {
  const channels = own === 1 ? '1 channel' : `${own} channels`;
  return `it has ${channels}, and the network takes ${wanted}; to train on them, choose ${channels}: --channels ${own}`;
}

/** What people can be shown of an image: its first three channels, a single one as gray. */
export function inColour(image: RgbImage): RgbImage {
  const channels = channelsOf(image);
  if (channels === 3) return image;
  if (channels === 4) return overWhite(image);
  return channels < 3 ? gray(picked(image, [0])) : picked(image, [0, 1, 2]);
}

const conversions: Readonly<Record<string, ((image: RgbImage) => RgbImage) | undefined>> = {
  '1 to 3': gray,
  '1 to 4': (image) => opaque(gray(image)),
  '3 to 1': luma,
  '3 to 4': opaque,
  '4 to 1': (image) => luma(overWhite(image)),
  '4 to 3': overWhite,
};

function gray({ width, height, data: levels }: RgbImage): RgbImage {
  const data = new Uint8Array(levels.length * 3);
  for (let pixel = 0; pixel < levels.length; pixel++) data.fill(levels[pixel]!, pixel * 3, pixel * 3 + 3);
  return { width, height, data };
}

/** ITU-R 601-2 in 16-bit fixed point. */
function luma({ width, height, data: lights }: RgbImage): RgbImage {
  const data = new Uint8Array(width * height);
  for (let pixel = 0, from = 0; pixel < data.length; pixel++, from += 3) {
    data[pixel] = (lights[from]! * 19595 + lights[from + 1]! * 38470 + lights[from + 2]! * 7471 + 0x8000) >> 16;
  }
  return { width, height, data };
}

function opaque({ width, height, data: lights }: RgbImage): RgbImage {
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let from = 0, to = 0; from < lights.length; from += 3, to += 4) {
    data[to] = lights[from]!;
    data[to + 1] = lights[from + 1]!;
    data[to + 2] = lights[from + 2]!;
  }
  return { width, height, data };
}

function overWhite({ width, height, data: pixels }: RgbImage): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    const alpha = pixels[from + 3]! / 255;
    for (let channel = 0; channel < 3; channel++) data[to + channel] = Math.round(pixels[from + channel]! * alpha + 255 * (1 - alpha));
  }
  return { width, height, data };
}

/** Some of the channels, in this order. */
export function picked(image: RgbImage, wanted: readonly number[]): RgbImage {
  const { width, height, data: pixels } = image;
  const channels = channelsOf(image);
  const data = new Uint8Array(width * height * wanted.length);
  for (let from = 0, to = 0; from < pixels.length; from += channels) for (const channel of wanted) data[to++] = pixels[from + channel]!;
  return { width, height, data };
}
