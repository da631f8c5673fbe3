import { basename, dirname } from 'node:path';

import type { EvaluationDataset, ImageDataset } from '../batches/dataset.ts';
import { DatasetError, type DatasetFault, type FileReason, reasonOf, unreadablePath } from '../errors.ts';
import { knownOptions } from '../known-options.ts';
import type { EvaluationOptions, ImageFolderOptions } from '../tree/image-tree.ts';
import { compareCodePoints } from '../order/code-points.ts';
import { extensionReason } from '../tree/list-files.ts';
import { hiddenReason } from '../tree/read-folder.ts';
import { imageInBytes } from './encoded-image.ts';
import type { ImageList, ListedImage } from '../list/image-list.ts';
import { openListed, openListedEvaluation } from './listed-images.ts';
import type { LoaderOptions } from './loader/loader-threads.ts';
import { readClassNames } from './class-names.ts';
import { type SampleFile, sampleFilesAt } from './sample-files.ts';
import { type TarEntry, readTarEntry, readTarIndex } from './tar-index.ts';

/** Opens tar shards in WebDataset's layout for training. Files whose names are equal up to the
 * suffix are one sample: an image and its label, `.cls`, or `label` or `cls`
 * in `.json`. So `0000.depth.png` is not an image of `0000.cls`, and `x.0.jpg` and
 * `x.1.jpg` are two
 * samples. A number is a position in `classes.txt` beside the shards, or is
 * itself the name. A shard whose name, or else whose folder's, says `train`, `val` or `test` is of
 * that part. Shards are read where they lie, one sample at a time.
 *
 * Source: https://github.com/webdataset/webdataset, "The WebDataset Format".
 * @param path one `.tar`, or a folder of them.
 * @throws {DatasetError} with every fault. */
export async function webDataset(path: string, options: ImageFolderOptions & LoaderOptions = {}): Promise<ImageDataset> {
  knownOptions('webDataset', options, 'training');
  return openListed(await readShards(path, options), options);
}

/** Opens tar shards for evaluation.
 *
 * @throws {DatasetError} as `webDataset`. */
export async function webDatasetEvaluation(path: string, options: EvaluationOptions & LoaderOptions = {}): Promise<EvaluationDataset> {
  knownOptions('webDatasetEvaluation', options, 'evaluation');
  return openListedEvaluation(await readShards(path, options), options);
}

/** Whether a name is a shard's. */
export function isShard(name: string): boolean {
  return name.toLowerCase().endsWith('.tar');
}

async function readShards(path: string, { gif = false }: Pick<ImageFolderOptions, 'gif'>): Promise<ImageList> {
  const { files, skipped } = await sampleFilesAt(path, isShard);
  const classes = await readClassNames(isShard(path) ? dirname(path) : path);
  const read = await Promise.all(files.map((file) => readShard(file, gif)));
  const faults = read.flatMap((shard) => shard.faults);
  if (faults.length > 0) throw new DatasetError({ path, faults });
  const wayOut = 'A shard holds the label of each image beside it; if its folders are the classes, unpack it, and give the folder.';
  return { path, classes, images: read.flatMap(({ images }) => images), skipped: [...skipped, ...read.flatMap((shard) => shard.skipped)], wayOut };
}

interface Shard {
  readonly images: readonly ListedImage[];
  readonly skipped: readonly FileReason[];
  readonly faults: readonly DatasetFault[];
}

async function readShard(file: SampleFile, gif: boolean): Promise<Shard> {
  try {
    const { files, skipped } = await readTarIndex(file.path);
    const read: (ListedImage | FileReason)[] = [];
    for (const sample of samplesOf(files)) read.push(...(await readSample(file, sample, gif)));
    return {
      images: read.filter((item): item is ListedImage => 'label' in item),
      skipped: [
        ...skipped.map(({ name, reason }) => ({ path: name === '' ? file.path : `${file.path}#${name}`, reason })),
        ...read.filter((item): item is FileReason => 'reason' in item),
      ],
      faults: [],
    };
  } catch (cause) {
    if (cause instanceof RangeError)
      return { images: [], skipped: [], faults: [{ kind: 'unreadable', path: file.path, message: `${file.path} cannot be read: ${reasonOf(cause)}.` }] };
    return { images: [], skipped: [], faults: unreadablePath(file.path, cause).faults };
  }
}

/** The files that are called alike up to their suffix, in the archive's order. */
function samplesOf(entries: readonly TarEntry[]): TarEntry[][] {
  const samples = new Map<string, TarEntry[]>();
  for (const entry of entries) {
    const key = entry.name.slice(0, entry.name.length - suffixOf(entry).length).replace(/^(\.\/)+/u, '');
    const known = samples.get(key);
    if (known === undefined) samples.set(key, [entry]);
    else known.push(entry);
  }
  return [...samples.values()];
}

/** From the last dot, in lower case. */
function suffixOf({ name }: TarEntry): string {
  return /(?<=[^/])\.[^./]*$/u.exec(name)?.[0].toLowerCase() ?? '';
}

/** A label and what describes an image, in bytes. */
const largestLabel = 2 ** 24;

const labelSuffixes: ReadonlySet<string> = new Set(['.cls', '.json']);

/** The one image of a sample with its label; and why there is none, or what else might
 * have been it. */
async function readSample({ path, name: shard, part }: SampleFile, sample: readonly TarEntry[], gif: boolean): Promise<(ListedImage | FileReason)[]> {
  const place = ({ name }: TarEntry) => `${path}#${name}`;
  const skip = (entries: readonly TarEntry[], reason: string) => entries.map((entry) => ({ path: place(entry), reason }));
  const hidden = sample.filter(({ name }) => basename(name).startsWith('.'));
  const seen = sample.filter((entry) => !hidden.includes(entry));
  const images = seen.filter((entry) => extensionReason(entry.name, gif) === null);
  const others = seen.filter((entry) => !images.includes(entry));
  const gifs = others.filter((entry) => suffixOf(entry) === '.gif');
  const aside = [...skip(hidden, hiddenReason), ...skip(gifs, extensionReason('.gif.gif', gif)!)];
  const [image, second] = images;
  if (image === undefined) return [...aside, ...skip(gifs.length > 0 ? [] : others.slice(0, 1), 'no image has this name')];
  if (second !== undefined) return [...aside, ...skip(images, `${images.length} images have this name up to the suffix: only one can be the sample's`)];
  const label = await labelOf(
    path,
    others.filter((entry) => labelSuffixes.has(suffixOf(entry))),
  );
  if ('reason' in label) return [...aside, ...skip(images, label.reason)];
  const { name } = image;
  const listed: ListedImage = {
    ...imageInBytes(place(image), () => readTarEntry(path, image)),
    name,
    key: `${shard}#${name}`,
    label: label.value,
    part,
    group: null,
  };
  return [...aside, listed];
}

type Found = { readonly value: unknown } | { readonly reason: string };

/** What the label files of a sample say, where they agree. */
async function labelOf(path: string, files: readonly TarEntry[]): Promise<Found> {
  const found: unknown[] = [];
  for (const file of files) {
    if (file.size > largestLabel) return { reason: `its ${basename(file.name)} has ${file.size} bytes, above the limit of ${largestLabel} for a label` };
    const text = new TextDecoder().decode(await readTarEntry(path, file));
    const value = suffixOf(file) === '.cls' ? { value: text } : valueIn(text);
    if (value === null) return { reason: `its ${basename(file.name)} is not JSON` };
    if (value.value !== undefined) found.push(value.value);
  }
  const [first] = found;
  if (first === undefined) return { reason: 'it has no label (.cls, or "label" or "cls" in .json)' };
  const spelled = [...new Set(found.map((value) => String(value).trim()))].sort(compareCodePoints);
  if (spelled.length > 1) return { reason: `its label files say ${spelled.map((text) => `"${text}"`).join(' and ')}` };
  return { value: first };
}

/** The label in JSON; `undefined` where it names none; `null` when it is no JSON. */
function valueIn(text: string): { readonly value: unknown } | null {
  try {
    const described = JSON.parse(text) as { readonly label?: unknown; readonly cls?: unknown } | null;
    if (typeof described !== 'object' || described === null) return { value: undefined };
    return { value: 'label' in described && described.label !== null ? described.label : described.cls };
  } catch {
    return null;
  }
}
