import { writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import type { TrialResult } from '@attune/sweep';
import { UnrecoverableError } from 'bullmq';
import type { Redis } from 'ioredis';

import { requireFlags } from './check-flags.ts';
import { contentAt } from './content.ts';
import { forgetRun, keepRun, keptRun } from './kept-run.ts';
import { type PlannedTrial, pathsOf } from './plan-sweep.ts';
import { bundleBytes, bundleRun, checkpointMark, unbundleRun } from './run-bundle.ts';
import { TrialError } from './trial-error.ts';
import type { TrialJob } from './trial-job.ts';
import { type TrialProcessConfig, trialFolder } from './trial-process.ts';

/** Trains a trial up to the end of a step; null when it was stopped before. */
export type TrainStep = (trial: PlannedTrial, step: TrialJob['step'], config: TrialProcessConfig) => Promise<TrialResult | null>;

export interface JobConfig {
  readonly trials: string;
  readonly threads: number;
  readonly signal: AbortSignal;
  readonly connection: Redis;
  readonly train: TrainStep;
  readonly warn: (text: string) => void;
}

/** How often a checkpoint that is new is sent, in milliseconds. */
const sendEvery = 1000;

/** Trains from the newest checkpoint that any worker has sent; null when it was stopped. */
export async function trainJob(asked: TrialJob, { trials, threads, signal, connection, train, warn }: JobConfig): Promise<TrialResult | null> {
  const { trial, step, sweep } = asked;
  const [folder, key] = [trialFolder(trials, trial), `attune:run:${sweep.slice(0, 16)}:${trial.digest}`];
  requireFlags([trial], 'This trial');
  await requireContents(asked);
  const sent = await keptRun(connection, key);
  if (sent !== null && (await checkpointMark(folder)) === null) await unbundleRun(sent, folder);
  const flags = trial.recipe === null ? trial.flags : { ...trial.flags, recipe: await recipeFile(trials, { ...trial, recipe: trial.recipe }) };
  const sender = new CheckpointSender(folder, { connection, key, warn: (reason) => warn(`Trial ${trial.index}: ${reason}`) });
  const sending = setInterval(() => void sender.send(), sendEvery);
  try {
    const result = await train({ ...trial, flags }, step, { trials, threads, signal });
    if (result?.status === 'finished') await forgetRun(connection, key);
    else await sender.send();
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

  /** Sends the newest if it was not; one after the other. What fails is said once. */
  async send(): Promise<void> {
    this.#sending = this.#sending
      .then(() => this.#sendNewest())
      .catch((error: unknown) => this.#warnOnce(error instanceof Error ? error.message : String(error)));
    await this.#sending;
  }

  async #sendNewest(): Promise<void> {
    const now = await checkpointMark(this.#folder);
    if (now === null || now === this.#mark) return;
    const bytes = await bundleBytes(this.#folder);
    if (bytes > mostSent) return this.#warnOnce(`it has ${(bytes / 1e9).toFixed(1)} GB, more than the ${(mostSent / 1e9).toFixed(1)} GB that are sent`);
    const bundle = await bundleRun(this.#folder);
    if (bundle === null) return;
    await keepRun(this.#place.connection, this.#place.key, bundle);
    this.#mark = now;
  }

  #warnOnce(reason: string): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#place.warn(`its checkpoint was not sent to Redis: ${reason}. Should this worker be lost, another begins the trial anew.`);
  }
}

/** @throws {UnrecoverableError} when a path holds other bytes here than where the sweep is. */
async function requireContents({ trial, contents }: TrialJob): Promise<void> {
  for (const path of pathsOf(trial.flags)) {
    const expected = contents[path];
    if (expected === undefined) continue;
    const key = `${path} ${expected}`;
    if (checked.has(key)) continue;
    const { digest } = await contentAt(path);
    if (digest !== expected) throw new UnrecoverableError(`${path} holds other bytes on ${hostname()} than where the sweep was started: copy it anew.`);
    checked.add(key);
  }
}

/** Paths that were read, with what they held. */
const checked = new Set<string>();

async function recipeFile(trials: string, { digest, recipe }: { readonly digest: string; readonly recipe: string }): Promise<string> {
  const path = join(trials, `${digest.slice(0, 16)}.recipe.yaml`);
  await writeFile(path, recipe);
  return path;
}
