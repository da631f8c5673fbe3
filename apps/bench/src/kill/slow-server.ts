import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import { LoopbackServer } from '../loopback-server.ts';

const pieceBytes = 2 ** 15;
const pauseMs = 8;

/** A server on this machine that sends a file slowly, in ranges where it names a version. */
export class SlowServer extends LoopbackServer {
  contents: Uint8Array;
  /** Its ETag; null when it names none, so that nobody can go on. */
  version: string | null;
  /** Told after each piece how many bytes of an answer are sent. */
  onSent: ((bytes: number) => void) | null = null;
  /** Where each answer began, in bytes. */
  readonly starts: number[] = [];

  constructor(contents: Uint8Array, version: string | null) {
    super((request, response) => void this.#answer(request, response));
    this.contents = contents;
    this.version = version;
  }

  async #answer({ headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    const { contents, version } = this;
    const isSame = version !== null && headers['if-range'] === version;
    const start = isSame ? Number(/^bytes=(\d+)-$/u.exec(headers.range ?? '')?.[1] ?? 0) : 0;
    const range = start > 0 ? { 'content-range': `bytes ${start}-${contents.length - 1}/${contents.length}` } : {};
    this.starts.push(start);
    response.on('error', () => {}); // whoever asked was killed
    response.writeHead(start > 0 ? 206 : 200, { 'content-length': contents.length - start, ...(version === null ? {} : { etag: version }), ...range });
    for (let at = start; at < contents.length && !response.destroyed; at += pieceBytes) {
      response.write(contents.subarray(at, at + pieceBytes));
      this.onSent?.(Math.min(at + pieceBytes, contents.length) - start);
      await wait(pauseMs);
    }
    response.end();
  }
}
