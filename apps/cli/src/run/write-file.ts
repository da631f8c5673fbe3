import { open, rename } from 'node:fs/promises';

/** Writes a file, from text or from pieces, so that a reader sees the old one or the whole new one, whenever the power goes: aside, flushed, then renamed. */
export async function writeFileSafely(path: string, contents: string | Iterable<Uint8Array>): Promise<void> {
  const aside = `${path}.partial`;
  const file = await open(aside, 'w');
  try {
    if (typeof contents === 'string') await file.writeFile(contents);
    else for (const part of contents) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(aside, path);
}
