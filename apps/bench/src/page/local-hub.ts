import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { LoopbackServer } from '../loopback-server.ts';

const open = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*', 'access-control-expose-headers': '*' };

/** Stands for the Hub, and answers every path with one file of weights. */
export class LocalHub extends LoopbackServer {
  readonly #contents: Uint8Array;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(contents: Uint8Array) {
    super((request, response) => this.#answer(request, response));
    this.#contents = contents;
    this.#headers = { ...open, 'x-linked-etag': `"${createHash('sha256').update(contents).digest('hex')}"` };
  }

  #answer({ method, headers }: IncomingMessage, response: ServerResponse): void {
    if (method === 'OPTIONS') return void response.writeHead(204, open).end();
    const [, first, last] = /bytes=(\d+)-(\d*)/u.exec(headers.range ?? '') ?? [];
    const start = Number(first ?? 0);
    const body = this.#contents.subarray(start, last ? Number(last) + 1 : undefined);
    const part = { 'content-range': `bytes ${start}-${start + body.length - 1}/${this.#contents.length}` };
    response.writeHead(first === undefined ? 200 : 206, { ...this.#headers, ...(first === undefined ? {} : part), 'content-length': body.length });
    response.end(body);
  }
}
