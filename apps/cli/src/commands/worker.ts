import { hostname } from 'node:os';
import { join } from 'node:path';

import { type Job, DelayedError, UnrecoverableError, Worker } from 'bullmq';

import type { CommandContext, Report } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { outputFolder } from '../output-path.ts';
import { packageVersion } from '../package-version.ts';
import type { Interval } from '../parse-option.ts';
import { makeFolder } from '../run/make-folder.ts';
import { UsageError } from '../usage-error.ts';
import { openRedis } from './sweep/redis.ts';
import { type TrainStep, trainJob } from './sweep/train-job.ts';
import { type TrialJob, trialJob } from './sweep/trial-job.ts';
import { runStep } from './sweep/trial-process.ts';

export interface WorkerOptions {
  readonly redis: string;
  readonly queue: string;
  readonly out?: string | undefined;
  readonly exitWhenEmpty?: true | undefined;
  /** After which a worker that says nothing has lost its trials. */
  readonly stalledAfter: Interval;
  readonly jobs: number;
  readonly trialThreads: number;
  /** Trials that all workers of the queue begin in a minute. */
  readonly mostPerMinute?: number | undefined;
}

/** How often a trial may lose its worker. */
const mostStalls = 10;

/** Trains what the queue holds until it is stopped. Each trial is a process of its own,
 * so that this
 * one can always say that it lives.
 *
 * @param train trains one step of a trial. */
export async function worker(options: WorkerOptions, context: CommandContext, train: TrainStep = runStep): Promise<Report> {
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
      const warn = (text: string) => context.terminal.warn(text);
      const result = await trainJob(asked, { trials, threads: options.trialThreads, signal, connection, train, warn });
      if (result === null) return giveBack(job, token);
      state.done++;
      context.terminal.note(`Trial ${asked.trial.index}: ${result.status}`);
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
  throw new UnrecoverableError(`This job is no trial: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`);
}

/** Lets another worker have it. */
async function giveBack(job: Job, token: string | undefined): Promise<never> {
  await job.moveToDelayed(Date.now() + 1000, token);
  throw new DelayedError();
}
