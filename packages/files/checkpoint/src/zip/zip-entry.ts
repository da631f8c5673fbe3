import { Inflate } from 'fflate';

import { CheckpointError, type CheckpointFaultKind } from '../checkpoint-error.ts';
import { quoteName } from '../quote-for-message.ts';
import { type OpenSource, readExactly } from '../source/byte-source.ts';
import { type ZipEntry, findEntryData } from './zip-directory.ts';

/** One file of a zip, read in ranges where it is stored as it is; a deflated one is
 * unpacked as a whole each time. */
export class ZipReader {
  readonly #source: OpenSource;
  readonly #entry: ZipEntry;
  #start: Promise<number> | undefined;

  /** @throws {CheckpointError} `unsupported` when the entry is encrypted or packed in
   * another way than deflate. */
  constructor(source: OpenSource, entry: ZipEntry) {
    this.#source = source;
    this.#entry = entry;
    if (entry.encrypted) this.#fail('unsupported', 'is encrypted. Unpack it first.');
    if (entry.method !== 0 && entry.method !== 8) this.#fail('unsupported', `is packed with method ${entry.method}; stored and deflated are read.`);
    if (entry.method === 0 && entry.bytes !== entry.storedBytes)
      this.#fail('malformed', `is stored as it is, yet has ${entry.storedBytes} and ${entry.bytes} bytes.`);
  }

  /** When unpacked. */
  get bytes(): number {
    return this.#entry.bytes;
  }

  get deflated(): boolean {
    return this.#entry.method === 8;
  }

  async read(offset: number, length: number, into?: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    if (this.deflated) return partOf(await this.#inflate(), offset, length);
    return this.#source.read((await this.#findStart()) + offset, length, into);
  }

  /** @throws {CheckpointError} whatever would keep `read` from its bytes. */
  async prove(): Promise<void> {
    await (this.deflated ? this.#inflate() : this.#findStart());
  }

  #findStart(): Promise<number> {
    this.#start ??= findEntryData(this.#source, this.#entry);
    return this.#start;
  }

  async #inflate(): Promise<Uint8Array> {
    const { name, storedBytes, bytes } = this.#entry;
    const packed = await readExactly(this.#source, await this.#findStart(), storedBytes, quoteName(name));
    return inflateExactly(packed, bytes) ?? this.#fail('malformed', `does not unpack to the ${bytes} bytes it claims. The file is damaged.`);
  }

  #fail(kind: CheckpointFaultKind, reason: string): never {
    throw new CheckpointError({ kind, file: this.#source.name, message: `the zip's entry ${quoteName(this.#entry.name)} ${reason}` });
  }
}

/** A small part does not keep the whole in memory. */
function partOf(whole: Uint8Array, offset: number, length: number): Uint8Array {
  return length === whole.length ? whole : whole.slice(offset, offset + length);
}

/** Deflate makes at most 1032 bytes of one. */
const largestRatio = 1032;
const stepBytes = 2 ** 14;

/** Unpacks step by step, so that a stream that grows beyond what it claims is left off soon.
 * `undefined` when it is broken or of another length. */
function inflateExactly(packed: Uint8Array, byteLength: number): Uint8Array | undefined {
  if (byteLength > packed.length * largestRatio) return undefined;
  const target = new Uint8Array(byteLength);
  try {
    return inflateInto(packed, target) === byteLength ? target : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the bytes that came out; more than the target holds when it stopped early. */
function inflateInto(packed: Uint8Array, target: Uint8Array): number {
  let filled = 0;
  const inflate = new Inflate((chunk) => {
    if (filled + chunk.length <= target.length) target.set(chunk, filled);
    filled += chunk.length;
  });
  for (let at = 0; at < packed.length; at += stepBytes) {
    inflate.push(packed.subarray(at, at + stepBytes), at + stepBytes >= packed.length);
    if (filled > target.length) break;
  }
  return filled;
}
