import { writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { describeSchemaIssue } from '@attune/errors';
import { type Job, DelayedError, UnrecoverableError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';

import type { CommandContext, Report } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { outputFolder } from '../output-path.ts';
import { packageVersion } from '../package-version.ts';
import type { Interval } from '../parse-option.ts';
import { makeFolder } from '../run/make-folder.ts';
import { UsageError } from '../usage-error.ts';
import { requireFlags } from './sweep/check-flags.ts';
import { contentAt } from './sweep/content.ts';
import { pathsOf } from './sweep/plan-sweep.ts';
import { openRedis } from './sweep/redis.ts';
import { bundleRun, checkpointMark, unbundleRun } from './sweep/run-bundle.ts';
import { TrialError } from './sweep/trial-error.ts';
import { type TrialJob, trialJob } from './sweep/trial-job.ts';
import { runStep, trialFolder } from './sweep/trial-process.ts';

export interface WorkerOptions {
  readonly redis: string;
  readonly queue: string;
  readonly out?: string | undefined;
  readonly exitWhenEmpty?: true | undefined;
  /** After which a worker that says nothing has lost its trials. */
  readonly stalledAfter: Interval;
  readonly jobs: number;
  readonly trialThreads: number;
}

/** A run that fits through Redis, in bytes. */
const mostBundle = 256 * 2 ** 20;

/** How often a checkpoint that is new is sent, in milliseconds. */
const sendEvery = 1000;

/** How often a trial may lose its worker. */
const mostStalls = 10;

/** Trains what the queue holds until it is stopped. Each trial is a process of its own,
 * so that this
 * one can always say that it lives. */
export async function worker(options: WorkerOptions, context: CommandContext): Promise<Report> {
  const trials = join(await outputFolder(options.out ?? 'worker', '--out'), 'trials');
  await makeFolder(trials);
  const connection = await openRedis(options.redis);
  const ending = new AbortController();
  const signal = AbortSignal.any([context.signal, ending.signal]);
  const state = { done: 0, foreign: null as string | null };
  const seconds = 'seconds' in options.stalledAfter ? options.stalledAfter.seconds : options.stalledAfter.steps;
  const queue = new Worker(
    options.queue,
    async (job, token) => {
      const asked = readJob(job);
      if (asked.version !== packageVersion()) {
        state.foreign = asked.version;
        ending.abort();
      }
      if (signal.aborted) return giveBack(job, token);
      const result = await trainJob(asked, { trials, threads: options.trialThreads, signal, connection });
      if (result === null) return giveBack(job, token);
      state.done++;
      context.terminal.note(`Trial ${asked.trial.index}: ${result.status}`);
      return result;
    },
    { connection, name: hostname(), concurrency: options.jobs, lockDuration: seconds * 1000, stalledInterval: seconds * 1000, maxStalledCount: mostStalls },
  );
  queue.on('error', () => {}); // the connection comes back by itself
  queue.on('failed', (job, error) => context.terminal.warn(`${job?.id ?? 'A job'}: ${error.message}`));
  if (options.exitWhenEmpty === true) queue.on('drained', () => ending.abort());
  context.terminal.note(`Waiting for trials of the queue ${options.queue}`);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });
  await queue.close();
  connection.disconnect();
  if (state.foreign !== null)
    throw new UsageError(
      `This worker is Attune ${packageVersion()}, and the sweep is of Attune ${state.foreign}: install the same version on both. The trial waits for another worker.`,
    );
  const stopped = context.signal.aborted;
  return { json: { trials: state.done, stopped }, text: `${state.done} trials trained.`, exitCode: stopped ? exitCodes.stopped : exitCodes.done };
}

/** @throws {UnrecoverableError} for a job that no worker can read. */
function readJob(job: Job): TrialJob {
  const parsed = trialJob.safeParse(job.data);
  if (parsed.success) return parsed.data;
  throw new UnrecoverableError(
    `This job is no trial: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${describeSchemaIssue(issue)}`).join('; ')}`,
  );
}

/** Lets another worker have it. */
async function giveBack(job: Job, token: string | undefined): Promise<never> {
  await job.moveToDelayed(Date.now() + 1000, token);
  throw new DelayedError();
}

interface JobConfig {
  readonly trials: string;
  readonly threads: number;
  readonly signal: AbortSignal;
  readonly connection: Redis;
}

/** Trains from the newest checkpoint that any worker has sent. */
async function trainJob(asked: TrialJob, { trials, threads, signal, connection }: JobConfig) {
  const { trial, step, sweep } = asked;
  const [folder, key] = [trialFolder(trials, trial), `attune:run:${sweep.slice(0, 16)}:${trial.digest}`];
  requireFlags([trial], 'This trial');
  await requireContents(asked);
  const sent = await connection.getBuffer(key);
  if (sent !== null && (await checkpointMark(folder)) === null) await unbundleRun(sent, folder);
  const flags = trial.recipe === null ? trial.flags : { ...trial.flags, recipe: await recipeFile(trials, { ...trial, recipe: trial.recipe }) };
  let mark: string | null = null;
  const send = async () => {
    const now = await checkpointMark(folder);
    const bundle = now === null || now === mark ? null : await bundleRun(folder);
    if (bundle === null || bundle.length > mostBundle) return;
    await connection.set(key, Buffer.from(bundle), 'EX', 30 * 86_400);
    mark = now;
  };
  const sending = setInterval(() => void send().catch(() => {}), sendEvery);
  try {
    const result = await runStep({ ...trial, flags }, step, { trials, threads, signal });
    if (result?.status === 'finished') await connection.del(key);
    else await send();
    return result === null ? null : { ...result, flags: trial.flags };
  } catch (error) {
    if (!TrialError.isInstance(error)) throw error;
    throw error.isLasting ? new UnrecoverableError(error.log) : new Error(error.log, { cause: error });
  } finally {
    clearInterval(sending);
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
