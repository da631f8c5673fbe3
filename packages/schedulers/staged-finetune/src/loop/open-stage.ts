import { openSources } from '../features/stage-sources.ts';
import type { StagePlan } from '../stage/plan-stage.ts';
import { classWeightsOf } from '../step/class-weights.ts';
import { afterTime } from './progress.ts';
import { type Events, type OpenStage, type Run, stepsPerEpoch, told } from './run.ts';
import { featuresCome } from './tell.ts';

/** Computes what cannot change in a stage, once: its seconds are those of the epoch
 * that follows. */
export async function* openStage(run: Run, plan: StagePlan): Events<OpenStage> {
  const { network, data, settings, spill, state } = run;
  const { batchSize, seed, cacheBytes } = settings;
  const waited = (waiting: number) => void (state.progress = afterTime(state.progress, { waiting }));
  const started = performance.now();
  const opening = openSources({ network, data, plan, batchSize, seed, cacheBytes, spill, waited });
  try {
    const sources = yield* told(run, opening, (progress) => featuresCome(run, progress));
    const classWeights = classWeightsOf(plan.stage, data);
    return { run, plan, sources, stepsPerEpoch: stepsPerEpoch(run, plan.stage), classWeights };
  } finally {
    state.progress = afterTime(state.progress, { seconds: (performance.now() - started) / 1000 });
  }
}
