import { cp, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';

import { keyedRandom, permutation } from '@attune/data';

/** Copies a folder of images and puts a share of the training images, drawn at random, into another
 * class, drawn at random.
 *
 * @returns the class that each belongs to, by its path in the copy. */
export async function flippedCopy(
  source: string,
  target: string,
  { share, seed }: { readonly share: number; readonly seed: number },
): Promise<ReadonlyMap<string, string>> {
  await cp(source, target, { recursive: true, filter: (path) => !path.endsWith('LICENSE') });
  const classes = (await readdir(join(target, 'train'))).toSorted();
  const images = (
    await Promise.all(classes.map(async (name) => (await readdir(join(target, 'train', name))).toSorted().map((file) => ({ name, file }))))
  ).flat();
  const random = keyedRandom(seed, 0);
  const chosen = [...permutation(images.length, random)].slice(0, Math.round(images.length * share)).map((index) => images[index]!);
  const flips = new Map<string, string>();
  for (const [index, { name, file }] of chosen.entries()) {
    const others = classes.filter((other) => other !== name);
    const path = `train/${others[Math.floor(random() * others.length)]!}/moved-${index}-${file}`;
    await rename(join(target, 'train', name, file), join(target, path));
    flips.set(path, name);
  }
  return flips;
}
