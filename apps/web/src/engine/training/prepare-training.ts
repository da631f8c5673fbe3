import type { ImageDataset, Preprocessing } from '@attune/data/browser';
import { type PreparedRun, type RunConfig, prepareRun, runConfigOf } from '@attune/run';

import { runChoices } from '../choices/network-choices.ts';
import { nameOf, openWeights } from '../choices/weights.ts';
import type { StartedEngine } from '../protocol/backends.ts';
import type { TrainingJob } from '../protocol/training.ts';

/** What the page adds to a job. */
export interface TrainingMaterial {
  readonly openImages: (preprocessing: Preprocessing) => Promise<ImageDataset>;
  readonly started: StartedEngine;
  /** Where weights of the Hub come from. */
  readonly hub?: string | undefined;
}

/** A job with all that its training needs, and what its `run.json` says. Rates that are to be
 * measured are left to the training, which can be paused meanwhile. */
export async function prepareTraining(
  job: TrainingJob,
  { openImages, started, hub }: TrainingMaterial,
): Promise<{ readonly prepared: PreparedRun<ImageDataset>; readonly config: RunConfig }> {
  const checkpoint = await openWeights(job.model.weights, { hub });
  const prepared = await prepareRun(runChoices(job), { checkpoint, openImages, measures: false });
  const weights = nameOf(job.model.weights);
  return {
    prepared,
    config: runConfigOf(prepared, { data: 'photos', weights, backend: started.name, threads: started.threads, skipBroken: false, splitBy: 'name' }),
  };
}
