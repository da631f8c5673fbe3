import { compareCodePoints, namedSplit } from '@attune/data/browser';

import { type Part, type Photo, namesOf, outputNames, taskOfPhotos } from './photo.ts';

const held = { validationFraction: 0.2, seed: 0 } as const;

/** Which photos are held back to judge: as their folders say, else a share of each class as the
 * command holds back of the same folder. Bursts stay whole, unless a class is nothing but one: then
 * its last photos are held back. Where no folder holds anything back, their training folders say
 * nothing. */
export function divide(photos: readonly Photo[]): ReadonlyMap<string, Part> {
  if (taskOfPhotos(photos) !== 'single-label') return divideTold(photos);
  const judged = new Set(photos.filter(({ part }) => part === 'validation').map(({ className }) => className));
  const placeOf = ({ part }: Photo) => (judged.size === 0 ? null : part);
  const free = photos.filter((photo) => placeOf(photo) === null && !judged.has(photo.className)).toSorted(inFileOrder);
  const divisible = byClass(free).filter((ofClass) => ofClass.length > 1);
  const several = divisible.filter((ofClass) => !isOneBurst(ofClass)).flat();
  const chosen = heldBack(several, [...new Set(several.map(({ className }) => className))]);
  const validation = new Set([...chosen, ...divisible.filter(isOneBurst).flatMap(lastOf)]);
  return new Map(photos.map((photo) => [photo.id, placeOf(photo) ?? (validation.has(photo.id) ? 'validation' : 'train')]));
}

/** Photos with several labels or numbers: as their table says, where it holds any back, else a
 * share of each class, or of all where they have numbers. */
function divideTold(photos: readonly Photo[]): ReadonlyMap<string, Part> {
  const isJudged = photos.some(({ part }) => part === 'validation');
  const ordered = photos.toSorted(inFileOrder);
  const validation = new Set(isJudged ? [] : heldBack(ordered, outputNames(photos)));
  return new Map(ordered.map(({ id, part }) => [id, isJudged ? (part ?? 'train') : validation.has(id) ? 'validation' : 'train']));
}

/** Whether all of a class's photos were taken in one burst. */
export function isOneBurst(ofClass: readonly Photo[]): boolean {
  const [first] = ofClass;
  return ofClass.length > 1 && first!.group !== null && ofClass.every(({ group, part }) => group === first!.group && part !== 'validation');
}

/** The photos of each class. */
export function byClass<P extends Photo>(photos: readonly P[]): P[][] {
  const classes = new Map<string, P[]>();
  for (const photo of photos) {
    const ofClass = classes.get(photo.className) ?? [];
    ofClass.push(photo);
    classes.set(photo.className, ofClass);
  }
  return [...classes.values()];
}

function heldBack(photos: readonly Photo[], names: readonly string[]): string[] {
  const labelsOf = (position: number) => namesOf(photos[position]!).map((name) => names.indexOf(name));
  const labels = Int32Array.from(photos, (_, position) => labelsOf(position)[0] ?? 0);
  const keys = photos.map(({ className, name }) => (className === '' ? name : `${className}/${name}`));
  const { validation } = namedSplit(labels, { ...held, keys, labelsOf, groups: photos.map(({ group }) => group) });
  return Array.from(validation, (position) => photos[position]!.id);
}

const inTime = new Intl.Collator('en', { numeric: true });

/** The last of a burst, by the numbers in their names. */
function lastOf(burst: readonly Photo[]): string[] {
  const count = Math.max(1, Math.round(burst.length * held.validationFraction));
  const ordered = burst.toSorted((a, b) => inTime.compare(a.name, b.name));
  return ordered.slice(-count).map(({ id }) => id);
}

/** Class by class, then by name, by code points: what a folder of them would be read as. */
export function inFileOrder(a: Photo, b: Photo): number {
  return compareCodePoints(a.className, b.className) || compareCodePoints(a.name, b.name) || compareCodePoints(a.id, b.id);
}
