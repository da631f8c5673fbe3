import { randomBytes } from 'node:crypto';
import { type FileHandle, constants, copyFile, open, rename, stat } from 'node:fs/promises';

import type { PartialFile } from '../weights-cache.ts';
import { sha256Of, writeDigest } from './digest-file.ts';
import { type Leftover, leftoversOf, removePartial, thisProcess, writeFacts } from './leftover.ts';

/** A file under way to `path`: `NAME.ID.partial`, and beside it a `.partial.json` with the server's
 * version, the length and the process that writes. The ID is this try's own. What a process that
 * is dead left, however it died, is copied and not taken over: were it alive after all (seen from
 * another container), it would write on in its own.
 *
 * @param hasDigest whether its SHA-256 is written down beside it when it is kept. */
export async function openPartial(path: string, { hasDigest }: { readonly hasDigest: boolean }): Promise<PartialFile> {
  let aside = newAside(path);
  let file: FileHandle | null = null;
  let [size, version, total, isOpen] = [0, null as string | null, null as number | null, true];
  const begin = async () => void (file ??= await open(aside, 'a+'));

  const [left] = await leftoversOf(path);
  if (left !== undefined && (await copyInto(aside, left))) {
    ({ version, total } = left.facts);
    await begin();
    size = (await file!.stat()).size;
  }

  return {
    size: () => size,
    version: () => version,
    total: () => total,
    async restart(newVersion, newTotal = null) {
      await file?.close();
      await removePartial(aside);
      [aside, file, size, version, total] = [newAside(path), null, 0, newVersion, newTotal];
      if (version !== null) await writeFacts(aside, { version, total, owner: thisProcess });
      await begin();
    },
    async append(bytes) {
      await begin();
      for (let done = 0; done < bytes.length;) done += (await file!.write(bytes, done)).bytesWritten;
      size += bytes.length;
    },
    async head() {
      const head = new Uint8Array(Math.min(512, size));
      if (size > 0) await file!.read(head, 0, head.length, 0);
      return head;
    },
    peek: async () => aside,
    sha256: () => sha256Of(aside),
    async keep() {
      await begin();
      await file!.sync();
      await file!.close();
      file = null;
      if (hasDigest) await writeDigest(path, await sha256Of(aside));
      await moveInto(path, aside);
      isOpen = false;
      for (const one of [aside, ...(await leftoversOf(path)).map((other) => other.aside)]) await removePartial(one);
      return path;
    },
    async discard() {
      isOpen = false;
      await removePartial(aside);
    },
    async close() {
      await file?.close();
      if (!isOpen) return;
      if (version === null || size === 0) await removePartial(aside);
      // A full disk has no room for them. Then the facts of before stay, and are as good once this
      // process is dead; the error that ended the try is not hidden behind another.
      else await writeFacts(aside, { version, total, owner: null }).catch(() => {});
    },
  };
}

function newAside(path: string): string {
  return `${path}.${randomBytes(8).toString('hex')}.partial`;
}

/** Whether it was there to be copied: another process may have been first. */
async function copyInto(aside: string, left: Leftover): Promise<boolean> {
  try {
    await writeFacts(aside, { ...left.facts, owner: thisProcess });
    await copyFile(left.aside, aside, constants.COPYFILE_FICLONE);
  } catch (error) {
    await removePartial(aside);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  await removePartial(left.aside);
  return true;
}

/** Where another process was first, its file stays: it is of the same address, and may be open. */
async function moveInto(path: string, aside: string): Promise<void> {
  try {
    await rename(aside, path);
  } catch (error) {
    if ((await stat(path).catch(() => null))?.isFile() !== true) throw error;
  }
}
