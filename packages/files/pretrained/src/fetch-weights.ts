import { DownloadError, cut, offline, wrongHash } from './download-error.ts';
import type { RequestOptions } from './file-rest.ts';
import { restFromHub, sha256InVersion } from './rest-from-hub.ts';
import { restOverHttp } from './rest-over-http.ts';
import type { PartialFile, WeightsCache } from './weights-cache.ts';
import type { WeightsReference } from './weights-reference.ts';

export interface FetchWeightsOptions<Kept = string> extends RequestOptions {
  readonly cache: WeightsCache<Kept>;
  /** Bytes so far; `total` is null when the server does not tell. */
  readonly onProgress?: ((done: number, total: number | null) => void) | undefined;
}

/** How often a connection may break before it is given up. */
const tries = 5;

/** A file of weights out of the cache, or fetched into it: a path in Node, a Blob in a
 * browser. What a broken connection, or an earlier try, left of it is gone on with. A
 * hash in the name, or the Hub's, is checked.
 *
 * @throws {DownloadError} telling what file to put where, when it cannot be fetched.
 * @throws the signal's reason when it is aborted; the bytes so far stay. */
export async function fetchWeights<Kept = string>(reference: WeightsReference, options: FetchWeightsOptions<Kept>): Promise<Kept> {
  const { cache } = options;
  const found = await cache.find(reference);
  if (found !== null) return found;
  const file = await cache.open(reference);
  try {
    await fetchWhole(reference, file, options);
    await requireHash(reference, file);
    return await file.keep();
  } finally {
    await file.close();
  }
}

async function fetchWhole<Kept>(reference: WeightsReference, file: PartialFile<Kept>, options: FetchWeightsOptions<Kept>): Promise<void> {
  let newest: unknown;
  for (let attempt = 0; attempt < tries; attempt++) {
    options.signal?.throwIfAborted();
    const before = file.size();
    try {
      if (await fetchRest(reference, file, options)) return;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof DownloadError) throw error;
      newest = error;
    }
    if (file.size() === before && attempt > 0) break;
  }
  throw file.size() === 0 ? offline(reference, options.cache.place, newest) : cut(reference, { size: file.size(), tries, cause: newest });
}

/** Fetches what is not there yet; whether the file is whole then. */
async function fetchRest<Kept>(reference: WeightsReference, file: PartialFile<Kept>, options: FetchWeightsOptions<Kept>): Promise<boolean> {
  const rest = await (reference.hub === null ? restOverHttp : restFromHub)(reference, file, { ...options, place: options.cache.place });
  if (rest === null || rest.start === 0) await file.restart(rest?.version ?? null);
  if (rest === null) return false;
  for await (const bytes of rest.bytes) {
    await file.append(bytes);
    options.onProgress?.(file.size(), rest.total);
  }
  return rest.total === null || file.size() === rest.total;
}

async function requireHash<Kept>(reference: WeightsReference, file: PartialFile<Kept>): Promise<void> {
  const wanted = reference.sha256Prefix ?? (reference.hub === null ? null : sha256InVersion(file.version()));
  if (wanted === null) return;
  const hash = await file.sha256();
  if (hash.startsWith(wanted)) return;
  await file.discard();
  throw wrongHash(reference, hash, wanted);
}
