import type { OpenSource } from '../source/byte-source.ts';

/** Files end to end, read as one. */
export function joinedSource(parts: readonly OpenSource[], name: string): OpenSource {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only;
  const starts: number[] = [];
  let size = 0;
  for (const part of parts) {
    starts.push(size);
    size += part.size;
  }
  return { name, size, read: (offset, length) => readAcross(parts, starts, offset, length) };
}

/** `length` bytes from `offset` of all; fewer where a part has become shorter. */
async function readAcross(parts: readonly OpenSource[], starts: readonly number[], offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  for (let index = partAt(starts, offset); filled < length && index < parts.length; index++) {
    const [part, within] = [parts[index]!, offset + filled - starts[index]!];
    const wanted = Math.min(part.size - within, length - filled);
    const piece = wanted === 0 ? new Uint8Array(0) : await part.read(within, wanted);
    bytes.set(piece, filled);
    filled += piece.length;
    if (piece.length < wanted) break;
  }
  return bytes.subarray(0, filled);
}

/** The last part that begins at or before `offset`, by halving. */
function partAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return low;
}
