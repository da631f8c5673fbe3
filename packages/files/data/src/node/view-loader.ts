import { fileURLToPath } from 'node:url';

import type { ViewRequest } from '../augmentation/view-request.ts';
import { Budget } from '../batches/parallel.ts';
import { ImageError, reasonOf } from '../errors.ts';
import { requireViewLoaderOptions } from '../known-options.ts';
import { readBytesHeader } from '../pixels/file-header.ts';
import { type ImageInput, givenPixels, isPixels } from '../pixels/image-input.ts';
import { type ImageHeader, defaultMaxPixels, pixelLimitFault } from '../pixels/image-header.ts';
import type { RgbImage } from '../pixels/image.ts';
import { type TestViews, testViews } from '../pixels/test-views.ts';
import type { LoadViews, ViewLoaderOptions } from '../pixels/view-loader-options.ts';
import { decodeEncoded } from './decode-image.ts';
import { readFileHeader } from './image-file.ts';
import { loaderPool, loaderThreadsIn } from './loader/loader-threads.ts';
import { stopFlagOf } from './loader/stop-flag.ts';

/** Pixels under way at once where no threads load them, in bytes. */
const bytesUnderWay = 256 * 1024 * 1024;

/** What makes images ready for a network, one by one: reads, decodes, resizes and normalises them,
 * on threads where there are any, so that a network can compute meanwhile.
 *
 * @throws {UnknownOptionError} when an option does not exist.
 * @throws {DataOptionError} without `preprocessing`. */
export function viewLoader(options: ViewLoaderOptions): LoadViews {
  const { preprocessing, views = 'centre', maxPixels = defaultMaxPixels } = requireViewLoaderOptions(options);
  const threads = loaderThreadsIn(options);
  const budget = new Budget(bytesUnderWay);
  const request: ViewRequest = { preprocessing, augmentation: { kind: 'none' }, keys: [], views };
  return async (input, signal) => {
    const found = await find(input, { maxPixels, channels: preprocessing.mean.length });
    signal?.throwIfAborted();
    if ('pixels' in found) return testViews(found.pixels, preprocessing, views);
    if (threads > 0) return onThread(found, { request, threads, signal });
    return budget.run(found.header.width * found.header.height * 3, () => here(found, request, views));
  };
}

/** An image whose header has been read and found small enough. */
interface Encoded {
  /** What to call it in an error. */
  readonly path: string | null;
  readonly source: string | Uint8Array;
  readonly header: ImageHeader;
}

interface Wanted {
  readonly maxPixels: number;
  readonly channels: number;
}

async function find(input: ImageInput, { maxPixels, channels }: Wanted): Promise<Encoded | { readonly pixels: RgbImage }> {
  const source = await sourceOf(input);
  if (typeof source !== 'string' && !(source instanceof Uint8Array)) return { pixels: explained(null, () => givenPixels(source, channels)) };
  const path = typeof source === 'string' ? source : null;
  try {
    const header = typeof source === 'string' ? await readFileHeader(source) : readBytesHeader(source);
    const fault = pixelLimitFault(header, maxPixels);
    if (fault !== null) throw new RangeError(fault);
    return { path, source, header };
  } catch (cause) {
    throw new ImageError({ path, reason: reasonOf(cause), cause });
  }
}

/** Whoever has an address of a file has a path. */
async function sourceOf(input: ImageInput): Promise<string | Uint8Array | Parameters<typeof givenPixels>[0]> {
  if (input instanceof URL || (typeof input === 'string' && /^(https?|file|data):/u.test(input))) return fetched(new URL(input));
  if (typeof input === 'string' || input instanceof Uint8Array) return input;
  if (input instanceof Blob) return new Uint8Array(await input.arrayBuffer());
  if (isPixels(input)) return input;
  throw new ImageError({ path: null, reason: 'it is neither a path, nor bytes, nor pixels, and only a browser can draw', cause: undefined });
}

async function fetched(address: URL): Promise<string | Uint8Array> {
  if (address.protocol === 'file:') return fileURLToPath(address);
  const answer = await fetch(address).catch((cause: unknown) => failToFetch(address, reasonOf(cause), cause));
  if (!answer.ok) return failToFetch(address, `the server answers ${answer.status}`, undefined);
  return new Uint8Array(await answer.arrayBuffer());
}

function failToFetch(address: URL, reason: string, cause: unknown): never {
  throw new ImageError({ path: address.href, reason, cause });
}

function explained<T>(path: string | null, make: () => T): T {
  try {
    return make();
  } catch (cause) {
    throw new ImageError({ path, reason: reasonOf(cause), cause });
  }
}

async function here({ path, source, header }: Encoded, { preprocessing }: ViewRequest, views: TestViews): Promise<Float32Array> {
  return testViews(await decodeEncoded(source, { path: path!, header, channels: preprocessing.mean.length }), preprocessing, views);
}

interface OnThread {
  readonly request: ViewRequest;
  readonly threads: number;
  readonly signal: AbortSignal | undefined;
}

async function onThread({ path, source, header }: Encoded, { request, threads, signal }: OnThread): Promise<Float32Array> {
  const own = typeof source === 'string' ? source : new Uint8Array(source);
  const task = { path: path!, header, source: own, request, keep: false, stopped: stopFlagOf(signal) };
  const answer = await loaderPool(threads).run(task, { transferList: own instanceof Uint8Array ? [own.buffer] : [] });
  if (answer === null) throw signal?.reason;
  if ('reason' in answer) throw new ImageError({ path, reason: answer.reason, cause: answer.cause });
  return answer.seen;
}
