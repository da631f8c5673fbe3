import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Paths of all files in a folder, from there, without the digests of those that are there. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return paths.filter((path) => !path.endsWith('.sha256') || !paths.includes(path.slice(0, -'.sha256'.length)));
}
