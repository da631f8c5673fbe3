import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { messageOf } from '../../../exit-code.ts';
import { sha256Of } from '../content.ts';
import type { DataStore } from './data-store.ts';
import { storeKeys } from './manifest.ts';
import { StoreError } from './store-error.ts';

/** How often a connection may break before an object is given up. */
const tries = 5;

/** Fetches an object to a path; what was there is replaced when all of it is here. What a process
 * that was killed left of it is gone on with; of processes that fetch the same object at once, each
 * writes to a file of its own, which is renamed when it is whole.
 *
 * @throws {StoreError} when it does not come, or comes with other bytes each time. */
export async function fetchObject(store: DataStore, { sha256, bytes }: { readonly sha256: string; readonly bytes: number }, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const part = await takePart(path);
  const key = storeKeys.object(sha256);
  for (let attempt = 1; attempt <= 2; attempt++) {
    await fetchWhole(store, key, { part, bytes });
    if ((await sha256Of(part)) === sha256) return rename(part, path);
    await rm(part); // a part of before may have been damaged: once more, from the beginning
  }
  throw new StoreError(
    store.address,
    `it sends other bytes for ${key} than the key says: remove the file there, and run the sweep again, which sends it anew.`,
  );
}

async function fetchWhole(store: DataStore, key: string, file: { readonly part: string; readonly bytes: number }): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await fetchRest(store, key, file);
    } catch (error) {
      if (StoreError.isInstance(error)) throw error;
      if (attempt === tries) throw new StoreError(store.address, `the connection broke ${tries} times (${messageOf(error)}). What came is kept.`, error);
    }
  }
}

async function fetchRest(store: DataStore, key: string, { part, bytes }: { readonly part: string; readonly bytes: number }): Promise<void> {
  const there = (await stat(part).catch(() => null))?.size ?? 0;
  if (there >= bytes && there > 0) return;
  if (bytes === 0) return (await open(part, 'w')).close();
  const { start, bytes: rest } = await store.read(key, there);
  await pipeline(rest, createWriteStream(part, start === 0 ? { flags: 'w' } : { flags: 'r+', start }));
  if ((await stat(part)).size < bytes) throw new Error('it ended too early');
}

/** A file of this call alone, which begins with what a dead one left. */
async function takePart(path: string): Promise<string> {
  const own = `${path}.${hostname()}.${process.pid}-${randomBytes(4).toString('hex')}.part`;
  const names = await readdir(dirname(path)).catch(() => []);
  for (const name of names) {
    const found = /^\.(.+)\.(\d+)-[0-9a-f]{8}\.part$/u.exec(name.startsWith(basename(path)) ? name.slice(basename(path).length) : '');
    if (found === null || found[1] !== hostname() || isAlive(Number(found[2]))) continue;
    if (
      await rename(join(dirname(path), name), own).then(
        () => true,
        () => false,
      )
    )
      break; // another process may have been first
  }
  return own;
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
