import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Content, fileAt, isFolderContent, sha256Of } from '../content.ts';
import type { DataStore, StoredFile } from './data-store.ts';
import { isBelow, storeKeys, writeManifest } from './manifest.ts';
import { StoreError } from './store-error.ts';

/** Files that are sent at a time. */
const atOnce = 8;

/** What was sent of some content, in bytes; `known` was there already. */
export interface Sent {
  readonly files: number;
  readonly bytes: number;
  readonly known: number;
}

/** Puts what lies at a path into a store, by digest: each file once, whatever it is called, and the
 * list of them last, so that who finds the list finds all.
 *
 * @throws {StoreError} when the store does not take it, a file lies outside its folder, or is
 *   larger than the store takes; then nothing was sent. */
export async function sendContent(store: DataStore, path: string, content: Content): Promise<Sent> {
  const key = storeKeys.manifest(content.digest);
  if ((await store.size(key)) !== null) return { files: 0, bytes: 0, known: content.files.length };
  requireBelow(store, path, content);
  requireSizes(store, path, content);
  const sent = await sendFiles(store, path, content);
  await sendText(store, key, writeManifest(content));
  return sent;
}

function requireBelow(store: DataStore, path: string, { files }: Content): void {
  const outside = files.find((file) => !isBelow(file.path));
  if (outside === undefined) return;
  throw new StoreError(
    store.address,
    `${path} names ${outside.path}, which lies outside its folder or has a \\ or : in its name: put it below ${path}, or give workers the files at the same path.`,
  );
}

function requireSizes(store: DataStore, path: string, { files }: Content): void {
  const large = files.filter(({ bytes }) => bytes > store.mostBytes).map((file) => `${file.path || path} (${gigabytes(file.bytes)})`);
  if (large.length === 0) return;
  throw new StoreError(
    store.address,
    `it takes files of up to ${gigabytes(store.mostBytes)}, and ${large.join(', ')} ${large.length === 1 ? 'has' : 'have'} more: split what is larger, name a folder that all machines share or an https:// server, or give workers the files at the same path.`,
  );
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

async function sendFiles(store: DataStore, path: string, { files }: Content): Promise<Sent> {
  const isFolder = isFolderContent({ files });
  const distinct = [...new Map(files.map((file) => [file.sha256, file])).values()];
  const sent = { files: 0, bytes: 0, known: 0 };
  const waiting = distinct.values();
  const sendRest = async () => {
    for (const { path: name, bytes, sha256 } of waiting) {
      const key = storeKeys.object(sha256);
      if ((await store.size(key)) === bytes) sent.known++;
      else {
        await store.write(key, { path: fileAt(path, { path: name }, isFolder), bytes, sha256 });
        sent.files++;
        sent.bytes += bytes;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sendRest));
  return sent;
}

async function sendText(store: DataStore, key: string, text: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'attune-store-'));
  try {
    const path = join(folder, 'manifest.json');
    await writeFile(path, text);
    await store.write(key, { path, bytes: (await stat(path)).size, sha256: await sha256Of(path) } satisfies StoredFile);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
