import { createHash } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const open = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*', 'access-control-expose-headers': '*' };

/** Stands for the Hub, and answers every path with one file of weights. */
export class LocalHub {
  readonly #server: Server;
  readonly #contents: Uint8Array;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(contents: Uint8Array) {
    this.#contents = contents;
    this.#headers = { ...open, 'x-linked-etag': `"${createHash('sha256').update(contents).digest('hex')}"` };
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
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
