import type { RgbImage } from './image.ts';

/** Cyan, magenta, yellow and black without a profile, mixed by formula: a light is (255
 * − its ink)(255 − black) / 255.
 *
 * @param inks [height, width, 4]. */
export function cmykToRgb({ width, height, data: inks }: RgbImage): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let pixel = 0, at = 0; at < data.length; pixel += 4) {
    const light = 255 - inks[pixel + 3]!;
    for (let ink = 0; ink < 3; ink++) data[at++] = Math.round(((255 - inks[pixel + ink]!) * light) / 255);
  }
  return { width, height, data };
}
