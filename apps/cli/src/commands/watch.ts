import { setTimeout as sleep } from 'node:timers/promises';

import type { CommandContext, Report } from '../command.ts';
import { userPath } from '../paths.ts';
import { type RecordedEpoch, type Run, taskOf } from '@attune/run';
import { metricOf, taskTraits } from '@attune/staged-finetune';
import { openRunFolder } from '../run/run-folder.ts';
import { type RunStatus, readStatus } from '../run/run-status.ts';
import { StatusAge } from '../run/status-age.ts';
import { figureText, scoreWords } from '../terminal/figures.ts';
import { duration } from '../terminal/format.ts';
import { ProgressView } from '../terminal/progress.ts';
import { waitingNote } from '../terminal/waiting-note.ts';

export interface WatchOptions {
  /** Seconds from one look to the next. */
  readonly every: number;
}

/** A run whose status is older has ended without saying so. */
const silentSeconds = 120;

/** Shows how a run goes that another process trains, or how it went: a line for each epoch, and the
 * step under way. It ends with the run. */
export async function watch(folder: string, { every }: WatchOptions, { terminal, signal }: CommandContext): Promise<Report> {
  const run = await openRunFolder(userPath(folder));
  const progress = new ProgressView(terminal);
  const age = new StatusAge();
  let shown = 0;
  for (;;) {
    const epochs = await run.metrics().catch(() => []);
    for (const epoch of epochs.slice(shown)) progress.line(epochLine(epoch, (shown += 1)));
    const state = await stateOf(run, epochs, age);
    if (state.kind !== 'running' || signal.aborted) {
      progress.stop();
      return { json: { run: run.path, state: state.kind, epochs }, text: describe(run, state.kind, epochs) };
    }
    showStep(progress, state.status, run.config.training.batchSize);
    await sleep(every * 1000, undefined, { signal }).catch(() => {});
  }
}

type State = { readonly kind: 'finished' } | { readonly kind: 'stopped' } | { readonly kind: 'running'; readonly status: RunStatus | null };

/** Finished when the last of its stages has ended and no checkpoint waits; running
 * while its status is young. */
async function stateOf(run: Run, epochs: readonly RecordedEpoch[], age: StatusAge): Promise<State> {
  const status = await readStatus(run.path);
  if (status !== null && age.of(status.writtenAt) < silentSeconds * 1000) return { kind: 'running', status };
  return { kind: epochs.length > 0 && (await run.isFinished()) ? 'finished' : 'stopped' };
}

function showStep(progress: ProgressView, status: RunStatus | null, batchSize: number): void {
  if (status === null) return;
  const { stage, epoch, step, stepsPerEpoch, loss } = status;
  progress.update(`${stage}, epoch ${epoch + 1}`, {
    done: step * batchSize,
    latest: 0,
    total: stepsPerEpoch * batchSize,
    detail: loss === null ? '' : ` · loss ${loss.toFixed(4)}`,
  });
}

function epochLine(epoch: RecordedEpoch, number: number): string {
  const { stage, trainLoss, validationLoss, seconds } = epoch;
  return `${number}  ${stage}  loss ${trainLoss.toFixed(4)}  validation loss ${validationLoss.toFixed(4)}  ${scoreWords(epoch)}  ${duration(seconds)}${waitingNote(epoch)}`;
}

function describe({ path, config }: Run, state: 'finished' | 'stopped' | 'running', epochs: readonly RecordedEpoch[]): string {
  const { metric, metricTitle } = taskTraits[taskOf(config).kind];
  const best = epochs.length === 0 ? 'no epoch has ended' : `best validation ${metricTitle} ${figureText(metric, Math.max(...epochs.map(metricOf)))}`;
  const what = { finished: 'has finished', stopped: `is not running; resume it with: attune finetune --resume ${path}`, running: 'is still running' }[state];
  return `${path} ${what}; ${best}`;
}
