import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { emojiSample } from '@attune/sample';
import sharp from 'sharp';

export interface PhotoCounts {
  readonly train: number;
  readonly validation: number;
}

/** Some photos of ants and bees from the data pack, as `train/` and `val/`. */
export async function writeAntsAndBees(folder: string, pack: string, counts: PhotoCounts): Promise<void> {
  for (const [part, count] of [
    ['train', counts.train],
    ['val', counts.validation],
  ] as const) {
    for (const className of ['ants', 'bees']) {
      const from = join(pack, 'hymenoptera', part, className);
      await mkdir(join(folder, part, className), { recursive: true });
      const photos = (await readdir(from)).filter((name) => /\.jpe?g$/iu.test(name)).toSorted();
      for (const name of photos.slice(0, count)) await cp(join(from, name), join(folder, part, className, name));
    }
  }
}

/** Emoji of two categories that look unlike each other, as PNG files in `train/` and `val/`: the
 * sample's own division into styles seen and unseen. */
export async function writeEmoji(folder: string, counts: PhotoCounts): Promise<void> {
  const sample = await emojiSample({ size: 64 });
  const wanted = ['Smileys & Emotion', 'Travel & Places'];
  for (const [part, split, count] of [
    ['train', sample.train, counts.train],
    ['val', sample.validation, counts.validation],
  ] as const) {
    for (const className of wanted) {
      await mkdir(join(folder, part, className), { recursive: true });
      const label = sample.classes.indexOf(className);
      const members = Array.from(split.labels.keys()).filter((index) => split.labels[index] === label);
      for (const index of members.slice(0, count)) {
        const { width, height, data } = await split.image(index);
        await sharp(data, { raw: { width, height, channels: 3 } })
          .png()
          .toFile(join(folder, part, className, `${index}.png`));
      }
    }
  }
}
