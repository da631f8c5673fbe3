import type { Preprocessing } from '@attune/data/browser';
import type { RunConfig } from '@attune/run';
import type { ModelSpec } from '@attune/zoo';

import { nameOf } from './choices/weights.ts';
import type { StartedEngine, TrainingJob } from './protocol.ts';

interface RunParts {
  readonly spec: ModelSpec;
  readonly classes: readonly string[];
  readonly preprocessing: Preprocessing;
  readonly started: StartedEngine;
}

/** A job as a run's `run.json` has it. */
export function runConfig({ model, batchSize, seed }: TrainingJob, { spec, classes, preprocessing, started }: RunParts): RunConfig {
  const { imageSize, resizeSize, interpolation, mean, std } = preprocessing;
  return {
    format: 1,
    model: { ...spec, attentionStages: spec.attentionStages?.slice(), attentionBlocks: spec.attentionBlocks?.slice() },
    classes: [...classes],
    preprocessing: { imageSize, resizeSize, interpolation, mean: [...mean], std: [...std] },
    training: { data: 'photos', weights: nameOf(model.weights), batchSize, seed, backend: started.name, threads: started.threads, skipBroken: false },
  };
}
