import { Unzip, UnzipInflate, Zip, ZipPassThrough } from 'fflate';

import { PageError } from '../errors/page-error.ts';
import type { WriteProgress } from '../protocol/write-progress.ts';

/** A file of an archive. */
export interface ArchivedFile {
  readonly path: string;
  read(): Promise<Uint8Array>;
}

/** A zip archive, stored: photos and weights do not grow smaller. One file after the other is in
 * memory, and the browser may keep the whole on its disk. */
export async function zip(files: readonly ArchivedFile[], onProgress: WriteProgress = () => {}): Promise<Blob> {
  const parts: Blob[] = [];
  const archive = new Zip();
  const ended = new Promise<void>((resolve, reject) => {
    archive.ondata = (error, chunk, final) => {
      if (error !== null) reject(error);
      else parts.push(new Blob([chunk as Uint8Array<ArrayBuffer>]));
      if (final) resolve();
    };
  });
  let bytes = 0;
  for (const [index, { path, read }] of files.entries()) {
    const entry = new ZipPassThrough(path);
    archive.add(entry);
    const contents = await read();
    entry.push(contents, true);
    bytes += contents.length;
    onProgress((index + 1) / files.length, bytes);
  }
  archive.end();
  await ended;
  return new Blob(parts, { type: 'application/zip' });
}

const chunkBytes = 2 ** 20;

/** Gives every file of an archive to `take`, one after the other.
 *
 * @throws {Error} when it is not an archive, or is cut short. */
export async function unzip(archive: Blob, take: (path: string, bytes: Uint8Array<ArrayBuffer>) => Promise<void>): Promise<void> {
  const ready: { readonly path: string; readonly parts: Uint8Array[] }[] = [];
  let [begun, failure] = [0, null as Error | null];
  const reader = new Unzip((file) => {
    begun += 1;
    const parts: Uint8Array[] = [];
    file.ondata = (error, chunk, final) => {
      failure ??= error;
      parts.push(chunk);
      if (final && !file.name.endsWith('/')) ready.push({ path: file.name, parts });
      else if (final) begun -= 1;
    };
    file.start();
  });
  reader.register(UnzipInflate);
  let taken = 0;
  for (let position = 0; position < archive.size; position += chunkBytes) {
    reader.push(new Uint8Array(await archive.slice(position, position + chunkBytes).arrayBuffer()), position + chunkBytes >= archive.size);
    if (failure !== null) throw new PageError('no-archive', `This file is not a whole zip archive (${failure.message}): save it again where it came from.`);
    for (const { path, parts } of ready.splice(0)) {
      await take(path, new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer()));
      taken += 1;
    }
  }
  if (taken === 0 || taken < begun) throw new PageError('no-archive', 'This file is not a whole zip archive: save it again where it came from.');
}
