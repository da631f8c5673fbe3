import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

import { fetchWeights, preprocessingOf, weightsReference } from '@attune/pretrained';
import { fileCache, torchCacheFolder } from '@attune/pretrained/node';
import { type PublishedImages, type ReadableFiles, configFile } from '@attune/run';

import { isNamedWeights } from './named-weights.ts';

/** Where a path leads: a folder's files, where it is a run; the `model.json` in a folder without
 * one; else the path itself. `hub:OWNER/NAME` and other names of weights lead to PyTorch's cache,
 * into which they are fetched first; `HF_ENDPOINT` names another Hub, `HF_TOKEN` a reader of it.
 *
 * @throws {DownloadError} when they cannot be had. */
export async function placeOf(path: string): Promise<string | ReadableFiles> {
  if (isNamedWeights(path)) return fetched(path);
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() === true;
  if (!isFolder) return path;
  const names = await readdir(path);
  return !names.includes(configFile) && names.includes('model.json') ? join(path, 'model.json') : folderFiles(path);
}

async function fetched(name: string): Promise<string> {
  const { HF_ENDPOINT: hub, HF_TOKEN: hubToken } = process.env;
  return fetchWeights(weightsReference(name, { hub }), { cache: fileCache(torchCacheFolder()), hubToken });
}

/** How the publisher of named weights makes images ready; null where that is not known. */
export async function publishedImages(name: string): Promise<PublishedImages | null> {
  if (!isNamedWeights(name)) return null;
  const { HF_ENDPOINT: hub, HF_TOKEN: hubToken } = process.env;
  return preprocessingOf(weightsReference(name, { hub }), { cache: fileCache(torchCacheFolder()), hubToken, read: (path) => readFile(path, 'utf8') });
}

function folderFiles(folder: string): ReadableFiles {
  const at = (path: string) => join(folder, ...path.split('/'));
  return {
    read: (path) => orNull(readFile(at(path)), null),
    source: async (path) => at(path),
    list: async (below) => {
      const entries = await orNull(readdir(at(below), { recursive: true, withFileTypes: true }), []);
      const files = entries.filter((entry) => entry.isFile());
      return files.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')).toSorted();
    },
  };
}

async function orNull<T, Absent>(found: Promise<T>, absent: Absent): Promise<T | Absent> {
  return found.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return absent;
    throw error;
  });
}
