import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { TrialResult } from '@attune/sweep';
import { UnrecoverableError } from 'bullmq';
import type { Redis } from 'ioredis';

import { requireFlags } from './check-flags.ts';
import { keepRun, keptRun, runKey } from './kept-run.ts';
import type { PlannedTrial } from './plan-sweep.ts';
import { bundleBytes, bundleRun, checkpointMark, unbundleRun } from './run-bundle.ts';
import { TrialError } from './trial-error.ts';
import type { TrialJob } from './trial-job.ts';
import { type TrialProcessConfig, trialFolder } from './trial-process.ts';
import type { WorkerData } from './worker-data.ts';

/** Trains a trial up to the end of a step; null when it was stopped before. */
export type TrainStep = (trial: PlannedTrial, step: TrialJob['step'], config: TrialProcessConfig) => Promise<TrialResult | null>;

export interface JobConfig {
  readonly trials: string;
  readonly threads: number;
  readonly signal: AbortSignal;
  readonly connection: Redis;
  readonly data: WorkerData;
  readonly train: TrainStep;
  readonly warn: (text: string) => void;
  /** Is told, now and then, how many epochs are done. */
  readonly onEpochs: (epochs: number) => void;
}

/** How often a checkpoint that is new is sent, in milliseconds. */
const sendEvery = 1000;

/** Trains from the newest checkpoint that any worker has sent, and sends the run when
 * it is through;
 * null when it was stopped.
 *
 * @throws {WorkerDataError} or {StoreError} when what it reads cannot be had here. */
export async function trainJob(asked: TrialJob, { trials, threads, signal, connection, data, train, warn, onEpochs }: JobConfig): Promise<TrialResult | null> {
  const { trial, step, sweep } = asked;
  const [folder, key] = [trialFolder(trials, trial), runKey(sweep, trial)];
  requireFlags([trial], 'This trial');
  const here = await data.flagsOf(asked);
  const sent = await keptRun(connection, key);
  if (sent !== null && (await checkpointMark(folder)) === null) await unbundleRun(sent, folder);
  const flags = trial.recipe === null ? here : { ...here, recipe: await recipeFile(trials, { ...trial, recipe: trial.recipe }) };
  const sender = new CheckpointSender(folder, { connection, key, warn: (reason) => warn(`Trial ${trial.index}: ${reason}`) });
  const sending = setInterval(() => void sender.send(), sendEvery);
  try {
    const result = await train({ ...trial, flags }, step, { trials, threads, signal, onEpochs });
    await sender.send({ finished: result?.status === 'finished' });
    return result === null ? null : { ...result, flags: trial.flags };
  } catch (error) {
    if (!TrialError.isInstance(error)) throw error;
    throw error.isLasting ? new UnrecoverableError(error.log) : new Error(error.log, { cause: error });
  } finally {
    clearInterval(sending);
  }
}

/** The most that is sent of a run, in bytes: an archive of more cannot be made in one piece. */
const mostSent = 2 ** 31 - 1;

/** Sends the checkpoints of a run to whoever may go on with it. */
class CheckpointSender {
  readonly #folder: string;
  readonly #place: { readonly connection: Redis; readonly key: string; readonly warn: (reason: string) => void };
  #mark: string | null = null;
  #sending: Promise<void> = Promise.resolve();
  #hasWarned = false;

  constructor(folder: string, place: { readonly connection: Redis; readonly key: string; readonly warn: (reason: string) => void }) {
    this.#folder = folder;
    this.#place = place;
  }

  /** Sends the newest if it was not, or what is left of a finished run, which has no
   * checkpoint; one after the other. What fails is said once. */
  async send({ finished = false } = {}): Promise<void> {
    this.#sending = this.#sending
      .then(() => this.#sendNewest(finished))
      .catch((error: unknown) => this.#warnOnce(error instanceof Error ? error.message : String(error)));
    await this.#sending;
  }

  async #sendNewest(finished: boolean): Promise<void> {
    const now = await checkpointMark(this.#folder);
    if (!finished && (now === null || now === this.#mark)) return;
    const bytes = await bundleBytes(this.#folder);
    if (bytes > mostSent) return this.#warnOnce(`it has ${(bytes / 1e9).toFixed(1)} GB, more than the ${(mostSent / 1e9).toFixed(1)} GB that are sent`);
    const bundle = await bundleRun(this.#folder, { finished });
    if (bundle === null) return;
    await keepRun(this.#place.connection, this.#place.key, bundle);
    this.#mark = now;
  }

  #warnOnce(reason: string): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#place.warn(`its run was not sent to Redis: ${reason}. It is in ${this.#folder}; should this worker be lost, another begins the trial anew.`);
  }
}

async function recipeFile(trials: string, { digest, recipe }: { readonly digest: string; readonly recipe: string }): Promise<string> {
  const path = join(trials, `${digest.slice(0, 16)}.recipe.yaml`);
  await writeFile(path, recipe);
  return path;
}
