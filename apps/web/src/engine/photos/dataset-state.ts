import { compareCodePoints } from '@attune/data/browser';

import type { DatasetState, DatasetWarning } from '../protocol.ts';
import { divide, inFileOrder } from './divide.ts';
import type { Part, Photo } from './photo.ts';

/** Below so many photos of a class, little can be learned or judged. */
const fewImages = 10;
const strongImbalance = 5;

/** What the page shows of the photos. */
export function datasetState(photos: readonly Photo[], unkept: number): DatasetState {
  const parts = divide(photos);
  const names = [...new Set(photos.map(({ className }) => className))].toSorted(compareCodePoints);
  const classes = names.map((name) => ({ name, images: photos.filter(({ className }) => className === name).length }));
  return {
    classes,
    images: photos.toSorted(inFileOrder).map(({ id, name, className }) => ({ id, path: `${className}/${name}`, className, split: parts.get(id)! })),
    warnings: [...classWarnings(classes), ...unjudged(photos, parts), ...(unkept === 0 ? [] : [{ kind: 'not-kept', images: unkept } as const])],
  };
}

function classWarnings(classes: DatasetState['classes']): DatasetWarning[] {
  const [first, second] = classes;
  const [least, most] = [classes.toSorted((a, b) => a.images - b.images)[0], classes.toSorted((a, b) => b.images - a.images)[0]];
  const times = most === undefined || least === undefined ? 1 : most.images / least.images;
  return [
    ...(first !== undefined && second === undefined ? [{ kind: 'one-class', className: first.name } as const] : []),
    ...classes.filter(({ images }) => images < fewImages).map(({ name, images }) => ({ kind: 'few-images', className: name, images }) as const),
    ...(times >= strongImbalance ? [{ kind: 'imbalance', most: most!.name, least: least!.name, times } as const] : []),
  ];
}

function unjudged(photos: readonly Photo[], parts: ReadonlyMap<string, Part>): DatasetWarning[] {
  const judged = new Set(photos.filter(({ id }) => parts.get(id) === 'validation').map(({ className }) => className));
  return [...new Set(photos.map(({ className }) => className))].filter((name) => !judged.has(name)).map((className) => ({ kind: 'not-judged', className }));
}
