import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { runFiles } from '@attune/run';
import { unzipSync, zipSync } from 'fflate';

import { nodeFiles } from '../../run/node-files.ts';
import { writeFileSafely } from '../../run/write-file.ts';

/** What a run goes on from, in the order in which it may be read while the run writes: weights
 * before the hashes of those that no checkpoint names yet. */
const order = [
  runFiles.recipe,
  runFiles.data,
  runFiles.corrections,
  runFiles.best,
  runFiles.bestEma,
  runFiles.pending,
  runFiles.checkpoint,
  runFiles.metrics,
  runFiles.config,
];

/** What the trial's process wrote, in an archive. */
const logFile = 'trial.log';

/** A run's files as one archive, as of its newest checkpoint, with the log beside its folder; null
 * where there is none, or where the run wrote another meanwhile. A run that is `finished` has no
 * checkpoint any more. */
export async function bundleRun(folder: string, { finished = false } = {}): Promise<Uint8Array | null> {
  const before = await checkpointMark(folder);
  if (before === null && !(finished && (await isThere(folder)))) return null;
  const entries: [string, Uint8Array][] = [];
  const log = await readFile(`${folder}.log`).catch(() => null);
  if (log !== null) entries.push([logFile, log.subarray(-mostLog)]);
  for (const path of await bundledPaths(folder)) {
    const bytes = await readFile(join(folder, path)).catch(() => null);
    if (bytes !== null) entries.push([path, bytes]);
  }
  return (await checkpointMark(folder)) === before ? zipSync(Object.fromEntries(entries), { level: 0 }) : null;
}

async function isThere(folder: string): Promise<boolean> {
  return (await stat(folder).catch(() => null)) !== null;
}

/** What an archive of a run holds, in bytes. */
export async function bundleBytes(folder: string): Promise<number> {
  if (!(await isThere(folder))) return 0;
  const sizes = await Promise.all((await bundledPaths(folder)).map(async (path) => (await stat(join(folder, path)).catch(() => null))?.size ?? 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The most that is sent of a log, in bytes. */
const mostLog = 2 ** 20;

async function bundledPaths(folder: string): Promise<readonly string[]> {
  const stages = (await nodeFiles(folder).list(runFiles.stages)).filter((path) => path.endsWith('.safetensors'));
  return [...stages, ...order];
}

/** Writes a run's files, what makes it a run last, and its log beside the folder. */
export async function unbundleRun(archive: Uint8Array, folder: string): Promise<void> {
  const all = unzipSync(archive);
  const log = all[logFile];
  const entries = Object.entries(all).filter(([path]) => order.includes(path as (typeof order)[number]) || /^stages\/[^/\\]+\.safetensors$/u.test(path));
  const files = nodeFiles(folder);
  for (const [path, bytes] of entries.toSorted(([a], [b]) => order.indexOf(a as (typeof order)[number]) - order.indexOf(b as (typeof order)[number])))
    await files.writeSafely(path, [bytes]);
  if (log !== undefined) await writeFileSafely(`${folder}.log`, [log]);
}

/** Changes with every checkpoint; null without one. */
export async function checkpointMark(folder: string): Promise<string | null> {
  const found = await stat(join(folder, runFiles.checkpoint)).catch(() => null);
  return found === null ? null : `${found.ino} ${found.mtimeMs} ${found.size}`;
}
