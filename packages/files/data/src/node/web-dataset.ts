import { diskTree } from './disk-tree.ts';
import { stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';

import type { EvaluationDataset, ImageDataset } from '../batches/dataset.ts';
import { DatasetError, type DatasetFault, type FileReason, reasonOf } from '../errors.ts';
import type { EvaluationOptions, ImageFolderOptions } from '../tree/image-tree.ts';
import { imageInBytes } from './encoded-image.ts';
import { type ImageList, type ListedImage, listDataset, listEvaluation } from './image-list.ts';
import type { LoaderOptions } from './loader/loader-threads.ts';
import { readClassNames } from './class-names.ts';
import { imageExtensions, readFolder } from '../tree/list-files.ts';
import { type TarEntry, readTarEntry, readTarIndex } from './tar-index.ts';

/** Opens tar shards in WebDataset's layout for training: files of one name up to its first dot are one sample, of an image and its label (`.cls`, or `label` or `cls`
 * in `.json`). A number is a position in `classes.txt` beside the shards, or is itself the name. A shard whose name begins with `val`, `valid`, `validation` or `test`
 * is of that part. Shards are read where they lie, one sample at a time.
 *
 * Source: https://github.com/webdataset/webdataset, "The WebDataset Format".
 * @param path one `.tar`, or a folder of them.
 * @throws {DatasetError} with every fault. */
export async function webDataset(path: string, options: ImageFolderOptions & LoaderOptions = {}): Promise<ImageDataset> {
  return listDataset(await readShards(path), options);
}

/** Opens tar shards for evaluation.
 *
 * @throws {DatasetError} as `webDataset`. */
export async function webDatasetEvaluation(path: string, options: EvaluationOptions & LoaderOptions = {}): Promise<EvaluationDataset> {
  return listEvaluation(await readShards(path), options);
}

/** Whether a name is a shard's. */
export function isShard(name: string): boolean {
  return name.toLowerCase().endsWith('.tar');
}

async function readShards(path: string): Promise<ImageList> {
  const shards = await shardsAt(path);
  const classes = await readClassNames(isShard(path) ? dirname(path) : path);
  const read = await Promise.all(shards.map((shard) => readShard(shard, classes)));
  const faults = read.flatMap((shard) => shard.faults);
  if (faults.length > 0) throw new DatasetError({ path, faults });
  return { path, classes, images: read.flatMap(({ images }) => images), skipped: read.flatMap(({ skipped }) => skipped) };
}

async function shardsAt(path: string): Promise<string[]> {
  if ((await stat(path).catch(() => null))?.isDirectory() !== true) return [path];
  return (await readFolder(diskTree, path)).files.filter(isShard).map((name) => join(path, name));
}

interface Shard {
  readonly images: readonly ListedImage[];
  readonly skipped: readonly FileReason[];
  readonly faults: readonly DatasetFault[];
}

async function readShard(path: string, classes: readonly string[] | null): Promise<Shard> {
  try {
    const samples = samplesOf(await readTarIndex(path));
    const read = await Promise.all(samples.map((sample) => readSample(path, sample, classes)));
    return {
      images: read.filter((item): item is ListedImage => 'className' in item),
      skipped: read.filter((item): item is FileReason => 'reason' in item),
      faults: [],
    };
  } catch (cause) {
    const kind = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'unreadable';
    return { images: [], skipped: [], faults: [{ kind, path, message: `${path} cannot be read: ${reasonOf(cause)}.` }] };
  }
}

/** The files of each sample, in the archive's order. */
function samplesOf(entries: readonly TarEntry[]): TarEntry[][] {
  const samples = new Map<string, TarEntry[]>();
  for (const entry of entries) {
    if (basename(entry.name).startsWith('.')) continue;
    const key = join(dirname(entry.name), basename(entry.name).split('.')[0]!);
    const known = samples.get(key);
    if (known === undefined) samples.set(key, [entry]);
    else known.push(entry);
  }
  return [...samples.values()];
}

async function readSample(path: string, sample: readonly TarEntry[], classes: readonly string[] | null): Promise<ListedImage | FileReason> {
  const image = sample.find(({ name }) => imageExtensions.has(extname(name).toLowerCase()));
  const place = `${path}#${(image ?? sample[0]!).name}`;
  if (image === undefined) return { path: place, reason: 'no image has this name' };
  const label = await labelOf(path, sample);
  const className = label === null ? null : (classes?.[Number(label)] ?? label);
  if (className === null) return { path: place, reason: 'it has no label (.cls, or "label" or "cls" in .json)' };
  const { name } = image;
  return { ...imageInBytes(place, () => readTarEntry(path, image)), name, className, part: partOf(path), group: null };
}

async function labelOf(path: string, sample: readonly TarEntry[]): Promise<string | null> {
  const find = (suffix: string) => sample.find(({ name }) => name.toLowerCase().endsWith(suffix));
  const text = async (entry: TarEntry) => Buffer.from(await readTarEntry(path, entry)).toString('utf8');
  const number = find('.cls');
  if (number !== undefined) return (await text(number)).trim();
  const described = find('.json');
  if (described === undefined) return null;
  const { label, cls } = JSON.parse(await text(described)) as { readonly label?: unknown; readonly cls?: unknown };
  const value = label ?? cls;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

/** The part that a shard's name begins with. */
function partOf(path: string): string | null {
  return /^(train|validation|valid|val|test)/iu.exec(basename(path))?.[1]?.toLowerCase() ?? null;
}
