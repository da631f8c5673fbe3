import type { Network } from '@attune/nn';
import { type KnownFeatures, type MeasureBodyRateOptions, type TrainingData, withMeasuredBodyRates } from '@attune/staged-finetune';

import type { Run } from './run.ts';

/** Measures the rates of a run's body where its recipe leaves them to be, and keeps them in the
 * run. One that is stopped meanwhile measures them when it goes on, with the same result: nothing
 * of it hangs on how far it had come.
 *
 * @param subject the network with its first weights.
 * @returns what was computed of the training images, for `fineTune`; undefined where nothing was
 *   left to measure.
 * @throws the signal's reason once it is aborted, between two batches. */
export async function measureRates(
  run: Run,
  subject: { readonly network: Network; readonly data: TrainingData },
  { signal, onProgress }: Pick<MeasureBodyRateOptions, 'signal' | 'onProgress'> = {},
): Promise<KnownFeatures | undefined> {
  if (run.recipe.bodyRates === undefined) return undefined;
  let features: KnownFeatures | undefined;
  const onFeatures = (known: KnownFeatures) => void (features = known);
  await run.saveRecipe(await withMeasuredBodyRates(run.recipe, subject, { signal, onProgress, onFeatures }));
  return features;
}
