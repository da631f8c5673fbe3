import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import sharp, { type Create } from 'sharp';

/** Photos with labels, and as many with numbers. */
export const squares = 30;
/** Of the validation part: its red square is called blue, so that no network is right of all. */
const mislabelled = 4;

/** Photos with a red and a blue square or none, with a table of these; and of squares by their
 * side. */
export async function writeSquares(folder: string): Promise<void> {
  await mkdir(join(folder, 'labels/images'), { recursive: true });
  await mkdir(join(folder, 'numbers'), { recursive: true });
  const [labels, numbers] = [['file,labels,split'], ['image,side,split']];
  for (let number = 0; number < squares; number++) {
    const part = number % 5 === 4 ? 'val' : 'train';
    const own = number % 6 === 0 ? [] : number % 3 === 0 ? ['red', 'blue'] : number % 3 === 1 ? ['red'] : number % 2 === 0 ? ['blue'] : ['red', 'blue'];
    const drawn = [...(own.includes('red') ? [square('#d00', 12, 2, 2)] : []), ...(own.includes('blue') ? [square('#00d', 12, 17, 17)] : [])];
    await picture(number, drawn, join(folder, `labels/images/${number}.png`));
    labels.push(`${number}.png,${number === mislabelled ? 'blue' : own.join(';')},${part}`);
    const side = 4 + ((number * 7) % 24);
    await picture(number, [square('#d00', side, 2, 2)], join(folder, `numbers/${number}.png`));
    numbers.push(`${number}.png,${side},${part}`);
  }
  await writeFile(join(folder, 'labels/labels.csv'), labels.join('\n'));
  await writeFile(join(folder, 'numbers/sides.csv'), numbers.join('\n'));
}

interface Square {
  readonly input: { readonly create: Create };
  readonly left: number;
  readonly top: number;
}

function square(background: string, side: number, left: number, top: number): Square {
  return { input: { create: { width: side, height: side, channels: 3, background } }, left, top };
}

/** No two numbers alike. */
async function picture(number: number, drawn: readonly Square[], path: string): Promise<void> {
  const background = { r: 120 + number, g: 160 - number, b: 130 + ((number * 5) % 40) };
  await sharp({ create: { width: 32, height: 32, channels: 3, background } })
    .composite([...drawn])
    .png()
    .toFile(path);
}
