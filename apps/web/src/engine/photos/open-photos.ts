import type { ImageDataset, Preprocessing } from '@attune/data/browser';
import { type RunConfig, taskOf } from '@attune/run';

import { ClassesChangedError } from '../errors/classes-changed-error.ts';
import { layOut } from './lay-out.ts';
import { type HeldPhoto, outputNames, taskOfPhotos } from './photo.ts';

/** Photos as a data set to train on and to judge by. */
export async function openPhotos(photos: readonly HeldPhoto[], preprocessing: Preprocessing): Promise<ImageDataset> {
  const { browserDataset } = await import('./read-images.ts');
  const { idAt: _, ...laidOut } = layOut(photos);
  return browserDataset({ ...preprocessing, ...laidOut, name: 'photos' });
}

/** The photos as a run saw them.
 *
 * @throws {ClassesChangedError} when they have other classes now. */
export async function openPhotosFor(photos: readonly HeldPhoto[], config: RunConfig): Promise<ImageDataset> {
  const { classes } = config;
  requireTaskOf(config, photos);
  const dataset = await openPhotos(photos, config.preprocessing);
  if (dataset.classes.join('\n') !== classes.join('\n')) throw new ClassesChangedError(classes, dataset.classes);
  return dataset;
}

/** @throws {ClassesChangedError} where the photos have labels or numbers and the run
 * does not, or the other way round. */
export function requireTaskOf(config: RunConfig, photos: readonly HeldPhoto[]): void {
  if (taskOf(config).kind !== taskOfPhotos(photos)) throw new ClassesChangedError(config.classes, outputNames(photos));
}
