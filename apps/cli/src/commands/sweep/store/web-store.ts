import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';

import type { DataStore, StoredFile } from './data-store.ts';
import { StoreError } from './store-error.ts';
import type { StoreRequests } from './store-requests.ts';

/** How often a request is sent that no answer came to, or one that says to try again. */
const tries = 5;

/** Waits of so many milliseconds between them, then twice as many. */
const firstWait = 250;

/** A server that keeps what is put there and sends it in ranges: plain HTTP, or S3. */
export class WebStore implements DataStore {
  readonly address: string;
  readonly mostBytes: number;
  readonly #requests: StoreRequests;

  constructor(requests: StoreRequests) {
    this.address = requests.address;
    this.mostBytes = requests.mostBytes;
    this.#requests = requests;
  }

  async size(key: string): Promise<number | null> {
    const response = await this.#ask(key, () => ({ method: 'HEAD' }));
    const length = response.headers.get('content-length');
    return response.ok && length !== null ? Number(length) : null;
  }

  async read(key: string, from: number): Promise<{ readonly start: number; readonly bytes: AsyncIterable<Uint8Array> }> {
    // With a range, fetch asks for plain bytes by itself; a second header would not be as signed.
    const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : { 'accept-encoding': 'identity' };
    const response = await this.#ask(key, () => ({ headers }));
    if (!response.ok) throw this.#refused(key, response.status);
    const start = response.status === 206 ? Number(/^bytes (\d+)-/u.exec(response.headers.get('content-range') ?? '')?.[1]) : 0;
    if (!Number.isInteger(start) || start > from) throw new StoreError(this.address, `it sends another range of ${key} than was asked for.`);
    return { start, bytes: response.body ?? emptyBody() };
  }

  async write(key: string, { path, bytes, sha256 }: StoredFile): Promise<void> {
    if ((await stat(path)).size !== bytes) throw new StoreError(this.address, `${path} has changed since it was read: start the sweep again.`);
    const headers: Record<string, string> = {
      'content-type': 'application/octet-stream',
      'content-length': `${bytes}`, // else fetch sends chunks, which S3 does not take
      ...(this.#requests.signsBody && { 'x-amz-content-sha256': sha256 }),
    };
    const body = () => (bytes === 0 ? new Uint8Array() : (Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>));
    const response = await this.#ask(key, () => ({ method: 'PUT', body: body(), duplex: 'half', headers }));
    if (!response.ok) throw this.#refused(key, response.status);
    await response.body?.cancel();
  }

  /** @throws {StoreError} when nothing answers. */
  async #ask(key: string, init: () => RequestInit): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const answer = await fetch(await this.#requests.request(key, init())).catch((error: unknown) => error);
      const isLast = attempt === tries;
      if (answer instanceof Response) {
        if (isLast || (answer.status < 500 && answer.status !== 429)) return answer;
        await answer.body?.cancel();
      } else if (isLast) throw new StoreError(this.address, `it cannot be reached (${reasonOf(answer)}). Check the address, and that it runs.`, answer);
      await wait(firstWait * 2 ** (attempt - 1));
    }
  }

  #refused(key: string, status: number): StoreError {
    const how = refusals[status] ?? 'Try again later.';
    return new StoreError(this.address, `it answers ${status} for ${key}. ${how}`);
  }
}

const refusals: Readonly<Record<number, string>> = {
  401: 'It wants a user and a password: https://user:password@host, or the AWS_… variables of S3.',
  403: 'These credentials may not do that here, or there is nothing under this key: check them and the bucket.',
  404: 'It is not there: the sweep puts it there when it is started with this store.',
  405: 'It takes no files: give attune sweep the folder that this server serves, and workers the address.',
  501: 'It takes no files: give attune sweep the folder that this server serves, and workers the address.',
};

async function* emptyBody(): AsyncGenerator<Uint8Array> {}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error as { readonly cause?: NodeJS.ErrnoException };
  return cause?.code ?? cause?.message ?? error.message;
}
