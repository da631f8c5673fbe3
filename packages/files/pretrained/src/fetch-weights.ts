import { AttuneError, refuseUnknownOptions } from '@attune/errors';

import { cut, notKept, notWeights, offline, wrongHash } from './download-error.ts';
import type { RequestOptions } from './file-rest.ts';
import { restFromHub, sha256InVersion } from './rest-from-hub.ts';
import { restOverHttp } from './rest-over-http.ts';
import type { PartialFile, WeightsCache } from './weights-cache.ts';
import type { WeightsReference } from './weights-reference.ts';

export interface FetchWeightsOptions<Kept = string> extends RequestOptions {
  readonly cache: WeightsCache<Kept>;
  /** Bytes so far; `total` is null when the server does not tell. */
  readonly onProgress?: ((done: number, total: number | null) => void) | undefined;
  /** Opens a file that has come, before it is kept: one at which it throws is dropped.
   * It tells what
   * length and hash do not: a page with an error, a file that was cut before it was sent. */
  readonly check?: ((file: Kept) => Promise<unknown>) | undefined;
}

const fetchOptions = { cache: true, onProgress: true, check: true, signal: true, headers: true, hubToken: true } satisfies Record<
  keyof FetchWeightsOptions,
  true
>;

/** How often a connection may break before it is given up. */
const tries = 5;

/** A file of weights out of the cache, or fetched into it: a path in Node, a Blob in a
 * browser. What a broken connection, or an earlier try, left of it is gone on with where version
 * and length are still the same. It is kept when it is whole: as long as the server said, no web
 * page, of the hash in the name, or the Hub's, and what `check` accepts.
 *
 * @throws {DownloadError} telling what file to put where, when it cannot be fetched; which to
 * remove, when it has changed since.
 * @throws {UnknownOptionError} when an option does not exist.
 * @throws the signal's reason when it is aborted; the bytes so far stay. */
export async function fetchWeights<Kept = string>(reference: WeightsReference, options: FetchWeightsOptions<Kept>): Promise<Kept> {
  refuseUnknownOptions('fetchWeights', options, fetchOptions);
  const { cache } = options;
  const found = await cache.find(reference);
  if (found !== null) return found;
  const file = await cache.open(reference).catch(failToKeep(reference, cache.place));
  try {
    await fetchWhole(reference, file, options);
    await requireNoPage(reference, file);
    await requireHash(reference, file);
    await requireReadable(reference, file, options);
    return await file.keep().catch(failToKeep(reference, cache.place));
  } finally {
    await file.close();
  }
}

function failToKeep(reference: WeightsReference, place: string | null): (cause: unknown) => never {
  return (cause) => {
    throw AttuneError.isInstance(cause) ? cause : notKept(reference, place, cause);
  };
}

async function fetchWhole<Kept>(reference: WeightsReference, file: PartialFile<Kept>, options: FetchWeightsOptions<Kept>): Promise<void> {
  let [newest, attempt] = [undefined as unknown, 0];
  while (attempt < tries) {
    options.signal?.throwIfAborted();
    const before = file.size();
    try {
      if (await fetchRest(reference, file, options)) return;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (AttuneError.isInstance(error)) throw error;
      newest = error;
    }
    attempt += 1;
    if (file.size() === before && attempt > 1) break;
  }
  if (file.size() === 0) throw newest === undefined ? notWeights(reference, 'is empty') : offline(reference, options.cache.place, newest);
  throw cut(reference, { kept: file.version() === null ? 0 : file.size(), tries: attempt, cause: newest });
}

/** Fetches what is not there yet; whether the file is whole then. */
async function fetchRest<Kept>(reference: WeightsReference, file: PartialFile<Kept>, options: FetchWeightsOptions<Kept>): Promise<boolean> {
  const { cache, onProgress } = options;
  const rest = await (reference.hub === null ? restOverHttp : restFromHub)(reference, file, { ...options, place: cache.place });
  const fail = failToKeep(reference, cache.place);
  if (rest === null || rest.start === 0) await file.restart(rest?.version ?? null, rest?.total ?? null).catch(fail);
  if (rest === null) return false;
  for await (const bytes of rest.bytes) {
    await file.append(bytes).catch(fail);
    onProgress?.(file.size(), rest.total);
  }
  return rest.total === null || file.size() === rest.total;
}

/** Login and error pages come with status 200. */
async function requireNoPage<Kept>(reference: WeightsReference, file: PartialFile<Kept>): Promise<void> {
  const what = file.size() === 0 ? 'is empty' : isPage(await file.head()) ? 'is a web page' : null;
  if (what === null) return;
  await file.discard();
  throw notWeights(reference, what);
}

/** The length that safetensors begins with may be a `<`, but has zeros behind it. */
function isPage(head: Uint8Array): boolean {
  return !head.includes(0) && new TextDecoder().decode(head).trimStart().startsWith('<');
}

async function requireReadable<Kept>(reference: WeightsReference, file: PartialFile<Kept>, { check }: FetchWeightsOptions<Kept>): Promise<void> {
  if (check === undefined) return;
  try {
    await check(await file.peek());
  } catch (error) {
    await file.discard();
    throw notWeights(reference, `cannot be read (${error instanceof Error ? error.message : String(error)})`, error);
  }
}

async function requireHash<Kept>(reference: WeightsReference, file: PartialFile<Kept>): Promise<void> {
  const wanted = reference.sha256Prefix ?? (reference.hub === null ? null : sha256InVersion(file.version()));
  if (wanted === null) return;
  const hash = await file.sha256();
  if (hash.startsWith(wanted)) return;
  await file.discard();
  throw wrongHash(reference, hash, wanted);
}
