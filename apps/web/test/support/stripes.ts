import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import sharp from 'sharp';

import type { TrainingTask } from './train-on.ts';

/** Small PNG pictures, a direction of stripes for each class, no two alike, divided
 * into `train/` and `val/`. */
export async function stripes({
  classes,
  each,
  side,
}: {
  readonly classes: number;
  readonly each: number;
  readonly side: number;
}): Promise<TrainingTask['files']> {
  const files: TrainingTask['files'][number][] = [];
  for (let label = 0; label < classes; label++) {
    for (let number = 0; number < each; number++) {
      const angle = (Math.PI * label) / classes;
      const data = Uint8Array.from({ length: side * side * 3 }, (_, index) => {
        const [x, y] = [Math.floor(index / 3) % side, Math.floor(index / 3 / side)];
        return Math.round(127.5 + 100 * Math.sin(x * Math.cos(angle) + y * Math.sin(angle) + number) + ((index * 7919 + number * 104729) % 27));
      });
      const bytes = new Uint8Array(
        await sharp(data, { raw: { width: side, height: side, channels: 3 } })
          .png()
          .toBuffer(),
      );
      files.push({ path: `${number % 4 === 3 ? 'val' : 'train'}/class-${label}/${number}.png`, bytes });
    }
  }
  return files;
}

export async function writeFiles(folder: string, files: TrainingTask['files']): Promise<void> {
  for (const { path, bytes } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}
