import { PickleError } from './pickle-error.ts';

/** Reads a pickle's bytes from front to back; every read is checked against the end. */
export class PickleCursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #position: number;

  constructor(bytes: Uint8Array, position = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#position = position;
  }

  get position(): number {
    return this.#position;
  }

  #advance(count: number): number {
    const start = this.#position;
    if (count > this.#bytes.length - start)
      throw new PickleError('truncated', `the pickle ends at byte ${this.#bytes.length}, inside an instruction at ${start}`);
    this.#position += count;
    return start;
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** A 64-bit length; one that no file can have reads as truncated. */
  length64(): number {
    return Number(this.#view.getBigUint64(this.#advance(8), true));
  }

  float64(): number {
    return this.#view.getFloat64(this.#advance(8), false);
  }

  bytes(count: number): Uint8Array {
    const start = this.#advance(count);
    return this.#bytes.subarray(start, start + count);
  }

  text(count: number): string {
    return utf8.decode(this.bytes(count));
  }

  /** Up to the next line feed, which is passed over: a name, in UTF-8. */
  line(): string {
    return utf8.decode(this.#lineBytes());
  }

  /** A line whose bytes are characters up to U+00FF, as protocol 0 writes text. */
  latinLine(): string {
    const bytes = this.#lineBytes();
    const pieces: string[] = [];
    for (let at = 0; at < bytes.length; at += pieceBytes) pieces.push(String.fromCharCode(...bytes.subarray(at, at + pieceBytes)));
    return pieces.join('');
  }

  #lineBytes(): Uint8Array {
    const end = this.#bytes.indexOf(0x0a, this.#position);
    const line = this.bytes((end === -1 ? this.#bytes.length + 1 : end) - this.#position);
    this.#advance(1);
    return line;
  }

  /** A little-endian two's-complement integer. */
  integer(count: number): number | bigint {
    if (count > 256) throw new PickleError('too-large', `the pickle has an integer of ${count} bytes`);
    const digits = [...this.bytes(count)].reverse().map((byte) => byte.toString(16).padStart(2, '0'));
    return count === 0 ? 0 : narrow(BigInt.asIntN(8 * count, BigInt(`0x${digits.join('')}`)));
  }
}

const utf8 = new TextDecoder();

/** Arguments that a call may safely have. */
const pieceBytes = 4096;

/** A number where it is exact. */
export function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
