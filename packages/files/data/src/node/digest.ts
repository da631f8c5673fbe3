import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** Above this many bytes, a file is hashed piece by piece; below, a stream costs more
 * than the memory. */
const readAtOnce = 2 ** 20;

/** SHA-256 of a file of so many bytes, or of bytes, in hexadecimal. */
export async function digestOf(source: string | Uint8Array, bytes: number): Promise<string> {
  const hash = createHash('sha256');
  if (typeof source !== 'string') return hash.update(source).digest('hex');
  if (bytes <= readAtOnce) return hash.update(await readFile(source)).digest('hex');
  for await (const piece of createReadStream(source)) hash.update(piece as Buffer);
  return hash.digest('hex');
}
