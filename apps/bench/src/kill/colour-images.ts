import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const side = 40;
const classes = { blue: [30, 40, 220], red: [220, 40, 30] } as const;

/** Writes a folder of PPM images, `train/CLASS` and `val/CLASS`: a colour each class, with a
 * texture that differs from image to image. */
export async function writeColourImages(folder: string, images: Readonly<Record<string, number>>): Promise<void> {
  for (const [part, count] of Object.entries(images)) {
    for (const [name, colour] of Object.entries(classes)) {
      await mkdir(join(folder, part, name), { recursive: true });
      for (let index = 0; index < count; index++) await writeFile(join(folder, part, name, `${index}.ppm`), image(colour, index));
    }
  }
}

function image(colour: readonly number[], seed: number): Uint8Array {
  const pixels = Uint8Array.from({ length: side * side * 3 }, (_, at) => Math.min(255, colour[at % 3]! + ((at * 31 + seed * 17) % 29)));
  return Buffer.concat([Buffer.from(`P6\n${side} ${side}\n255\n`), pixels]);
}
