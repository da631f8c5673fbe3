import { join } from 'node:path';

import { unreadablePath } from '../errors.ts';
import { normalName } from '../labels/read-label.ts';
import { readFileWhole } from './regular-file.ts';

/** The class names in `classes.txt`, one a line, or `null` where there is no such file.
 *
 * @throws {DatasetError} when it is there and cannot be read. */
export async function readClassNames(folder: string): Promise<string[] | null> {
  const path = join(folder, 'classes.txt');
  try {
    return nonBlankLines((await readFileWhole(path)).toString('utf8')).map(normalName);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw unreadablePath(path, cause);
  }
}

/** The lines of a text that say something. */
export function nonBlankLines(text: string): string[] {
  return text
    .replace(/^\ufeff/u, '')
    .split(/\r?\n/u)
    .filter((line) => line.trim() !== '');
}
