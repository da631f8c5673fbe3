import { compareCodePoints, namedSplit } from '@attune/data/browser';

import type { Part, Photo } from './photo.ts';

const held = { validationFraction: 0.2, seed: 0 } as const;

/** Which photos are held back to judge: as their folders say, else a share of each class as the
 * command holds back of the same folder. Bursts stay whole. */
export function divide(photos: readonly Photo[]): ReadonlyMap<string, Part> {
  const judged = new Set(photos.filter(({ part }) => part === 'validation').map(({ className }) => className));
  const free = photos.filter(({ part, className }) => part === null && !judged.has(className)).toSorted(inFileOrder);
  const counts = new Map<string, number>();
  for (const { className } of free) counts.set(className, (counts.get(className) ?? 0) + 1);
  const divisible = free.filter(({ className }) => counts.get(className)! > 1);
  const validation = new Set([...heldBack(divisible)].map((position) => divisible[position]!.id));
  return new Map(photos.map(({ id, part }) => [id, part ?? (validation.has(id) ? 'validation' : 'train')]));
}

function heldBack(photos: readonly Photo[]): Int32Array {
  const classes = [...new Set(photos.map(({ className }) => className))];
  const labels = Int32Array.from(photos, ({ className }) => classes.indexOf(className));
  const keys = photos.map(({ className, name }) => `${className}/${name}`);
  return namedSplit(labels, { ...held, keys, groups: photos.map(({ group }) => group) }).validation;
}

/** Class by class, then by name, by code points: what a folder of them would be read as. */
export function inFileOrder(a: Photo, b: Photo): number {
  return compareCodePoints(a.className, b.className) || compareCodePoints(a.name, b.name) || compareCodePoints(a.id, b.id);
}
