import { configPreprocessing } from './config-preprocessing.ts';
import { DownloadError } from './download-error.ts';
import { type FetchWeightsOptions, fetchWeights } from './fetch-weights.ts';
import type { WeightsPreprocessing } from './known-weights.ts';
import { type WeightsReference, referenceBeside } from './weights-reference.ts';

export interface PreprocessingOptions<Kept> extends Omit<FetchWeightsOptions<Kept>, 'check' | 'onProgress'> {
  /** The text of a file of the cache. */
  readonly read: (file: Kept) => Promise<string>;
  /** Is told why the `config.json` did not come. */
  readonly onMissing?: ((error: DownloadError) => void) | undefined;
}

/** How images are made ready for weights: as the table of their publisher says, else as the
 * `config.json` beside them on the Hub does, which is fetched into the cache. Null where neither
 * says it, or the Hub does not give it. */
export async function preprocessingOf<Kept>(
  reference: WeightsReference,
  { read, onMissing, ...options }: PreprocessingOptions<Kept>,
): Promise<WeightsPreprocessing | null> {
  if (reference.preprocessing !== null || reference.hub === null) return reference.preprocessing;
  try {
    return configPreprocessing(await read(await fetchWeights(referenceBeside(reference, 'config.json'), options)));
  } catch (error) {
    if (!DownloadError.isInstance(error)) throw error;
    onMissing?.(error);
    return null;
  }
}
