import type { RgbImage } from '../../pixels/image.ts';

/** Where in the source a result pixel's centre lies: x = a·x + b·y + c, y = d·x + e·y + f. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** Moves pixels to the nearest place; what comes from outside is black. */
export function transform(image: RgbImage, [a, b, c, d, e, f]: Affine): RgbImage {
  const { width, height } = image;
  const data = new Uint8Array(image.data.length);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const sourceX = Math.floor(a * (x + 0.5) + b * (y + 0.5) + c);
      const sourceY = Math.floor(d * (x + 0.5) + e * (y + 0.5) + f);
      if (sourceX < 0 || sourceX >= width || sourceY < 0 || sourceY >= height) continue;
      const from = (sourceY * width + sourceX) * 3;
      data[at] = image.data[from]!;
      data[at + 1] = image.data[from + 1]!;
      data[at + 2] = image.data[from + 2]!;
    }
  }
  return { ...image, data };
}

/** Turns about the centre, counter-clockwise, in degrees. */
export function rotate(image: RgbImage, degrees: number): RgbImage {
  const cosine = Math.cos((degrees * Math.PI) / 180);
  const sine = -Math.sin((degrees * Math.PI) / 180);
  const x = image.width / 2;
  const y = image.height / 2;
  return transform(image, [cosine, sine, x - cosine * x - sine * y, -sine, cosine, y + sine * x - cosine * y]);
}

/** Slants each row by its height times `amount`, the top row staying. */
export function shearAcross(image: RgbImage, amount: number): RgbImage {
  return transform(image, [1, amount, 0, 0, 1, 0]);
}

/** Slants each column by its distance times `amount`, the left column staying. */
export function shearDown(image: RgbImage, amount: number): RgbImage {
  return transform(image, [1, 0, 0, amount, 1, 0]);
}

/** Moves by whole pixels. */
export function shift(image: RgbImage, { across, down }: { readonly across: number; readonly down: number }): RgbImage {
  return transform(image, [1, 0, -across, 0, 1, -down]);
}
