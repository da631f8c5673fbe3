import { mkdir, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

import type { WeightsCache } from '../weights-cache.ts';
import { damaged } from '../download-error.ts';
import { digestFile, readDigest, sha256Of } from './digest-file.ts';
import { openPartial } from './partial-file.ts';

/** PyTorch's own folder, so that what either has fetched the other need not:
 * `$TORCH_HOME/hub/checkpoints`, with `$XDG_CACHE_HOME/torch` or `~/.cache/torch` for
 * want of the first. */
export function torchCacheFolder(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const { TORCH_HOME: torchHome, XDG_CACHE_HOME: cacheHome } = environment;
  return join(torchHome ?? join(cacheHome ?? join(homedir(), '.cache'), 'torch'), 'hub', 'checkpoints');
}

/** Keeps files in a folder. One under way lies beside its place in a `.partial` of its own, so
 * processes that fetch one file at once never write to the same; see {@link openPartial}. Each is
 * checked again whenever it is found, against the hash in its name or the one that was written
 * down beside it. */
export function fileCache(folder: string): WeightsCache & { readonly place: string } {
  return {
    place: folder,
    async find({ fileName, url, sha256Prefix }) {
      const path = join(folder, fileName);
      if ((await stat(path).catch(() => null))?.isFile() !== true) return null;
      const wanted = sha256Prefix ?? (await readDigest(path));
      if (wanted !== null && !(await sha256Of(path)).startsWith(wanted)) throw damaged(url, path);
      return path;
    },
    async open({ fileName, sha256Prefix }) {
      const path = join(folder, fileName);
      await mkdir(dirname(path), { recursive: true });
      return openPartial(path, { hasDigest: sha256Prefix === null });
    },
    async drop({ fileName }) {
      for (const path of [join(folder, fileName), digestFile(join(folder, fileName))]) await rm(path, { force: true });
    },
  };
}
