import { readFile } from 'node:fs/promises';

/** A text that a person wrote, or that a shell wrote for one: UTF-8, or UTF-16 where it begins with
 * that encoding's mark, as with PowerShell's `>`. The mark is no part of it. */
export async function readText(path: string): Promise<string> {
  const bytes = await readFile(path);
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
