import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { type FileStore, configFile, memoryFiles } from '@attune/run';
import { unzipSync } from 'fflate';

import { UsageError } from '../usage-error.ts';
import { nodeFiles } from './node-files.ts';
import { requireEmpty } from './run-folder.ts';

/** Bytes that an archive may unpack to, over what it has itself: weights hardly shrink,
 * so more is not a run. */
const mostGrowth = 4;
const allowance = 64 * 2 ** 20;

export async function isZipFile(path: string): Promise<boolean> {
  return path.toLowerCase().endsWith('.zip') && (await stat(path).catch(() => null))?.isFile() === true;
}

/** The files of a run that was saved as one archive, as the page does, in memory.
 *
 * @throws {UsageError} when it is not such an archive. */
export async function zippedFiles(path: string): Promise<FileStore> {
  const files = memoryFiles();
  for (const [name, bytes] of await unpacked(path)) await files.writeSafely(name, [bytes]);
  return files;
}

/** Unpacks a run's archive into a folder beside it, named as it is, so that the run can
 * go on; gives the folder.
 *
 * @throws {UsageError} when it is not such an archive, or the folder holds something already. */
export async function unpackRun(path: string): Promise<string> {
  const entries = await unpacked(path);
  const folder = join(dirname(path), basename(path).replace(/\.zip$/iu, ''));
  await requireEmpty(folder);
  const files = nodeFiles(folder);
  for (const [name, bytes] of entries) await files.writeSafely(name, [bytes]);
  return folder;
}

async function unpacked(path: string): Promise<[name: string, bytes: Uint8Array][]> {
  const archive = await readFile(path);
  let left = mostGrowth * archive.length + allowance;
  const fits = ({ name, originalSize }: { readonly name: string; readonly originalSize: number }) => {
    left -= originalSize;
    if (left < 0) throw new UsageError(`${path} unpacks to far more than a run holds: it is damaged, or not a run.`);
    return !name.endsWith('/');
  };
  const entries = Object.entries(tryUnzip(path, archive, fits));
  const climbing = entries.find(([name]) => name.split(/[/\\]/u).includes('..') || /^([/\\]|[a-z]:)/iu.test(name));
  if (climbing !== undefined) throw new UsageError(`${path} holds ${climbing[0]}, which would be written outside its folder: it is not unpacked.`);
  if (entries.every(([name]) => name !== configFile))
    throw new UsageError(`${path} is not a run: it has no ${configFile}. Save the run again in the page; a checkpoint in an archive must be unpacked.`);
  return entries;
}

type Fits = (file: { readonly name: string; readonly originalSize: number }) => boolean;

function tryUnzip(path: string, archive: Uint8Array, filter: Fits): Record<string, Uint8Array> {
  try {
    return unzipSync(archive, { filter });
  } catch (error) {
    if (UsageError.isInstance(error)) throw error;
    throw new UsageError(`${path} is not a complete zip archive (${error instanceof Error ? error.message : String(error)}). Save it again.`);
  }
}
