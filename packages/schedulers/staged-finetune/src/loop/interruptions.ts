import { NonFiniteLossError } from '../errors.ts';
import { keepLikeness } from './likeness.ts';
import type { Events, Run } from './run.ts';
import { positionOf } from './tell.ts';

/** After six halvings the rates are not what is wrong. */
const smallestRateFactor = 1 / 64;

/** Keeps the run's state as it is now. */
export async function* saveCheckpoint({ store, state, checkpointClock }: Run): Events {
  await store.saveCheckpoint(await state.capture());
  checkpointClock.saved();
  yield { kind: 'checkpoint', ...positionOf(state.progress) };
}

/** Goes on where the newest checkpoint is, if there is one. */
export async function resume({ store, state }: Pick<Run, 'store' | 'state'>): Promise<void> {
  const checkpoint = await store.loadCheckpoint();
  if (checkpoint !== null) state.restore(checkpoint);
}

/** Goes back to the newest checkpoint after a loss that is not finite, and halves the rates.
 *
 * @throws the error when it is another one, or going back is not asked for or did not help. */
export async function* rewind(run: Run, error: unknown): Events {
  if (!(error instanceof NonFiniteLossError) || !run.settings.rewinds) throw error;
  const { store, state } = run;
  const rateFactor = state.progress.rateFactor / 2;
  const checkpoint = rateFactor < smallestRateFactor ? null : await store.loadCheckpoint();
  if (checkpoint === null) throw error;
  state.restore(checkpoint);
  state.progress = { ...state.progress, rateFactor };
  yield { kind: 'rewound', ...positionOf(state.progress), rateFactor, fault: error.fault };
  // Saved with the new factor: another fault before the next checkpoint must halve it again.
  yield* saveCheckpoint(run);
}

/** Ends a run that was stopped, where it can go on. */
export async function* stop(run: Run): Events {
  if (run.settings.keepsCheckpoints) yield* saveCheckpoint(run);
  yield { kind: 'stopped', ...positionOf(run.state.progress) };
}

/** Ends a run that is through, with the weights of its best epoch. */
export async function* end(run: Run): Events {
  const { network, store, state } = run;
  const { best, bestEma, results } = state.progress;
  if (best !== null) {
    await store.loadBest(network);
    yield* keepLikeness(run);
  }
  yield { kind: 'end', best, bestEma, results };
}
