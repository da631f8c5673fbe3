import type { Step, TrialResult } from '@attune/sweep';

import type { Conductor } from './conductor.ts';
import type { PlannedTrial } from './plan-sweep.ts';
import { TrialError } from './trial-error.ts';
import { failedResult } from './trial-outcome.ts';
import { runStep } from './trial-process.ts';

/** How often a trial is tried. */
export const mostAttempts = 3;

/** Who is told how a sweep goes. */
export interface SweepListener {
  /** Whether anybody sees more than results. */
  readonly isWatched: boolean;
  started(trial: PlannedTrial, step: Step): void;
  epochs(trial: PlannedTrial, epochs: number): void;
  ended(result: TrialResult): void;
  stopped(trial: PlannedTrial): void;
}

export interface LocalConfig {
  readonly trials: string;
  /** Trials at a time. */
  readonly jobs: number;
  /** Of each trial. */
  readonly threads: number;
  readonly signal: AbortSignal;
  readonly listener: SweepListener;
  /** Resolves once a result is kept. */
  readonly commit: (result: TrialResult) => Promise<void>;
  /** Is told why a trial is given up. */
  readonly onFailure: (error: TrialError) => void;
}

/** Runs what is to be done on this machine, some trials at a time, until nothing is left or the
 * signal is aborted. */
export async function runLocal(conductor: Conductor, config: LocalConfig): Promise<void> {
  const begun = new Set<Step>();
  const running = new Set<Promise<void>>();
  const fill = () => {
    for (const step of conductor.pending) {
      if (running.size >= config.jobs || config.signal.aborted) return;
      if (begun.has(step)) continue;
      begun.add(step);
      const work = attempt(conductor.trial(step), step, config).then(async (result) => {
        if (result === null) return;
        await config.commit(result);
        conductor.report(result);
      });
      const tracked: Promise<void> = work.finally(() => running.delete(tracked));
      running.add(tracked);
    }
  };
  for (fill(); running.size > 0; fill()) await Promise.race(running);
}

/** Null when it was stopped. */
async function attempt(trial: PlannedTrial, step: Step, { listener, ...config }: LocalConfig): Promise<TrialResult | null> {
  listener.started(trial, step);
  const onEpochs = (epochs: number) => listener.epochs(trial, epochs);
  for (let tries = 1; ; tries++) {
    try {
      const result = await runStep(trial, step, { ...config, onEpochs });
      if (result === null) listener.stopped(trial);
      else listener.ended(result);
      return result;
    } catch (error) {
      if (!TrialError.isInstance(error)) throw error;
      if (tries < mostAttempts && !error.isLasting && !config.signal.aborted) continue;
      config.onFailure(error);
      const failed = failedResult({ ...trial, rung: step.rung }, error.log);
      listener.ended(failed);
      return failed;
    }
  }
}
