import { join } from 'node:path';

import { unreadablePath } from '../errors.ts';
import { normalName } from '../labels/read-label.ts';
import { readFileWhole } from './regular-file.ts';
import { textOf } from '../list/text-of.ts';

/** The class names in `classes.txt`, one a line, or `null` where there is no such file.
 *
 * @throws {DatasetError} when it is there and cannot be read. */
export async function readClassNames(folder: string): Promise<string[] | null> {
  const path = join(folder, 'classes.txt');
  const bytes = await readFileWhole(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw unreadablePath(path, cause);
  });
  return bytes === null ? null : nonBlankLines(textOf(path, bytes)).map(normalName);
}

/** The lines of a text that say something. */
export function nonBlankLines(text: string): string[] {
  return text
    .replace(/^\ufeff/u, '')
    .split(/\r?\n/u)
    .filter((line) => line.trim() !== '');
}
