import type { ByteSource } from '../../src/source/byte-source.ts';

/** A tensor's elements as bytes. */
export function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Bytes as they are, or text of characters up to U+00FF. */
export type BytesPart = Uint8Array | string | readonly number[];

export function concatenate(...parts: readonly BytesPart[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Uint8Array.from(part)))));
}

/** A safetensors file of this header, which need not be right, and so many bytes of data. */
export function safetensorsOf(header: unknown, dataBytes = 0, claimedLength?: number): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const length = new Uint8Array(new BigUint64Array([BigInt(claimedLength ?? json.length)]).buffer);
  return concatenate(length, json, new Uint8Array(dataBytes));
}

/** Bytes as something that reads ranges. */
export function readerOf(held: Uint8Array): ByteSource {
  return { size: held.length, read: async (offset, length) => held.slice(offset, offset + length) };
}
