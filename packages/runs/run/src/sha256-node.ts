import { createHash } from 'node:crypto';

/** SHA-256 of pieces in a row, 32 bytes. */
export function sha256(parts: Iterable<Uint8Array>): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
