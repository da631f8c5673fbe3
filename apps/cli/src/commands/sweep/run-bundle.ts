import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { runFiles } from '@attune/run';
import { unzipSync, zipSync } from 'fflate';

import { nodeFiles } from '../../run/node-files.ts';

/** What a run goes on from, in the order in which it may be read while the run writes: weights
 * before the hashes of those that no checkpoint names yet. */
const order = [runFiles.recipe, runFiles.data, runFiles.best, runFiles.bestEma, runFiles.pending, runFiles.checkpoint, runFiles.metrics, runFiles.config];

/** A run's files as one archive, as of its newest checkpoint; null where there is none, or where
 * the run wrote another meanwhile. */
export async function bundleRun(folder: string): Promise<Uint8Array | null> {
  const before = await checkpointMark(folder);
  if (before === null) return null;
  const entries: [string, Uint8Array][] = [];
  for (const path of await bundledPaths(folder)) {
    const bytes = await readFile(join(folder, path)).catch(() => null);
    if (bytes !== null) entries.push([path, bytes]);
  }
  return (await checkpointMark(folder)) === before ? zipSync(Object.fromEntries(entries), { level: 0 }) : null;
}

/** What an archive of a run holds, in bytes. */
export async function bundleBytes(folder: string): Promise<number> {
  const sizes = await Promise.all((await bundledPaths(folder)).map(async (path) => (await stat(join(folder, path)).catch(() => null))?.size ?? 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function bundledPaths(folder: string): Promise<readonly string[]> {
  const stages = (await nodeFiles(folder).list(runFiles.stages)).filter((path) => path.endsWith('.safetensors'));
  return [...stages, ...order];
}

/** Writes a run's files; what makes it a run last. */
export async function unbundleRun(archive: Uint8Array, folder: string): Promise<void> {
  const entries = Object.entries(unzipSync(archive)).filter(
    ([path]) => order.includes(path as (typeof order)[number]) || /^stages\/[^/\\]+\.safetensors$/u.test(path),
  );
  const files = nodeFiles(folder);
  for (const [path, bytes] of entries.toSorted(([a], [b]) => order.indexOf(a as (typeof order)[number]) - order.indexOf(b as (typeof order)[number])))
    await files.writeSafely(path, [bytes]);
}

/** Changes with every checkpoint; null without one. */
export async function checkpointMark(folder: string): Promise<string | null> {
  const found = await stat(join(folder, runFiles.checkpoint)).catch(() => null);
  return found === null ? null : `${found.ino} ${found.mtimeMs} ${found.size}`;
}
