import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

import type { PartialFile, WeightsCache } from '../weights-cache.ts';

/** PyTorch's own folder, so that what either has fetched the other need not:
 * `$TORCH_HOME/hub/checkpoints`, with `$XDG_CACHE_HOME/torch` or `~/.cache/torch` for
 * want of the first. */
export function torchCacheFolder(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const { TORCH_HOME: torchHome, XDG_CACHE_HOME: cacheHome } = environment;
  return join(torchHome ?? join(cacheHome ?? join(homedir(), '.cache'), 'torch'), 'hub', 'checkpoints');
}

/** Keeps files in a folder; one under way has `.partial` behind its name, and the
 * server's name for its version beside it. */
export function fileCache(folder: string): WeightsCache & { readonly place: string } {
  return {
    place: folder,
    async find({ fileName }) {
      const path = join(folder, fileName);
      return (await stat(path).catch(() => null))?.isFile() === true ? path : null;
    },
    async open({ fileName }) {
      const path = join(folder, fileName);
      await mkdir(dirname(path), { recursive: true });
      return openPartial(path);
    },
  };
}

async function openPartial(path: string): Promise<PartialFile> {
  const [aside, versionFile] = [`${path}.partial`, `${path}.partial.version`];
  const file: FileHandle = await open(aside, 'a+');
  let { size } = await file.stat();
  let version: string | null = await readFile(versionFile, 'utf8').catch(() => null);
  return {
    size: () => size,
    version: () => version,
    async restart(newVersion) {
      await file.truncate(0);
      [size, version] = [0, newVersion];
      if (version === null) await rm(versionFile, { force: true });
      else await writeFile(versionFile, version);
    },
    async append(bytes) {
      for (let done = 0; done < bytes.length;) done += (await file.write(bytes, done)).bytesWritten;
      size += bytes.length;
    },
    async sha256() {
      const hash = createHash('sha256');
      for await (const bytes of createReadStream(aside)) hash.update(bytes as Uint8Array);
      return hash.digest('hex');
    },
    async keep() {
      await file.sync();
      await rename(aside, path);
      await rm(versionFile, { force: true });
      return path;
    },
    async discard() {
      await rm(aside, { force: true });
      await rm(versionFile, { force: true });
    },
    close: () => file.close(),
  };
}
