import { PageError } from '../errors/page-error.ts';
import type { BrokenFile } from '../protocol/photos.ts';
import type { Gathered } from './gather.ts';
import { type HeldPhoto, type Told, outputNames, taskOfPhotos } from './photo.ts';

/** What comes in, as those that are there say things: photos of class folders get their class as a
 * label beside others that have labels. Beside numbers they say nothing.
 *
 * @throws {PageError} when a table says other things than the photos that are there. */
export function joined(gathered: Gathered, present: readonly HeldPhoto[]): Gathered {
  const { photos } = gathered;
  if (photos.length === 0 || present.length === 0) return gathered;
  const [task, now] = [taskOfPhotos(photos), taskOfPhotos(present)];
  if (task === 'single-label' && now === 'multi-label')
    return { ...gathered, photos: photos.map(({ className, ...photo }) => ({ ...photo, className: '', labels: [className] })) };
  if (task === 'single-label' && now === 'regression') {
    const numberless = photos.map(({ name }): BrokenFile => ({ path: name, reason: 'no table says its numbers', kind: 'no-number' }));
    return { ...gathered, photos: [], skipped: [...gathered.skipped, ...numberless] };
  }
  if (saysOther(photos, present))
    throw new PageError('other-task', 'The table says other things of its photos than the photos that are here say: replace them, or leave it.');
  return gathered;
}

/** Whether a table tells of photos what cannot stand beside what is told of others: of classes
 * alone it can. */
export function saysOther(photos: readonly Told[], present: readonly Told[]): boolean {
  if (photos.length === 0 || present.length === 0) return false;
  const task = taskOfPhotos(photos);
  if (task !== taskOfPhotos(present)) return task !== 'single-label';
  return task === 'regression' && outputNames(photos).join('\n') !== outputNames(present).join('\n');
}
