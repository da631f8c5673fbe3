import { type Sources, openSources } from '../features/stage-sources.ts';
import { type StagePlan, followsBatch } from '../stage/plan-stage.ts';
import { plannedEpochsBefore } from '../stage/schedule-position.ts';
import { objectiveOf } from '../task/objective.ts';
import { afterTime } from './progress.ts';
import { type Events, type OpenStage, type Run, stepsPerEpoch, told } from './run.ts';
import { featuresCome } from './tell.ts';

/** Where features that were to be kept did not fit, a part goes through all segments. */
function partSizeOf({ fit, network, state, settings: { batchSize } }: Run, plan: StagePlan, { train }: Sources): number {
  const partSize = fit.stages[state.progress.stage]?.partSize ?? batchSize;
  return train.depth < plan.still && !followsBatch(network, plan) ? Math.min(partSize, fit.evaluationSize) : partSize;
}

/** Computes what cannot change in a stage, once: its seconds are those of the epoch
 * that follows. */
export async function* openStage(run: Run, plan: StagePlan): Events<OpenStage> {
  const { network, data, settings, spill, features, state, fit } = run;
  const { batchSize, seed, cacheBytes } = settings;
  const waited = (waiting: number) => void (state.progress = afterTime(state.progress, { waiting }));
  const started = performance.now();
  // Whatever has trained may have changed what the segments make of an image.
  const known = plannedEpochsBefore(run.recipe, state.progress.stage) === 0 ? features : null;
  const opening = openSources({ network, data, plan, batchSize, evaluationSize: fit.evaluationSize, seed, known, cacheBytes, spill, waited });
  try {
    const sources = yield* told(run, opening, (progress) => featuresCome(run, progress));
    const objective = objectiveOf(plan.stage, data);
    const partSize = partSizeOf(run, plan, sources);
    return { run, plan, partSize, sources, stepsPerEpoch: stepsPerEpoch(run, plan.stage), objective };
  } finally {
    features?.rows.clear();
    state.progress = afterTime(state.progress, { seconds: (performance.now() - started) / 1000 });
  }
}
