import type { RgbImage } from '../pixels/image.ts';

/** The pixels of anything that can be drawn, transparency over white. */
export function pixelsOf(source: CanvasImageSource, { width, height }: Pick<RgbImage, 'width' | 'height'>): RgbImage {
  const context = new OffscreenCanvas(width, height).getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new RangeError(`the browser has no canvas of ${width} × ${height} pixels`);
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.drawImage(source, 0, 0, width, height);
  return withoutAlpha(context.getImageData(0, 0, width, height));
}

/** The same with their transparency as a fourth channel. */
export function transparentPixelsOf(source: CanvasImageSource, { width, height }: Pick<RgbImage, 'width' | 'height'>): RgbImage {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new RangeError(`the browser has no canvas of ${width} × ${height} pixels`);
  context.drawImage(source, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, data: new Uint8Array(data.buffer) };
}

/** Drops every fourth byte. */
function withoutAlpha({ width, height, data: pixels }: ImageData): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    data[to] = pixels[from]!;
    data[to + 1] = pixels[from + 1]!;
    data[to + 2] = pixels[from + 2]!;
  }
  return { width, height, data };
}
