import type { MapPlane } from '../engine/protocol/insight.ts';

/** `heat`: where something is, as warmth. `gate`: by how much attention multiplies, on
 * one scale for
 * all gates: 1 leaves the photo as it is, less darkens it, more warms it. `stretched`:
 * the same from
 * a gate's smallest value to its largest. */
export type Palette = 'heat' | 'gate' | 'stretched';

type Colour = readonly [red: number, green: number, blue: number, alpha: number];

const paints: Readonly<Record<Palette, (value: number, map: MapPlane) => Colour>> = {
  heat: (value) => warmth(value),
  gate: (value, { from, to }) => gateColour(from + value * (to - from)),
  stretched: (value) => gateColour(2 * value),
};

/** A map in colours, a pixel for each of its values. */
export function paintMap(map: MapPlane, palette: Palette): OffscreenCanvas {
  const { width, height, values } = map;
  const canvas = new OffscreenCanvas(width, height);
  const pixels = new ImageData(width, height);
  values.forEach((value, index) => pixels.data.set(paints[palette](value, map), index * 4));
  canvas.getContext('2d')!.putImageData(pixels, 0, 0);
  return canvas;
}

/** From nothing, through red, to yellow. */
function warmth(value: number): Colour {
  return [255, Math.round(40 + 190 * value), 30, Math.round(235 * Math.min(1, value * 1.15))];
}

/** A gate of 0 is black, one of 1 nothing, one of 2 all orange. */
function gateColour(gate: number): Colour {
  return gate < 1 ? [8, 12, 40, Math.round(235 * Math.min(1, 1 - gate))] : [255, 140, 20, Math.round(235 * Math.min(1, gate - 1))];
}

/** How far from 1 a gate has to be somewhere for the eye, and the network, to notice. */
const noticeable = 0.05;

/** Whether a gate passes on nearly what comes in. */
export function hardlyActs({ from, to }: MapPlane): boolean {
  return Math.max(Math.abs(from - 1), Math.abs(to - 1)) < noticeable;
}
