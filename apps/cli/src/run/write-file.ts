import { open, rename } from 'node:fs/promises';

/** Writes a file so that a reader sees the old one or the whole new one, whenever the power goes: aside, flushed, then renamed. */
export async function writeFileSafely(path: string, contents: string | Uint8Array): Promise<void> {
  const aside = `${path}.partial`;
  const file = await open(aside, 'w');
  try {
    await file.writeFile(contents);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(aside, path);
}
