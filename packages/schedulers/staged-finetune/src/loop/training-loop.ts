import { closeSources } from '../features/stage-sources.ts';
import { stopsEarly } from '../stage/early-stopping.ts';
import { saveCheckpoint } from './interruptions.ts';
import { openStage } from './open-stage.ts';
import { afterEpoch, afterStep, epochResult, epochsOfStage } from './progress.ts';
import { type Events, type Run, throwIfStopped } from './run.ts';
import { batchesOfSteps, takeStep } from './take-step.ts';
import { batchesSplit, epochEnded, stageEnded, stageStarted, stepTaken } from './tell.ts';
import { validate } from './validate.ts';

/** Trains what is left of the recipe, from where the run's state stands. What must
 * survive a kill changes in `state` alone.
 *
 * @throws {StopRequest} after a step, or between two batches of a validation, when the
 * run is to be stopped.
 * @throws {NonFiniteLossError} when a loss is not finite: the step is not taken, the
 * epoch not kept. */
export async function* trainingLoop(run: Run): Events {
  const { network, store, state, settings, checkpointClock } = run;
  for (const plan of run.plan.slice(state.progress.stage)) {
    const { stage } = plan;
    if (stage.epochs > 0) {
      yield stageStarted(run, plan);
      const split = batchesSplit(run);
      if (split !== null) yield split;
      const open = yield* openStage(run, plan);
      try {
        state.startAverage(plan);
        while (state.progress.epoch < stage.epochs && !stopsEarly(stage, epochsOfStage(state.progress))) {
          for await (const batches of batchesOfSteps(open)) {
            const step = await takeStep(open, batches);
            state.progress = afterStep(state.progress, step);
            yield stepTaken(open, step);
            await throwIfStopped(run);
            if (settings.keepsCheckpoints && checkpointClock.isDue(state.progress.step)) yield* saveCheckpoint(run);
          }
          const validation = yield* validate(open);
          const result = epochResult(state.progress, validation);
          const progress = afterEpoch(state.progress, stage.name, result);
          const isBest = progress.best !== state.progress.best;
          // A stop while they are judged and kept tries the epoch again.
          if (isBest) {
            await store.saveBest(network, progress, validation.judged);
            state.likeness = 'likeness' in validation.judged ? 'kept' : validation.embeddings;
          }
          state.progress = progress;
          yield epochEnded(run, result, isBest);
          if (settings.keepsCheckpoints) yield* saveCheckpoint(run);
        }
      } finally {
        await closeSources(open.sources);
      }
      const result = { name: stage.name, epochs: epochsOfStage(state.progress) };
      await store.saveStage(network, { index: state.progress.stage, result });
      yield stageEnded(run, stage, result);
      if (stage.restoreBest && state.progress.best !== null) await store.loadBest(network);
    }
    state.endStage();
  }
}
