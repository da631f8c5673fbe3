import { CheckpointError } from '../checkpoint-error.ts';
import { type OpenSource, bytesSource } from './byte-source.ts';

/** A file behind an address, read in ranges where the server offers them, else fetched whole.
 *
 * @throws {CheckpointError} `not-found` or `unreadable`, with the server's answer. */
export async function httpSource(address: URL): Promise<OpenSource> {
  const sibling = (fileName: string) => httpSource(new URL(encodeURIComponent(fileName), address));
  const first = await request(address, 0, 1);
  const size = Number(/\/(\d+)$/.exec(first.headers.get('content-range') ?? '')?.[1]);
  if (first.status !== 206 || !Number.isSafeInteger(size)) return { ...bytesSource(await body(address, first), address.href), sibling };
  await body(address, first);
  return { name: address.href, size, read: async (offset, length) => readRange(address, offset, length), sibling };
}

async function readRange(address: URL, offset: number, length: number): Promise<Uint8Array> {
  if (length === 0) return new Uint8Array(0);
  const response = await request(address, offset, length);
  const bytes = await body(address, response);
  return response.status === 206 ? bytes : bytes.slice(offset, offset + length);
}

async function request(address: URL, offset: number, length: number): Promise<Response> {
  const range = `bytes=${offset}-${offset + length - 1}`;
  const response = await fetch(address, { headers: { range } }).catch((cause: unknown) => fail(address, 'unreadable', 'there was no answer', cause));
  if (response.ok) return response;
  return fail(address, response.status === 404 ? 'not-found' : 'unreadable', `the server answered ${response.status} ${response.statusText}`.trimEnd());
}

async function body(address: URL, response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer().catch((cause: unknown) => fail(address, 'unreadable', 'the connection broke', cause)));
}

function fail(address: URL, kind: 'not-found' | 'unreadable', reason: string, cause?: unknown): never {
  throw new CheckpointError({ kind, file: address.href, message: `it cannot be fetched: ${reason}. Check the address and the connection.`, cause });
}
