import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

import { piecesOf } from '../file-rest.ts';

/** From here on pieces become a Blob, which the browser may put on the disk. */
const mostPendingBytes = 8 * 2 ** 20;

/** Bytes that come one after another, with their SHA-256. */
export class GrowingBlob {
  readonly #hash = sha256.create();
  #parts: Blob[] = [];
  #pending: Uint8Array<ArrayBuffer>[] = [];
  #pendingBytes = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  append(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#pending.push(bytes as Uint8Array<ArrayBuffer>);
    this.#pendingBytes += bytes.length;
    this.#size += bytes.length;
    if (this.#pendingBytes >= mostPendingBytes) this.#settle();
  }

  blob(): Blob {
    this.#settle();
    return new Blob(this.#parts);
  }

  /** In hexadecimal digits. */
  sha256(): string {
    return bytesToHex(this.#hash.clone().digest());
  }

  #settle(): void {
    if (this.#pending.length > 0) this.#parts.push(new Blob(this.#pending));
    [this.#pending, this.#pendingBytes] = [[], 0];
  }
}

/** Of a Blob's bytes, piece by piece, in hexadecimal digits. */
export async function sha256Of(blob: Blob): Promise<string> {
  const hash = sha256.create();
  for await (const piece of piecesOf(blob.stream())) hash.update(piece);
  return bytesToHex(hash.digest());
}
