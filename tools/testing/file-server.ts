import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { LoopbackServer } from './loopback-server.ts';
import { whenKept } from './when-kept.ts';

/** A server on this machine, for pages of any origin, that counts what it is asked for: of one
 * file, whatever its path, or of several by their paths. */
export class FileServer extends LoopbackServer {
  /** Path and range. */
  readonly requests: string[] = [];
  /** Every `authorization` that was sent. */
  readonly tokens: (string | undefined)[] = [];
  readonly #contents: Uint8Array | ReadonlyMap<string, Uint8Array>;
  readonly #headers: Readonly<Record<string, string>>;
  /** After so many bytes of an answer the connection is cut. */
  cutAfter = Infinity;
  /** The folder where who asks keeps what comes: a connection is cut once it is there. Where nobody
   * can look, as in a browser, it is cut a while after it was sent. */
  keptIn: string | null = null;
  readonly #cuts = new Map<number, number>();
  /** What every request is answered instead. */
  refusal: { readonly status: number; readonly headers: Readonly<Record<string, string>> } | null = null;

  constructor(contents: Uint8Array | ReadonlyMap<string, Uint8Array>, headers: Readonly<Record<string, string>> = { etag: '"v1"' }) {
    super((request, response) => this.#answer(request, response));
    this.#contents = contents;
    this.#headers = headers;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const open = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*', 'access-control-expose-headers': '*' };
    if (request.method === 'OPTIONS') return void response.writeHead(204, open).end();
    const { range, authorization } = request.headers;
    this.tokens.push(authorization);
    if (this.refusal !== null) return void response.writeHead(this.refusal.status, { ...open, ...this.refusal.headers }).end();
    this.requests.push(`${request.url} ${range ?? 'whole'}`);
    const contents = this.#contents instanceof Uint8Array ? this.#contents : this.#contents.get(request.url ?? '');
    if (contents === undefined) return void response.writeHead(404, open).end();
    const [, first = '', last = ''] = /bytes=(\d+)-(\d*)/u.exec(range ?? '') ?? [];
    const [start, end] = first === '' ? [0, contents.length] : [Number(first), last === '' ? contents.length : Number(last) + 1];
    const body = contents.subarray(start, end);
    const partial = first === '' ? {} : { 'content-range': `bytes ${start}-${start + body.length - 1}/${contents.length}` };
    response.writeHead(first === '' ? 200 : 206, { ...open, ...this.#headers, ...partial, 'content-length': body.length });
    if (body.length <= this.cutAfter) return void response.end(body);
    response.write(body.subarray(0, this.cutAfter), () => void this.#cut(response, start + this.cutAfter));
  }

  async #cut(response: ServerResponse, bytes: number): Promise<void> {
    this.#cuts.set(bytes, (this.#cuts.get(bytes) ?? 0) + 1);
    await (this.keptIn === null ? sleep(200) : whenKept(this.keptIn, bytes, this.#cuts.get(bytes)));
    response.destroy();
  }
}

/**
 * Whether requests after the first go on with a file: each begins beyond the one before it, by no
 * more than was sent in between. It may be less: a stream that fails gives up what its reader had
 * not taken yet.
 */
export function goOn(ranges: readonly (string | undefined)[], sent: number): boolean {
  const starts = ranges.map((range) => Number(/^bytes=(\d+)-/u.exec(range ?? '')?.[1]));
  return starts.length > 0 && starts.every((start, at) => start > (starts[at - 1] ?? 0) && start <= (starts[at - 1] ?? 0) + sent);
}
