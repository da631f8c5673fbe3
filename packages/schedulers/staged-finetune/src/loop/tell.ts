import { countScalars } from '@attune/nn';

import type { SourceProgress } from '../features/stage-sources.ts';
import type { Stage } from '../recipe/recipe.ts';
import type { StagePlan } from '../stage/plan-stage.ts';
import type { FineTuneEvent } from './events.ts';
import type { EpochResult, Progress, StageResult, TakenStep } from './progress.ts';
import { type OpenStage, type Run, stepsPerEpoch } from './run.ts';

export function stageStarted(run: Run, { stage, groups, still }: StagePlan): FineTuneEvent {
  return {
    kind: 'stage-start',
    ...inStage(run),
    epochs: stage.epochs,
    stepsPerEpoch: stepsPerEpoch(run, stage),
    parameters: countScalars(groups.flatMap((group) => [...group.parameters.values()])),
    still: run.network
      .segments()
      .slice(0, still)
      .map(({ name }) => name),
  };
}

/** Null where the stage's batches are computed whole. */
export function batchesSplit({ fit, settings: { batchSize }, ...run }: Run): FineTuneEvent | null {
  const { limitBytes, stages } = fit;
  const { partSize = batchSize, wholeBytes = null } = stages[run.state.progress.stage] ?? {};
  if (partSize >= batchSize || wholeBytes === null || limitBytes === null) return null;
  return { kind: 'split', ...inStage(run), batchSize, partSize, wholeBytes, limitBytes };
}

export function featuresCome(run: Run, progress: SourceProgress): FineTuneEvent {
  return progress.kind === 'features' ? { ...progress, ...inStage(run) } : { ...progress, ...inStage(run), budgetBytes: run.settings.cacheBytes };
}

/** The step is a part of the run's progress already. */
export function stepTaken({ run, stepsPerEpoch: steps }: OpenStage, { images, loss, gradientNorm, learningRates }: TakenStep): FineTuneEvent {
  const { epoch, step, sums } = run.state.progress;
  return {
    kind: 'step',
    ...inStage(run),
    epoch,
    step,
    stepsPerEpoch: steps,
    images,
    imagesDone: sums.images,
    loss,
    gradientNorm,
    learningRates,
  };
}

export function validationGoesOn(run: Run, weights: 'raw' | 'ema' | 'swa', done: number): FineTuneEvent {
  return { kind: 'validation', ...inStage(run), weights, epoch: run.state.progress.epoch, done, images: run.data.validation.size };
}

export function likenessGoesOn(progress: { readonly done: number; readonly images: number }): FineTuneEvent {
  return { kind: 'likeness', ...progress };
}

export function epochEnded(run: Run, result: EpochResult, best: boolean): FineTuneEvent {
  return { kind: 'epoch-end', ...inStage(run), result, best };
}

export function stageEnded(run: Run, { epochs }: Stage, result: StageResult): FineTuneEvent {
  return { kind: 'stage-end', ...inStage(run), result, stoppedEarly: result.epochs.length < epochs };
}

export function positionOf({ stage, epoch, step }: Progress): { stageIndex: number; epoch: number; step: number } {
  return { stageIndex: stage, epoch, step };
}

function inStage({ recipe, state: { progress } }: Pick<Run, 'recipe' | 'state'>): { stage: string; stageIndex: number } {
  return { stage: recipe.stages[progress.stage]!.name, stageIndex: progress.stage };
}
