import { compareCodePoints } from '@attune/data/browser';

import type { DatasetObstacle, DatasetState, DatasetWarning, ValueRange } from '../protocol/photos.ts';
import { inFileOrder } from './divide.ts';
import { type Part, type Photo, namesOf, outputNames, taskOfPhotos } from './photo.ts';

/** Below so many photos of a label, or at all where they have numbers, little can be learned. */
const fewImages = 10;

interface ToldOptions {
  /** Labels that were made by name. */
  readonly made: readonly string[];
  readonly parts: ReadonlyMap<string, Part>;
}

/** What the page shows of photos with several labels or numbers. */
export function toldState(photos: readonly Photo[], { made, parts }: ToldOptions): Omit<DatasetState, 'task' | 'usualSide'> {
  const hasLabels = taskOfPhotos(photos) === 'multi-label';
  const names = hasLabels ? [...new Set([...made, ...outputNames(photos)])].toSorted(compareCodePoints) : outputNames(photos);
  const having = new Map(names.map((name) => [name, photos.filter((photo) => namesOf(photo).includes(name))]));
  const classes = [...having].map(([name, own]) => ({
    name,
    images: own.length,
    ...(hasLabels ? {} : { range: rangeOf(own.map(({ values }) => values![name]!)) }),
  }));
  const images = photos.toSorted(inFileOrder).map(({ id, name, className, labels, values }) => ({
    id,
    path: name,
    className,
    split: parts.get(id)!,
    ...(labels !== undefined && { labels }),
    ...(values !== undefined && { values }),
  }));
  const trained = (own: readonly Photo[]) => own.some(({ id }) => parts.get(id) === 'train');
  const judged = (own: readonly Photo[]) => own.some(({ id }) => parts.get(id) === 'validation');
  const whole: DatasetObstacle[] = names.length > 0 && trained(photos) && judged(photos) ? [] : [{ kind: 'too-few-photos' }];
  const obstacles = [...having].flatMap(([className, own]): DatasetObstacle[] => {
    if (own.length === 0) return [{ kind: 'no-images', className }];
    return trained(own) ? [] : [{ kind: 'none-to-train', className }];
  });
  const warnings = [...having].flatMap(([className, own]): DatasetWarning[] => [
    ...(hasLabels && own.length > 0 && own.length < fewImages ? [{ kind: 'few-images', className, images: own.length } as const] : []),
    ...(hasLabels && own.length > 1 && !judged(own) ? [{ kind: 'not-judged', className } as const] : []),
  ]);
  return { classes, images, warnings, obstacles: [...whole, ...(whole.length > 0 ? [] : obstacles)] };
}

function rangeOf(values: readonly number[]): ValueRange {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    least: values.reduce((least, value) => Math.min(least, value), Infinity),
    most: values.reduce((most, value) => Math.max(most, value), -Infinity),
    mean,
  };
}
