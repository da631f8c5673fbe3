import { filesBeside } from '@attune/checkpoint';
import { type WeightsPreprocessing, type WeightsReference, fetchWeights, mayNameOthers, referenceBeside, weightsReference } from '@attune/pretrained';
import { fileCache, torchCacheFolder } from '@attune/pretrained/node';

import { DownloadBar } from '../terminal/download-bar.ts';

/** Weights that were on the net and are on the disk now. */
export interface FetchedWeights {
  readonly path: string;
  /** How images must be made ready for them, where that is known. */
  readonly preprocessing: WeightsPreprocessing | null;
}

/** Fetches what a name such as `torchvision:resnet18` stands for into PyTorch's cache, unless it is
 * there; of an index or a `model.json` the files that it names too, each as a file of its own.
 * `ATTUNE_MIRROR` names another host, `HF_ENDPOINT` another Hub, `HF_TOKEN` a reader of it.
 *
 * @throws {WeightsNameError} on a name that says nothing, {DownloadError} when a file cannot be
 * had, {CheckpointError} when an index names what is no file beside it. */
export async function fetchedWeights(name: string): Promise<FetchedWeights> {
  const { ATTUNE_MIRROR: mirror, HF_ENDPOINT: hub } = process.env;
  const reference = weightsReference(name, { mirror, hub });
  const path = await fetchedFile(reference);
  const others = mayNameOthers(reference) ? await filesBeside(path) : [];
  for (const fileName of others) await fetchedFile(referenceBeside(reference, fileName));
  return { path, preprocessing: reference.preprocessing };
}

async function fetchedFile(reference: WeightsReference): Promise<string> {
  const bar = new DownloadBar(reference.fileName);
  try {
    return await fetchWeights(reference, {
      cache: fileCache(torchCacheFolder()),
      hubToken: process.env['HF_TOKEN'],
      onProgress: (done, total) => bar.update(done, total),
    });
  } finally {
    bar.stop();
  }
}
