import { type Checkpoint, type OurCheckpoint, filesBeside, inOurNames, readCheckpoint } from '@attune/checkpoint';
import { type PublishedImages, withPublishedImages } from '@attune/run';
import sampleAddress from '@attune/sample/weights/resnet20.safetensors?url';

import { PageError } from '../errors/page-error.ts';
import type { WeightsSource } from '../protocol/choices.ts';

export type DownloadProgress = (done: number, total: number | null) => void;

export interface DownloadOptions {
  /** Address of the Hub that `hub:` and `timm:` name. Default: huggingface.co. */
  readonly hub?: string | undefined;
  readonly onProgress?: DownloadProgress | undefined;
}

/** Opens weights, under our names; null for none. Tensors are read when they are loaded. What comes
 * from an address is kept by the browser, and gone on with after a cut.
 *
 * @throws {CheckpointError} when it is not a file of weights, {DownloadError} or {WeightsNameError}
 * when an address gives none. */
export async function openWeights(source: WeightsSource, options: DownloadOptions = {}): Promise<OurCheckpoint | null> {
  switch (source.kind) {
    case 'none':
      return null;
    case 'sample':
      return opened(await readCheckpoint(await bytesAt(sampleAddress), { name: 'resnet20.safetensors' }));
    case 'file':
      return opened(await readCheckpoint(source.file, { name: source.name }));
    case 'url':
      return download(source.url, options);
  }
}

async function download(name: string, { hub, onProgress }: DownloadOptions): Promise<OurCheckpoint> {
  const [{ WeightsNameError, fetchWeights, mayNameOthers, referenceBeside, weightsReference }, { browserCache }] = await Promise.all([
    import('@attune/pretrained'),
    import('@attune/pretrained/browser'),
  ]);
  const reference = weightsReference(name, { hub });
  if (hub !== undefined && new URL(reference.url).origin !== new URL(hub).origin)
    throw new WeightsNameError(`${name}: this page fetches weights from ${new URL(hub).host} only. Download ${reference.url} yourself and choose the file.`);
  // A full storage costs the next visit a download, and this one nothing.
  const options = { cache: browserCache({ onFull: () => {} }), onProgress };
  const check = (blob: Blob) => readCheckpoint(blob, { name: reference.fileName });
  if (!mayNameOthers(reference)) return opened(await check(await fetchWeights(reference, { ...options, check })), reference.preprocessing);
  const index = await fetchWeights(reference, { ...options, check: async (blob) => void JSON.parse(await blob.text()) });
  const others = (await filesBeside(index)).map((fileName) => ({ fileName, place: referenceBeside(reference, fileName) }));
  const files = [new File([index], reference.fileName.split('/').at(-1)!)];
  for (const { fileName, place } of others) files.push(new File([await fetchWeights(place, options)], fileName));
  try {
    return opened(await readCheckpoint(files), reference.preprocessing);
  } catch (error) {
    for (const file of [reference, ...others.map(({ place }) => place)]) await options.cache.drop(file);
    throw error;
  }
}

function opened(checkpoint: Checkpoint, published: PublishedImages | null = null): OurCheckpoint {
  return withPublishedImages(inOurNames(checkpoint), published);
}

/** What a run's configuration calls them. */
export function nameOf(source: WeightsSource): string {
  if (source.kind === 'url') return source.url;
  return source.kind === 'file' ? source.name : source.kind;
}

async function bytesAt(address: string): Promise<ArrayBuffer> {
  const response = await fetch(address);
  if (!response.ok) throw new PageError('part-missing', `The page's own weights cannot be read (${response.status}): load the page again.`);
  return response.arrayBuffer();
}
