import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The class names in `classes.txt`, one a line, or `null` where there is no such file. */
export async function readClassNames(folder: string): Promise<string[] | null> {
  const text = await readFile(join(folder, 'classes.txt'), 'utf8').catch(() => null);
  return text === null ? null : nonBlankLines(text);
}

/** The lines of a text that say something. */
export function nonBlankLines(text: string): string[] {
  return text.split(/\r?\n/u).filter((line) => line.trim() !== '');
}
