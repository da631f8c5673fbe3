import type { RunConfig } from '../run-config.ts';
import type { PreparedRun, RunImages } from './prepare-run.ts';

/** What a run's files say of its training beside what was prepared. */
export type TrainingFacts = Omit<RunConfig['training'], 'batchSize' | 'seed'>;

/** A prepared run as its `run.json` has it. */
export function runConfigOf({ model, dataset, batchSize }: PreparedRun<RunImages>, training: TrainingFacts): RunConfig {
  const { imageSize, resizeSize, interpolation, mean, std } = dataset.preprocessing;
  const { data, weights, ...rest } = training;
  return {
    format: 1,
    model,
    classes: [...dataset.classes],
    ...(dataset.task !== undefined && dataset.task.kind !== 'single-label' && { task: dataset.task }),
    preprocessing: { imageSize, resizeSize, interpolation, mean, std },
    training: { data, weights, batchSize, seed: model.seed, ...rest },
  };
}
