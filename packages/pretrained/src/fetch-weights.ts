import { DownloadError } from './download-error.ts';
import type { PartialFile, WeightsCache } from './weights-cache.ts';
import type { WeightsReference } from './weights-reference.ts';

export interface FetchWeightsOptions {
  readonly cache: WeightsCache;
  readonly signal?: AbortSignal | undefined;
  /** Sent with the request, such as an `authorization`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Bytes so far; `total` is null when the server does not tell. */
  readonly onProgress?: ((done: number, total: number | null) => void) | undefined;
}

/** How often a connection may break before it is given up. */
const tries = 5;

/** The place of a file of weights: in the cache, or fetched into it. What a broken connection, or an earlier process, left of it is gone on with. A hash in the name is checked.
 *
 * @throws {DownloadError} telling what file to put where, when it cannot be fetched.
 * @throws the signal's reason when it is aborted; the bytes so far stay. */
export async function fetchWeights(reference: WeightsReference, options: FetchWeightsOptions): Promise<string> {
  const { cache } = options;
  const found = await cache.find(reference.fileName);
  if (found !== null) return found;
  const file = await cache.open(reference.fileName);
  try {
    await fetchWhole(reference, file, options);
    await requireHash(reference, file);
    return await file.keep();
  } finally {
    await file.close();
  }
}

async function fetchWhole(reference: WeightsReference, file: PartialFile, options: FetchWeightsOptions): Promise<void> {
  let newest: unknown;
  for (let attempt = 0; attempt < tries; attempt++) {
    options.signal?.throwIfAborted();
    const before = file.size();
    try {
      if (await fetchRest(reference, file, options)) return;
    } catch (error) {
      if (options.signal?.aborted === true || error instanceof DownloadError) throw error;
      newest = error;
    }
    if (file.size() === before && attempt > 0) break;
  }
  throw file.size() === 0 ? offline(reference, options.cache, newest) : cut(reference, file.size(), newest);
}

/** Fetches what is not there yet; whether the file is whole then. */
async function fetchRest(reference: WeightsReference, file: PartialFile, { cache, headers = {}, signal, onProgress }: FetchWeightsOptions): Promise<boolean> {
  const [size, version] = [file.size(), file.version()];
  const resuming = size > 0 && version !== null;
  const range: Record<string, string> = resuming ? { range: `bytes=${size}-`, 'if-range': version } : {};
  const response = await fetch(reference.url, { headers: { ...headers, ...range }, ...(signal === undefined ? {} : { signal }) });
  if (response.status === 416) {
    await response.body?.cancel();
    await file.restart(null);
    return false;
  }
  if (!response.ok) throw refused(reference, cache, response.status);
  const goesOn = response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${size}-`) === true;
  if (!goesOn) await file.restart(response.headers.get('etag') ?? response.headers.get('last-modified'));
  const length = response.headers.get('content-length');
  const total = length === null || response.headers.has('content-encoding') ? null : file.size() + Number(length);
  for await (const bytes of response.body ?? []) {
    await file.append(bytes as Uint8Array);
    onProgress?.(file.size(), total);
  }
  return total === null || file.size() === total;
}

async function requireHash({ name, url, sha256Prefix }: WeightsReference, file: PartialFile): Promise<void> {
  if (sha256Prefix === null) return;
  const hash = await file.sha256();
  if (hash.startsWith(sha256Prefix)) return;
  await file.discard();
  const message = `${name}: what came from ${url} has the SHA-256 ${hash}, and its name says ${sha256Prefix}…. It was removed. Try again; if it stays so, the server has another file.`;
  throw new DownloadError({ kind: 'wrong-hash', url, message });
}

function offline({ name, url, fileName }: WeightsReference, { place }: WeightsCache, cause: unknown): DownloadError {
  const message = `${name}: ${url} cannot be reached (${reasonOf(cause)}). Without a connection, put the file there yourself: ${fileName} into ${place}. A mirror is named by ATTUNE_MIRROR.`;
  return new DownloadError({ kind: 'offline', url, message, cause });
}

function cut({ name, url }: WeightsReference, size: number, cause: unknown): DownloadError {
  const message = `${name}: the connection to ${url} broke ${tries} times (${reasonOf(cause)}). ${size} bytes are kept: the same command goes on from there.`;
  return new DownloadError({ kind: 'cut', url, message, cause });
}

function refused({ name, url, fileName }: WeightsReference, { place }: WeightsCache, status: number): DownloadError {
  const missing = status === 404 || status === 410;
  const message = missing
    ? `${name}: there is no file at ${url} (${status}). See whether the name is right; or put ${fileName} into ${place} yourself.`
    : `${name}: ${url} answers ${status}. Try again later, name another host by ATTUNE_MIRROR, or put ${fileName} into ${place} yourself.`;
  return new DownloadError({ kind: missing ? 'not-found' : 'refused', url, message });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it ended too early';
  const { cause } = error as { cause?: { code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code : error.message;
}
