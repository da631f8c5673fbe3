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

/** Whether these are pixels, of three or of four channels. */
export function isPixels(image: object): image is RgbImage | RgbaImage {
  return 'data' in image && image.data instanceof Object && 'width' in image && 'height' in image;
}

/** Pixels of three channels, transparency over white. */
export function opaque({ width, height, data }: RgbImage | RgbaImage): RgbImage {
  const pixels = width * height;
  if (data.length === pixels * 3) return { width, height, data: data instanceof Uint8Array ? data : Uint8Array.from(data) };
  if (data.length !== pixels * 4) throw new RangeError(`${width} × ${height} pixels have ${data.length} values: give three (RGB) or four (RGBA) for each`);
  const output = new Uint8Array(pixels * 3);
  for (let from = 0, to = 0; to < output.length; from += 4, to += 3) {
    const alpha = data[from + 3]! / 255;
    for (let channel = 0; channel < 3; channel++) output[to + channel] = Math.round(data[from + channel]! * alpha + 255 * (1 - alpha));
  }
  return { width, height, data: output };
}
