import { createReadStream } from 'node:fs';
import { copyFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { userPath } from '../../../paths.ts';
import { makeFolder } from '../../../run/make-folder.ts';
import { asideOf } from '../../../run/write-file.ts';
import type { DataStore, StoredFile } from './data-store.ts';
import { StoreError } from './store-error.ts';

/** A folder that machines share, or that a server hands out. */
export class FolderStore implements DataStore {
  readonly address: string;
  readonly mostBytes = Number.POSITIVE_INFINITY;

  constructor(folder: string) {
    this.address = userPath(folder);
  }

  async size(key: string): Promise<number | null> {
    const found = await stat(join(this.address, key)).catch(() => null);
    return found?.isFile() === true ? found.size : null;
  }

  async read(key: string, from: number): Promise<{ readonly start: number; readonly bytes: AsyncIterable<Uint8Array> }> {
    if ((await this.size(key)) === null) throw new StoreError(this.address, `${key} is not there: the sweep puts it there when it is started with this store.`);
    return { start: from, bytes: createReadStream(join(this.address, key), { start: from }) };
  }

  async write(key: string, { path }: StoredFile): Promise<void> {
    const place = join(this.address, key);
    const aside = asideOf(place);
    await makeFolder(dirname(place));
    try {
      await copyFile(path, aside);
      await rename(aside, place);
    } finally {
      await rm(aside, { force: true });
    }
  }
}
