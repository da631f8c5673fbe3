import { refuseUnknownOptions } from '@attune/errors';

import { piecesOf } from '../file-rest.ts';
import type { PartialFile, WeightsCache, WeightsFile } from '../weights-cache.ts';
import { GrowingBlob, sha256Of } from './growing-blob.ts';
import { StorageFullError } from './storage-full-error.ts';

export interface BrowserCacheOptions {
  /** Of the Cache Storage's cache. Default: `attune-weights`. */
  readonly name?: string;
  /** Told when the browser has no room to keep a file, which is handed out all the
   * same. Without it the error is thrown. */
  readonly onFull?: (error: StorageFullError) => void;
}

/** Keeps files in the browser's Cache Storage, by address and hash. Each is checked again whenever
 * it is read: one whose bytes are no longer what they were is dropped. What came of a file before
 * its connection broke is kept too.
 *
 * Needs a secure context (https: or this machine).
 * @throws {StorageFullError} out of `keep`, unless `onFull` is given.
 * @throws {UnknownOptionError} when an option does not exist. */
export function browserCache(options: BrowserCacheOptions = {}): WeightsCache<Blob> {
  refuseUnknownOptions('browserCache', options, { name: true, onFull: true } satisfies Record<keyof BrowserCacheOptions, true>);
  const { name = 'attune-weights', onFull } = options;
  return {
    place: null,
    find: async (file) => findWhole(await caches.open(name), file),
    open: async (file) => openPartial(await caches.open(name), file, onFull),
    drop: async (file) => void (await (await caches.open(name)).delete(keyOf(file, 'whole'))),
  };
}

const hashHeader = 'x-attune-sha256';
const versionHeader = 'x-attune-version';
const totalHeader = 'x-attune-total';

/** Cache Storage wants an address for a key; this one is nobody's. */
function keyOf({ url, sha256Prefix }: WeightsFile, part: 'whole' | 'partial'): string {
  return `https://weights.invalid/${encodeURIComponent(url)}?sha256=${sha256Prefix ?? ''}&${part}`;
}

async function findWhole(cache: Cache, file: WeightsFile): Promise<Blob | null> {
  const response = await cache.match(keyOf(file, 'whole'));
  if (response === undefined) return null;
  const blob = await response.blob();
  const hash = await sha256Of(blob);
  if (hash === response.headers.get(hashHeader) && hash.startsWith(file.sha256Prefix ?? '')) return blob;
  await cache.delete(keyOf(file, 'whole'));
  return null;
}

async function openPartial(cache: Cache, file: WeightsFile, onFull: BrowserCacheOptions['onFull']): Promise<PartialFile<Blob>> {
  const [wholeKey, partialKey] = [keyOf(file, 'whole'), keyOf(file, 'partial')];
  const left = await cache.match(partialKey);
  let version = left?.headers.get(versionHeader) ?? null;
  let total = numberIn(left?.headers.get(totalHeader));
  let bytes = new GrowingBlob();
  for await (const piece of piecesOf(left?.body ?? null)) bytes.append(piece);
  let isOpen = true;
  return {
    size: () => bytes.size,
    version: () => version,
    total: () => total,
    async restart(newVersion, newTotal = null) {
      [bytes, version, total] = [new GrowingBlob(), newVersion, newTotal];
      await cache.delete(partialKey);
    },
    append: async (piece) => bytes.append(piece),
    head: async () => new Uint8Array(await bytes.blob().slice(0, 512).arrayBuffer()),
    peek: async () => bytes.blob(),
    sha256: async () => bytes.sha256(),
    async keep() {
      isOpen = false;
      await cache.delete(partialKey);
      const whole = bytes.blob();
      const cause = await put(cache, wholeKey, new Response(whole, { headers: { [hashHeader]: bytes.sha256() } }));
      if (cause === null) return whole;
      const error = new StorageFullError({ fileName: file.fileName.split('/').at(-1)!, neededBytes: whole.size, cause });
      if (onFull === undefined) throw error;
      onFull(error);
      return whole;
    },
    async discard() {
      isOpen = false;
      await cache.delete(partialKey);
    },
    async close() {
      if (!isOpen || version === null || bytes.size === 0) return;
      const headers = { [versionHeader]: version, ...(total === null ? {} : { [totalHeader]: `${total}` }) };
      await put(cache, partialKey, new Response(bytes.blob(), { headers }));
    },
  };
}

function numberIn(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Number(text);
}

/** Null, or the error that says there is no room. */
async function put(cache: Cache, key: string, response: Response): Promise<DOMException | null> {
  try {
    await cache.put(key, response);
    return null;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'QuotaExceededError') return error;
    throw error;
  }
}
