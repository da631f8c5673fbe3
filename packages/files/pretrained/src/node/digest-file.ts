import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** Beside a file that was fetched, with the SHA-256 that it had, as `sha256sum --check`
 * reads it. */
export function digestFile(path: string): string {
  return `${path}.sha256`;
}

/** @param path where the file will lie */
export async function writeDigest(path: string, sha256: string): Promise<void> {
  await writeFile(digestFile(path), `${sha256}  ${basename(path)}\n`);
}

/** Of the file as it was fetched, in hexadecimal digits; null when nobody wrote it down: the file
 * was put there by hand, or by a version of before. */
export async function readDigest(path: string): Promise<string | null> {
  const text = await readFile(digestFile(path), 'utf8').catch(() => '');
  return /^[\da-f]{64}(?= )/u.exec(text)?.[0] ?? null;
}

/** Of a file, in hexadecimal digits. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes as Uint8Array);
  return hash.digest('hex');
}
