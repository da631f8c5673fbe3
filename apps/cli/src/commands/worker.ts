import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import type { AttuneError } from '@attune/errors';
import { type Job, DelayedError, Queue, UnrecoverableError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';

import type { CommandContext, Report } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { outputFolder } from '../output-path.ts';
import { packageVersion } from '../package-version.ts';
import type { Interval } from '../parse-option.ts';
import { makeFolder } from '../run/make-folder.ts';
import { UsageError } from '../usage-error.ts';
import { hasEnded } from './sweep/queue-end.ts';
import { openRedis } from './sweep/redis.ts';
import { sweepsOf } from './sweep/run-remote.ts';
import { ContentCache } from './sweep/store/content-cache.ts';
import { openStore } from './sweep/store/open-store.ts';
import { StoreError } from './sweep/store/store-error.ts';
import { type TrainStep, trainJob } from './sweep/train-job.ts';
import { type TrialJob, trialJob } from './sweep/trial-job.ts';
import { runStep } from './sweep/trial-process.ts';
import { WorkerData, WorkerDataError } from './sweep/worker-data.ts';

export interface WorkerOptions {
  readonly redis: string;
  readonly queue: string;
  readonly out?: string | undefined;
  readonly exitWhenEmpty?: true | undefined;
  /** After which a worker that says nothing has lost its trials. */
  readonly stalledAfter: Interval;
  readonly jobs: number;
  readonly trialThreads: number;
  /** Where data lie that are not at the sweep's paths here. */
  readonly dataStore?: string | undefined;
  /** Where they are kept once they were fetched. Default: `data` in `out`. */
  readonly dataCache?: string | undefined;
  /** Trials that all workers of the queue begin in a minute. */
  readonly mostPerMinute?: number | undefined;
}

/** How often a trial may lose its worker. */
const mostStalls = 10;

/** Trains what the queue holds until it is stopped. Each trial is a process of its own,
 * so that this one can always say that it lives. A worker that cannot have a trial's data, or is of
 * another version, ends and leaves the trial to others.
 *
 * @param train trains one step of a trial. */
export async function worker(options: WorkerOptions, context: CommandContext, train: TrainStep = runStep): Promise<Report> {
  const out = await outputFolder(options.out ?? 'worker', '--out');
  const trials = join(out, 'trials');
  const cache = options.dataCache === undefined ? join(out, 'data') : await outputFolder(options.dataCache, '--data-cache');
  await makeFolder(trials);
  const connection = await openRedis(options.redis);
  const ending = new AbortController();
  const signal = AbortSignal.any([context.signal, ending.signal]);
  const state = { done: 0, refusal: null as AttuneError | null };
  const refuse = (error: AttuneError) => {
    state.refusal ??= error;
    ending.abort();
  };
  const data = new WorkerData(options.dataStore === undefined ? null : new ContentCache(cache, openStore(options.dataStore)));
  const seconds = 'seconds' in options.stalledAfter ? options.stalledAfter.seconds : options.stalledAfter.steps;
  const queue = new Worker(
    options.queue,
    async (job, token) => {
      const asked = readJob(job);
      if (asked.version !== packageVersion()) refuse(otherVersion(asked.version));
      if (signal.aborted) return giveBack(job, token);
      const warn = (text: string) => context.terminal.warn(text);
      const onEpochs = (epochs: number) => void (epochs === job.progress || job.updateProgress(epochs).catch(() => {}));
      const config = { trials, threads: options.trialThreads, signal, connection, data, train, warn, onEpochs };
      const result = await trainJob(asked, config).catch((error: unknown) => {
        if (!WorkerDataError.isInstance(error) && !StoreError.isInstance(error)) throw error;
        refuse(error); // it would fail every trial in turn
        return null;
      });
      if (result === null) return giveBack(job, token);
      state.done++;
      context.terminal.note(`Trial ${asked.trial.index}: ${result.status}`);
      for (const note of result.notes ?? []) context.terminal.warn(`Trial ${asked.trial.index}: ${note}`);
      return result;
    },
    {
      connection,
      name: hostname(),
      concurrency: options.jobs,
      lockDuration: seconds * 1000,
      stalledInterval: seconds * 1000,
      maxStalledCount: mostStalls,
      ...(options.mostPerMinute === undefined ? {} : { limiter: { max: options.mostPerMinute, duration: 60_000 } }),
    },
  );
  queue.on('error', () => {}); // the connection comes back by itself
  queue.on('failed', (job, error) => context.terminal.warn(`${titleOf(job)}: ${error.message.trim().split('\n').at(-1)}`));
  const watching = options.exitWhenEmpty === true ? endWhenEmpty(options.queue, { connection, signal, end: () => ending.abort() }) : null;
  context.terminal.note(`Waiting for trials of the queue ${options.queue}`);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });
  await watching;
  await queue.close();
  connection.disconnect();
  if (state.refusal !== null) throw state.refusal;
  const stopped = context.signal.aborted;
  return { json: { trials: state.done, stopped }, text: `${state.done} trials trained.`, exitCode: stopped ? exitCodes.stopped : exitCodes.done };
}

/** How often a queue is looked at, in milliseconds. */
const lookEvery = 2000;

/** How often a worker looks for a sweep where the last is through: a sweep that is started beside
 * its workers may come a little after them. */
const looksAfterEnd = 8;

/** Ends a worker once a sweep has been there and none is: a sweep is a job of its own, which is
 * there until the results of all its trials are kept. A worker that was started again after that
 * ends as well. */
async function endWhenEmpty(
  name: string,
  { connection, signal, end }: { readonly connection: Redis; readonly signal: AbortSignal; readonly end: () => void },
): Promise<void> {
  const [sweeps, trials] = [new Queue(sweepsOf(name), { connection }), new Queue(name, { connection })];
  for (const queue of [sweeps, trials]) queue.on('error', () => {});
  for (let looks = 1, hasBegun = false; !signal.aborted; looks++) {
    const counts = await Promise.all([sweeps.getJobCounts(), trials.getJobCounts('active', 'delayed', 'prioritized', 'waiting')]);
    const isEmpty = counts.every((count) => Object.values(count).every((jobs) => jobs === 0));
    if (isEmpty && (hasBegun || (looks >= looksAfterEnd && (await hasEnded(connection, name))))) end();
    hasBegun ||= !isEmpty;
    await wait(lookEvery, undefined, { signal }).catch(() => {});
  }
  await Promise.all([sweeps.close(), trials.close()]);
}

function otherVersion(version: string): UsageError {
  return new UsageError(
    `This worker is Attune ${packageVersion()}, and the sweep is of Attune ${version}: install the same version on both. The trial waits for another worker.`,
  );
}

function titleOf(job: Job | undefined): string {
  const parsed = trialJob.safeParse(job?.data);
  if (!parsed.success) return job?.id ?? 'A job';
  return `Trial ${parsed.data.trial.index} failed, attempt ${job!.attemptsMade}`;
}

/** @throws {UnrecoverableError} for a job that no worker can read. */
function readJob(job: Job): TrialJob {
  const parsed = trialJob.safeParse(job.data);
  if (parsed.success) return parsed.data;
  throw new UnrecoverableError(`This job is no trial: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`);
}

/** Lets another worker have it. */
async function giveBack(job: Job, token: string | undefined): Promise<never> {
  await job.moveToDelayed(Date.now() + 1000, token);
  throw new DelayedError();
}
