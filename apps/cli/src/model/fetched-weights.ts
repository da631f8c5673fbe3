import { readFile } from 'node:fs/promises';

import { CheckpointError, filesBeside, readCheckpoint } from '@attune/checkpoint';
import {
  type WeightsPreprocessing,
  type WeightsReference,
  fetchWeights,
  mayNameOthers,
  preprocessingOf,
  referenceBeside,
  weightsReference,
} from '@attune/pretrained';
import { fileCache, torchCacheFolder } from '@attune/pretrained/node';

import { DownloadBar } from '../terminal/download-bar.ts';

/** Weights that were on the net and are on the disk now. */
export interface FetchedWeights {
  readonly path: string;
  /** How images must be made ready for them, where that is known. */
  readonly preprocessing: WeightsPreprocessing | null;
  /** What is not known of them, in words. */
  readonly notes: readonly string[];
}

/** Fetches what a name such as `torchvision:resnet18` stands for into PyTorch's cache, unless it is
 * there; of an index or a `model.json` the files that it names too, each as a file of its own. What
 * cannot be read is not kept. `ATTUNE_MIRROR` names another host, `HF_ENDPOINT` another Hub,
 * `HF_TOKEN` a reader of it.
 *
 * @throws {WeightsNameError} on a name that says nothing, {DownloadError} when a file cannot be
 * had, {CheckpointError} when an index names what is not a file beside it. */
export async function fetchedWeights(name: string): Promise<FetchedWeights> {
  const { ATTUNE_MIRROR: mirror, HF_ENDPOINT: hub } = process.env;
  const reference = weightsReference(name, { mirror, hub });
  const path = await fetchedFile(reference);
  if (mayNameOthers(reference)) await fetchOthers(reference, path);
  const notes: string[] = [];
  const preprocessing = await preprocessingOf(reference, {
    cache: cache(),
    hubToken: process.env['HF_TOKEN'],
    read: (file) => readFile(file, 'utf8'),
    onMissing: ({ kind, message }) => notes.push(imagesUnknown(kind === 'not-found' ? 'the repository has no config.json' : message)),
  });
  return { path, preprocessing, notes };
}

/** What is done where no `config.json` says how images are made ready. */
function imagesUnknown(reason: string): string {
  return `how images were made ready for these weights is not known, and ImageNet's mean and deviation are taken, unless the file says otherwise (--mean, --std): ${reason}`;
}

/** Files without a header of their own can be judged only when all are there. */
async function fetchOthers(index: WeightsReference, path: string): Promise<void> {
  const others = (await filesBeside(path)).map((fileName) => referenceBeside(index, fileName));
  for (const other of others) await fetchedFile(other, { hasHeader: other.fileName.endsWith('.safetensors') });
  try {
    await readCheckpoint(path);
  } catch (error) {
    for (const file of [index, ...others]) await cache().drop(file);
    throw error;
  }
}

async function fetchedFile(reference: WeightsReference, { hasHeader = true }: { readonly hasHeader?: boolean } = {}): Promise<string> {
  const bar = new DownloadBar(reference.name);
  try {
    return await fetchWeights(reference, {
      cache: cache(),
      hubToken: process.env['HF_TOKEN'],
      onProgress: (done, total) => bar.update(done, total),
      check: hasHeader ? (path) => requireReadable(path, reference) : undefined,
    });
  } finally {
    bar.stop();
  }
}

function cache(): ReturnType<typeof fileCache> {
  return fileCache(torchCacheFolder());
}

/** Tensors that have a header; an index only as JSON, since what it names is not there yet.
 *
 * @throws {Error} that says why not, without the name that the file has while it is under way. */
async function requireReadable(path: string, { fileName }: WeightsReference): Promise<void> {
  if (mayNameOthers({ fileName })) return void JSON.parse(await readFile(path, 'utf8'));
  try {
    await readCheckpoint(path);
  } catch (error) {
    throw CheckpointError.isInstance(error) ? new Error(error.message.replace(`${error.file}: `, ''), { cause: error }) : error;
  }
}
