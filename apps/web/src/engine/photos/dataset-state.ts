import { alikeNames, compareCodePoints } from '@attune/data/browser';

import type { DatasetObstacle, DatasetState, DatasetWarning } from '../protocol/photos.ts';
import { byClass, divide, inFileOrder, isOneBurst } from './divide.ts';
import { type Part, type Photo, taskOfPhotos } from './photo.ts';
import { toldState } from './told-state.ts';

/** Below so many photos of a class, little can be learned or judged. */
const fewImages = 10;
const strongImbalance = 5;

export interface StateOptions {
  /** Classes that were made by name: they stay when they have no photo. */
  readonly made?: readonly string[];
  /** How many photos a reload loses. */
  readonly unkept?: number;
}

/** What the page shows of the photos. */
export function datasetState(photos: readonly Photo[], { made = [], unkept = 0 }: StateOptions = {}): DatasetState {
  const task = taskOfPhotos(photos);
  const parts = divide(photos);
  const notKept: DatasetWarning[] = unkept === 0 ? [] : [{ kind: 'not-kept', images: unkept }];
  if (task !== 'single-label') {
    const told = toldState(photos, { made, parts });
    return {
      ...told,
      task,
      warnings: [...alikeWarnings(task, told.classes), ...told.warnings, ...notKept],
      usualSide: median(photos.flatMap(({ side }) => side ?? [])),
    };
  }
  const names = [...new Set([...made, ...photos.map(({ className }) => className)])].toSorted(compareCodePoints);
  const classes = names.map((name) => ({ name, images: photos.filter(({ className }) => className === name).length }));
  const filled = classes.filter(({ images }) => images > 0);
  return {
    task,
    classes,
    images: photos.toSorted(inFileOrder).map(({ id, name, className }) => ({ id, path: `${className}/${name}`, className, split: parts.get(id)! })),
    warnings: [...alikeWarnings(task, classes), ...classWarnings(filled), ...judgingWarnings(photos, parts), ...notKept],
    obstacles: obstaclesOf(classes, byClass(photos), parts),
    usualSide: median(photos.flatMap(({ side }) => side ?? [])),
  };
}

/** Names that mean the same to a reader, whether they have photos yet or not; what is measured may
 * have such names. */
function alikeWarnings(task: DatasetState['task'], classes: DatasetState['classes']): DatasetWarning[] {
  if (task === 'regression') return [];
  return alikeNames(classes.map(({ name }) => name)).map((names) => ({ kind: 'alike', names }));
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

function judgingWarnings(photos: readonly Photo[], parts: ReadonlyMap<string, Part>): DatasetWarning[] {
  return byClass(photos).flatMap((ofClass): DatasetWarning[] => {
    const { className } = ofClass[0]!;
    const held = ofClass.filter(({ id }) => parts.get(id) === 'validation').length;
    if (held === 0) return [{ kind: 'not-judged', className }];
    return isOneBurst(ofClass) ? [{ kind: 'one-burst', className, held }] : [];
  });
}

function obstaclesOf(classes: DatasetState['classes'], filled: readonly (readonly Photo[])[], parts: ReadonlyMap<string, Part>): DatasetObstacle[] {
  const only = filled.length < 2 ? [{ kind: 'one-class' } as const] : [];
  const empty = classes.filter(({ images }) => images === 0).map(({ name }) => ({ kind: 'no-images', className: name }) as const);
  const thin = filled.flatMap((ofClass): DatasetObstacle[] => {
    const { className } = ofClass[0]!;
    if (ofClass.length === 1) return [{ kind: 'one-image', className }];
    return ofClass.some(({ id }) => parts.get(id) === 'train') ? [] : [{ kind: 'none-to-train', className }];
  });
  return [...only, ...empty, ...thin];
}

function median(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}
