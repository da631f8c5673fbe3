import { CheckpointError } from '../checkpoint-error.ts';
import { quoteName } from '../quote-for-message.ts';
import { type OpenSource, readExactly } from '../source/byte-source.ts';

/** Where a file of a tar lies. */
export interface TarEntry {
  readonly start: number;
  readonly bytes: number;
}

const blockBytes = 512;

/** A tar of PyTorch has four files; a few more headers come with extended attributes. */
const mostEntries = 64;

/** Whether a file that begins with these bytes is a tar. */
export function beginsLikeTar(head: Uint8Array): boolean {
  return textAt(head, 257, 5) === 'ustar';
}

/** The files of an uncompressed tar.
 *
 * @throws {CheckpointError} `truncated` when one runs past the end; `malformed` when a
 * header makes no sense. */
export async function readTarDirectory(source: OpenSource): Promise<ReadonlyMap<string, TarEntry>> {
  const entries = new Map<string, TarEntry>();
  let at = 0;
  for (let count = 0; count < mostEntries && at + blockBytes <= source.size; count++) {
    const header = await readExactly(source, at, blockBytes, "a tar's header");
    const name = textAt(header, 0, 100);
    if (name === '') break;
    const bytes = Number.parseInt(textAt(header, 124, 12), 8);
    const start = at + blockBytes;
    requireInside(source, name, start, bytes);
    entries.set(name.replace(/^\.\//, ''), { start, bytes });
    at = start + Math.ceil(bytes / blockBytes) * blockBytes;
  }
  return entries;
}

function requireInside(source: OpenSource, name: string, start: number, bytes: number): void {
  const fault = Number.isSafeInteger(bytes) && bytes >= 0 ? 'runs past the end' : 'has no size';
  if (start + bytes <= source.size) return;
  const kind = fault === 'has no size' ? 'malformed' : 'truncated';
  throw new CheckpointError({ kind, file: source.name, message: `the tar's file ${quoteName(name)} ${fault}. Download or save it again.` });
}

/** Up to the first zero. */
function textAt(bytes: Uint8Array, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end === -1 ? field : field.subarray(0, end));
}
