import { type Preprocessing, type RgbImage, inColour, resize } from '@attune/data';
import type { Plane } from '@attune/insight';
import { interpolateViridis } from 'd3-scale-chromatic';

/** Side of the pictures, in pixels; larger where the network sees more. */
const smallestSide = 224;
const opacity = 0.6;

/** What the network saw, made visible again: normalised values [side, side, channels] →
 * a picture. */
export function pictureOf(values: Float32Array, { imageSize, mean, std }: Preprocessing): RgbImage {
  const channels = mean.length;
  const level = (value: number, channel: number) => Math.max(0, Math.min(255, Math.round((value * std[channel]! + mean[channel]!) * 255)));
  const data = Uint8Array.from(values, (value, index) => level(value, index % channels));
  const side = Math.max(smallestSide, imageSize);
  return resize(inColour({ width: imageSize, height: imageSize, data }), { width: side, height: side });
}

/** A plane's smallest and largest value, between which its colours lie. */
export interface Scale {
  readonly from: number;
  readonly to: number;
}

/** From 0 where `from` is left out: for maps in which 0 says something. */
export function scaleOf({ values }: Plane, from?: number): Scale {
  return {
    from: from ?? values.reduce((least, value) => Math.min(least, value), Infinity),
    to: values.reduce((most, value) => Math.max(most, value), -Infinity),
  };
}

/** Within this of 1, a gate passes on what comes in as good as unchanged. */
const hardly = 0.05;

/** The true scale of gates, from 0 to 2 with 1, which changes nothing, in the middle; beyond 2 as
 * far as they go. Gates that stay near 1 look alike on it, as they act alike. */
export function gateScale(plane: Plane): Scale {
  return { from: 0, to: Math.max(2, scaleOf(plane).to) };
}

/** Whether every gate of a plane is within 0.05 of 1. */
export function hardlyActs({ values }: Plane): boolean {
  return values.every((gate) => Math.abs(gate - 1) <= hardly);
}

/** A plane in colours over a picture, smoothly enlarged to its size. The colours are viridis, which
 * people tell apart whatever colours they see. */
export function drawOver(picture: RgbImage, plane: Plane, scale: Scale): RgbImage {
  const levels = resize(levelsOf(plane, scale), { width: picture.width, height: picture.height });
  const data = picture.data.map((value, index) => {
    const colour = palette[levels.data[index - (index % 3)]!]![index % 3]!;
    return Math.round(value * (1 - opacity) + colour * opacity);
  });
  return { ...picture, data };
}

/** As a gray picture, 0 at the scale's beginning and 255 at its end. */
function levelsOf({ width, height, values }: Plane, { from, to }: Scale): RgbImage {
  const range = to - from || 1;
  const data = new Uint8Array(values.length * 3);
  values.forEach((value, index) => data.fill(Math.round((255 * (Math.max(from, Math.min(to, value)) - from)) / range), index * 3, index * 3 + 3));
  return { width, height, data };
}

const palette: readonly (readonly number[])[] = Array.from({ length: 256 }, (_, level) => channelsOf(interpolateViridis(level / 255)));

/** `#rrggbb` or `rgb(r, g, b)`. */
function channelsOf(colour: string): number[] {
  if (colour.startsWith('#')) return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
  return colour.match(/\d+/gu)!.map(Number);
}
