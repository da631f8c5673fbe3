import { type WeightsPreprocessing, fetchWeights, weightsReference } from '@attune/pretrained';
import { fileCache, torchCacheFolder } from '@attune/pretrained/node';

import { DownloadBar } from '../terminal/download-bar.ts';

/** Weights that were on the net and are on the disk now. */
export interface FetchedWeights {
  readonly path: string;
  /** How images must be made ready for them, where that is known. */
  readonly preprocessing: WeightsPreprocessing | null;
}

/** Fetches what a name such as `torchvision:resnet18` stands for into PyTorch's cache, unless it is there. `ATTUNE_MIRROR` names another host, `HF_ENDPOINT` another Hub, `HF_TOKEN` a reader of it.
 *
 * @throws {WeightsNameError} on a name that says nothing, {DownloadError} when the file cannot be had. */
export async function fetchedWeights(name: string): Promise<FetchedWeights> {
  const { ATTUNE_MIRROR: mirror, HF_ENDPOINT: hub, HF_TOKEN: token } = process.env;
  const reference = weightsReference(name, { mirror, hub });
  const bar = new DownloadBar(reference.fileName);
  try {
    const path = await fetchWeights(reference, {
      cache: fileCache(torchCacheFolder()),
      hubToken: token,
      onProgress: (done, total) => bar.update(done, total),
    });
    return { path, preprocessing: reference.preprocessing };
  } finally {
    bar.stop();
  }
}
