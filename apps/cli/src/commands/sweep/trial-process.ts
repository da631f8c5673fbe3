import { spawn } from 'node:child_process';
import { open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { configFile } from '@attune/run';
import type { Step, TrialResult } from '@attune/sweep';

import { exitCodes } from '../../exit-code.ts';
import { makeFolder } from '../../run/make-folder.ts';
import { endsWithParent } from '../../terminal/endings.ts';
import { flagWords } from './flag-words.ts';
import type { PlannedTrial } from './plan-sweep.ts';
import { TrialError } from './trial-error.ts';
import { endOfLog, trialOutcome } from './trial-outcome.ts';

const attune = fileURLToPath(new URL('../../../bin/attune.js', import.meta.url));

export interface TrialProcessConfig {
  /** Where trials are kept, a run folder each. */
  readonly trials: string;
  readonly threads: number;
  readonly signal: AbortSignal;
  /** Is told, now and then, how many epochs are done. */
  readonly onEpochs?: ((epochs: number) => void) | undefined;
  /** Where its data lie, when not where its flags say. */
  readonly data?: string | undefined;
}

/** Trains a trial up to the end of a step, in a process of its own, from wherever its run folder
 * stands.
 *
 * @returns null when it was stopped before, with a checkpoint.
 * @throws {TrialError} when the process failed. */
export async function runStep(trial: PlannedTrial, step: Step, config: TrialProcessConfig): Promise<TrialResult | null> {
  const folder = trialFolder(config.trials, trial);
  const asked = { ...trial, rung: step.rung };
  const known = (await isRun(folder)) ? await trialOutcome(folder, asked) : null;
  if (known !== null && hasReached(known, step)) return known;
  await makeFolder(config.trials);
  if (known === null) await rm(folder, { recursive: true, force: true }); // what a kill left before it was a run
  const code = await train(trial, step, { ...config, folder, resumed: known !== null });
  const result = (await isRun(folder)) ? await trialOutcome(folder, asked) : null;
  if (result !== null && hasReached(result, step)) return result;
  if (code === exitCodes.stopped || config.signal.aborted) return null;
  throw new TrialError(trial, { exitCode: code, log: await endOfLog(`${folder}.log`) });
}

/** The run folder of a trial. */
export function trialFolder(trials: string, { digest }: Pick<PlannedTrial, 'digest'>): string {
  return join(trials, digest.slice(0, 16));
}

function hasReached({ status, metrics }: TrialResult, { untilEpoch }: Step): boolean {
  return status === 'finished' || (untilEpoch !== null && (metrics?.epochs ?? 0) >= untilEpoch);
}

async function isRun(folder: string): Promise<boolean> {
  return (await stat(join(folder, configFile)).catch(() => null)) !== null;
}

interface Training extends TrialProcessConfig {
  readonly folder: string;
  readonly resumed: boolean;
}

/** Gives the exit code; null when it was killed. */
async function train(trial: PlannedTrial, { untilEpoch }: Step, training: Training): Promise<number | null> {
  const { folder, resumed, signal, threads, onEpochs } = training;
  const data = training.data ?? String(trial.flags['data']);
  const words = resumed ? [`--resume=${folder}`] : [`--out=${folder}`, ...flagWords(trial.flags)];
  const until = untilEpoch === null ? [] : [`--until-epoch=${untilEpoch}`];
  const log = await open(`${folder}.log`, 'a');
  try {
    const child = spawn(process.execPath, [attune, 'finetune', ...words, ...until, `--threads=${threads}`, '--no-report', '--json', '--', data], {
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
      detached: true, // Ctrl-C reaches the sweep, which stops its trials in order
      env: { ...process.env, [endsWithParent]: '1' },
    });
    const stop = () => child.kill('SIGTERM');
    signal.addEventListener('abort', stop);
    const watching = onEpochs === undefined ? undefined : setInterval(() => void epochsDone(folder).then(onEpochs), 1000);
    try {
      return await new Promise<number | null>((resolve, reject) => {
        child.on('error', reject);
        child.on('exit', resolve);
        if (signal.aborted) stop();
      });
    } finally {
      clearInterval(watching);
      signal.removeEventListener('abort', stop);
    }
  } finally {
    await log.close();
  }
}

async function epochsDone(folder: string): Promise<number> {
  const text = await readFile(join(folder, 'metrics.jsonl'), 'utf8').catch(() => '');
  return text.split('\n').length - 1;
}
