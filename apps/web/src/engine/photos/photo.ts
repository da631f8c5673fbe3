import { compareCodePoints } from '@attune/data/browser';
import type { TaskKind } from '@attune/run';

/** A photo of the project. */
export interface Photo {
  /** The beginning of its bytes' SHA-256. */
  readonly id: string;
  /** Its file's name. */
  readonly name: string;
  /** Empty where labels or values say more. */
  readonly className: string;
  /** Where it may have several. */
  readonly labels?: readonly string[];
  /** Where numbers are told, by the name of each target. */
  readonly values?: Readonly<Record<string, number>>;
  /** Photos of one group are never divided. */
  readonly group: string | null;
  /** Where the folder that it came in put it; null when that is left to us. */
  readonly part: Part | null;
  /** The shorter side in pixels; absent in projects that were saved before it was noted. */
  readonly side?: number;
}

/** What is said of a photo. */
export type Told = Pick<Photo, 'className' | 'labels' | 'values'>;

/** What is to be told of photos: what the first of them says. */
export function taskOfPhotos(photos: readonly Told[]): TaskKind {
  const [first] = photos;
  if (first?.labels !== undefined) return 'multi-label';
  return first?.values === undefined ? 'single-label' : 'regression';
}

/** The names of the network's outputs: classes by code points, or targets in the order of the table
 * that they came from. */
export function outputNames(photos: readonly Told[]): string[] {
  const [first] = photos;
  if (first?.values !== undefined) return Object.keys(first.values);
  return [...new Set(photos.flatMap(namesOf))].toSorted(compareCodePoints);
}

/** The classes that a photo counts for; the targets of one that has numbers. */
export function namesOf({ className, labels, values }: Told): readonly string[] {
  return labels ?? (values === undefined ? [className] : Object.keys(values));
}

export type Part = 'train' | 'validation';

/** A photo with its bytes. */
export interface HeldPhoto extends Photo {
  readonly file: Blob;
}
