import type { BrowserFile } from '@attune/data/browser';

import { ClassesChangedError } from '../classes-changed-error.ts';
import { divide, inFileOrder } from './divide.ts';
import type { HeldPhoto, Part } from './photo.ts';

const folders = { train: 'train', validation: 'val' } as const;

interface LaidOutPhotos {
  /** As folders: `train/CLASS/NAME` and `val/CLASS/NAME`. */
  readonly files: readonly BrowserFile[];
  /** The photo at a path. */
  readonly idAt: ReadonlyMap<string, string>;
}

/** The photos of a run's classes, and how many others were held back. Each is in the
 * part that it has
 * among all photos.
 *
 * @throws {ClassesChangedError} when there are photos of other classes alone. */
export function layOutFor(classes: readonly string[], photos: readonly HeldPhoto[]): LaidOutPhotos & { readonly strangers: number } {
  const parts = divide(photos);
  const present = photos.filter(({ className }) => classes.includes(className));
  if (present.length === 0) throw new ClassesChangedError(classes, [...new Set(photos.map(({ className }) => className))].toSorted());
  const strangers = photos.filter(({ id, className }) => parts.get(id) === 'validation' && !classes.includes(className));
  return { ...inFolders(present, parts), strangers: strangers.length };
}

/** Photos as the folders that every reader of datasets knows, in file order. Of two photos with one
 * name the later one's id joins its name. */
export function layOut(photos: readonly HeldPhoto[]): LaidOutPhotos {
  return inFolders(photos, divide(photos));
}

function inFolders(photos: readonly HeldPhoto[], parts: ReadonlyMap<string, Part>): LaidOutPhotos {
  const idAt = new Map<string, string>();
  const files = photos.toSorted(inFileOrder).map(({ id, name, className, group, file }): BrowserFile => {
    const folder = `${folders[parts.get(id)!]}/${className}`;
    const path = idAt.has(`${folder}/${name}`) ? `${folder}/${id}-${name}` : `${folder}/${name}`;
    idAt.set(path, id);
    return { path, file, ...(group === null ? {} : { group }) };
  });
  return { files, idAt };
}
