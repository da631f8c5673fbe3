import { DatasetError } from '../errors.ts';

const lineFeed = 10;

/** The text of a file that people write: UTF-8 or UTF-16, with or without a byte order mark. A NUL
 * beside a letter is half of a UTF-16 unit, two are of UTF-32.
 *
 * @throws {DatasetError} when it is something else, with the line where that begins. */
export function textOf(path: string, bytes: Uint8Array): string {
  const [first, second, third, fourth] = bytes;
  const isWide = (first === 0xff && second === 0xfe && third === 0 && fourth === 0) || (second === 0 && third === 0) || (first === 0 && second === 0);
  if (isWide) return refuse(path, `${path}: the text is not UTF-8, but UTF-32 or no text at all. Save it as UTF-8.`);
  const isLittle = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  if (isLittle || isBig) return new TextDecoder(isBig ? 'utf-16be' : 'utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const line = bytes.subarray(0, firstBroken(bytes)).filter((byte) => byte === lineFeed).length + 1;
    return refuse(path, `${path}, line ${line}: the text is not UTF-8. Save it as UTF-8.`);
  }
}

/** Where the first byte stands that is no UTF-8. */
function firstBroken(bytes: Uint8Array): number {
  const read = new TextDecoder('utf-8').decode(bytes);
  return new TextEncoder().encode(read.slice(0, Math.max(0, read.indexOf('\ufffd')))).length;
}

function refuse(path: string, message: string): never {
  throw new DatasetError({ path, faults: [{ kind: 'unreadable', path, message }] });
}
