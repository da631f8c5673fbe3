import { channelsOf, withChannels } from './channels.ts';
import type { RgbImage } from './image.ts';

/** A class of a browser where its types are known, else nothing: Node's programs need none. */
type Known<Name extends string> = typeof globalThis extends Readonly<Record<Name, { readonly prototype: infer Instance }>> ? Instance : never;

/** What a browser can draw. */
export type Drawable =
  | Known<'HTMLCanvasElement'>
  | Known<'OffscreenCanvas'>
  | Known<'HTMLImageElement'>
  | Known<'ImageBitmap'>
  | Known<'HTMLVideoElement'>
  | Known<'VideoFrame'>;

/** Pixels with their alpha, as a canvas gives them. */
export interface RgbaImage {
  readonly width: number;
  readonly height: number;
  /** [height, width, 4], each value 0 … 255. */
  readonly data: Uint8ClampedArray;
}

/** An image in any shape that people have one in: a path (Node) or an address, the bytes of a file
 * or a Blob of them, pixels, and in a browser all that it can draw. */
export type ImageInput = string | URL | Uint8Array | Blob | RgbImage | RgbaImage | Drawable;

/** Whether these are pixels. */
export function isPixels(image: object): image is RgbImage | RgbaImage {
  return 'data' in image && image.data instanceof Object && 'width' in image && 'height' in image;
}

/** Pixels that somebody hands over, in as many channels as are wanted: transparency
 * over white where these are three.
 *
 * @throws {RangeError} when there are too few values, or too many. */
export function givenPixels({ width, height, data }: RgbImage | RgbaImage, channels: number): RgbImage {
  const image = { width, height, data: data instanceof Uint8Array ? data : Uint8Array.from(data) };
  const own = channelsOf(image);
  if (own !== channels && own !== 3 && own !== 4)
    throw new RangeError(`${width} × ${height} pixels have ${data.length} values: give ${wanted(channels)} for each`);
  return withChannels(image, channels);
}

function wanted(channels: number): string {
  return channels === 3 ? 'three (RGB) or four (RGBA)' : `${channels}`;
}
