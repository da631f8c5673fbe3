import { sha256 as incremental } from '@noble/hashes/sha2.js';

/** SHA-256 of pieces in a row, 32 bytes. The browser's own digest wants them joined, which doubles
 * the memory of a large checkpoint. */
export function sha256(parts: Iterable<Uint8Array>): Uint8Array {
  const hash = incremental.create();
  for (const part of parts) hash.update(part);
  return hash.digest();
}
