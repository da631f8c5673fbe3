import type { BrowserFile, LabelOptions } from '@attune/data/browser';

import { ClassesChangedError } from '../errors/classes-changed-error.ts';
import { divide, inFileOrder } from './divide.ts';
import { type HeldPhoto, type Part, outputNames, taskOfPhotos } from './photo.ts';

const folders = { train: 'train', validation: 'val' } as const;

interface LaidOutPhotos extends LabelOptions {
  /** As folders: `train/CLASS/NAME` and `val/CLASS/NAME`; of several labels or numbers
   * `photos/NAME` with their table. */
  readonly files: readonly BrowserFile[];
  readonly table?: string;
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
  if (taskOfPhotos(photos) !== 'single-label') return { ...besideTable(photos, parts), strangers: 0 };
  const present = photos.filter(({ className }) => classes.includes(className));
  if (present.length === 0) throw new ClassesChangedError(classes, [...new Set(photos.map(({ className }) => className))].toSorted());
  const strangers = photos.filter(({ id, className }) => parts.get(id) === 'validation' && !classes.includes(className));
  return { ...inFolders(present, parts), strangers: strangers.length };
}

/** Photos as the folders that every reader of datasets knows, in file order. Of two photos with one
 * name the later one's id joins its name. */
export function layOut(photos: readonly HeldPhoto[]): LaidOutPhotos {
  const parts = divide(photos);
  return taskOfPhotos(photos) === 'single-label' ? inFolders(photos, parts) : besideTable(photos, parts);
}

const tableFile = 'labels.csv';

/** What is said of each photo, in a table as the command reads it. */
function besideTable(photos: readonly HeldPhoto[], parts: ReadonlyMap<string, Part>): LaidOutPhotos {
  const targets = taskOfPhotos(photos) === 'regression' ? outputNames(photos) : null;
  const idAt = new Map<string, string>();
  const files: BrowserFile[] = [];
  const rows = [['path', 'split', 'group', ...(targets ?? ['labels'])]];
  for (const { id, name, group, file, labels = [], values = {} } of photos.toSorted(inFileOrder)) {
    const path = idAt.has(`photos/${name}`) ? `photos/${id}-${name}` : `photos/${name}`;
    idAt.set(path, id);
    files.push({ path, file });
    rows.push([path, folders[parts.get(id)!], group ?? '', ...(targets?.map((target) => String(values[target])) ?? [JSON.stringify(labels)])]);
  }
  const text = rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n');
  const said = targets === null ? ({ task: 'multi-label' } as const) : ({ task: 'regression', targets } as const);
  return { files: [...files, { path: tableFile, file: new Blob([text]) }], table: tableFile, idAt, ...said };
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
