import type { BrowserFile } from '@attune/data/browser';

import { divide, inFileOrder } from './divide.ts';
import type { HeldPhoto } from './photo.ts';

const folders = { train: 'train', validation: 'val' } as const;

export interface LaidOutPhotos {
  /** As folders: `train/CLASS/NAME` and `val/CLASS/NAME`. */
  readonly files: readonly BrowserFile[];
  /** The photo at a path. */
  readonly idAt: ReadonlyMap<string, string>;
}

/** Photos as the folders that every reader of datasets knows, in file order. Of two photos with one
 * name the later one's id joins its name. */
export function layOut(photos: readonly HeldPhoto[]): LaidOutPhotos {
  const parts = divide(photos);
  const idAt = new Map<string, string>();
  const files = photos.toSorted(inFileOrder).map(({ id, name, className, group, file }): BrowserFile => {
    const folder = `${folders[parts.get(id)!]}/${className}`;
    const path = idAt.has(`${folder}/${name}`) ? `${folder}/${id}-${name}` : `${folder}/${name}`;
    idAt.set(path, id);
    return { path, file, ...(group === null ? {} : { group }) };
  });
  return { files, idAt };
}
