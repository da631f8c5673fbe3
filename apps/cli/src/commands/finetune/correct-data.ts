import { isAbsolute, relative, sep } from 'node:path';

import { type ImageDataset, readCorrections, withCorrections } from '@attune/data';

import { UsageError } from '../../usage-error.ts';

export interface CorrectionsOfData {
  /** Where the images are. */
  readonly data: string;
  /** A CSV of `attune clean`. */
  readonly corrections: string;
}

/** A dataset as a CSV of corrections says; those of images that are not there are told like images
 * that are skipped.
 *
 * @throws {DatasetError} when the CSV is none, or moves images to a class that is not there.
 * @throws {UsageError} when it is of other data. */
export async function correctData(dataset: ImageDataset, { data, corrections: file }: CorrectionsOfData): Promise<ImageDataset> {
  const corrections = await readCorrections(file);
  const { dataset: corrected, unknown } = withCorrections(dataset, corrections, (name) => nameIn(data, name));
  if (unknown.length === corrections.length && unknown.length > 0)
    throw new UsageError(`${file} corrects no image of ${data}: its first is ${unknown[0]}. Give the corrections that were written for this data.`);
  const absent = unknown.map((path) => ({ path, reason: 'a correction names it, and it is not there' }));
  return { ...corrected, skipped: [...corrected.skipped, ...absent] };
}

/** What an image is called in a list about its data: its path there, wherever they lie. */
export function nameIn(data: string, name: string): string {
  if (!isAbsolute(name)) return name;
  const way = relative(data, name);
  return way === '' || way.startsWith('..') ? name : way.split(sep).join('/');
}
