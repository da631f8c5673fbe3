import { setTimeout as wait } from 'node:timers/promises';

import { type Step, type TrialResult, digestOf } from '@attune/sweep';
import { FlowProducer, type Job, Queue } from 'bullmq';
import type { Redis } from 'ioredis';

import { packageVersion } from '../../package-version.ts';
import type { Conductor } from './conductor.ts';
import { forgetRun, keptRun, runKey } from './kept-run.ts';
import { type SweepPlan, pathsOf } from './plan-sweep.ts';
import { markEnded } from './queue-end.ts';
import { openRedis } from './redis.ts';
import { unbundleRun } from './run-bundle.ts';
import { type SweepListener, mostAttempts } from './run-local.ts';
import { failedResult } from './trial-outcome.ts';
import { type TrialJob, jobOutcome, trialJob } from './trial-job.ts';
import { trialFolder } from './trial-process.ts';

export interface RemoteConfig {
  readonly url: string;
  readonly queue: string;
  /** From 1 to 1000. */
  readonly priority: number;
  /** Where the runs that workers trained are put; null leaves them there. */
  readonly trials: string | null;
  readonly signal: AbortSignal;
  /** Aborted when the sweep is not to go on: what no worker has begun leaves the queue. */
  readonly spent: AbortSignal;
  readonly listener: SweepListener;
  readonly commit: (result: TrialResult) => Promise<void>;
}

/** Jobs that are put in or taken out at a time. */
const page = 500;

/** How many rungs a sweep's priority has room for; higher ones come first. BullMQ tells 2²¹
 * priorities apart. */
const rungs = 1000;

/** Puts what is to be done into the queue, and keeps what workers give back. The sweep is a job
 * too, the parent of its trials, which is there until all of them are kept. The queue is asked
 * again and again, as an event may be lost with a Redis that restarts. */
export async function runRemote(conductor: Conductor, plan: SweepPlan, config: RemoteConfig): Promise<void> {
  const connection = await openRedis(config.url);
  const [queue, sweeps, flows] = [new Queue(config.queue, { connection }), new Queue(sweepsOf(config.queue), { connection }), new FlowProducer({ connection })];
  for (const one of [queue, sweeps]) one.on('error', () => {}); // the connection comes back by itself
  flows.on('error', () => {});
  const sweep = digestOf(plan.trials.map(({ digest }) => digest));
  const waiting = new Map<string, Step>();
  const following: Following = { queue, sweeps, flows, connection, sweep, waiting, conductor, plan, config, running: new Map() };
  try {
    await enqueue(conductor.pending, following);
    while (waiting.size > 0 && !config.signal.aborted) {
      if ((await collect(following)) > 0) continue;
      if (config.listener.isWatched) await tellRunning(following);
      await wait(250, undefined, { signal: config.signal }).catch(() => {});
    }
    if (config.spent.aborted) for (const id of waiting.keys()) await queue.remove(id); // 0 of one that a worker has
    if (waiting.size === 0) await forgetRuns(following);
    if (waiting.size === 0 || config.spent.aborted) {
      await markEnded(connection, config.queue);
      await sweeps.remove(sweep, { removeChildren: false });
    }
  } finally {
    await Promise.all([queue.close(), sweeps.close(), flows.close()]);
    connection.disconnect();
  }
}

/** Frees what Redis keeps of runs that nobody goes on with: those that a schedule left where they
 * were. One that failed begins where it was when the sweep is started again. */
async function forgetRuns({ plan, conductor, connection, sweep }: Following): Promise<void> {
  const open = new Set(conductor.pending.map(({ trial }) => trial));
  const through = plan.trials.filter(({ index }) => !open.has(index));
  for (let from = 0; from < through.length; from += page)
    await Promise.all(through.slice(from, from + page).map((trial) => forgetRun(connection, runKey(sweep, trial))));
}

/** The queue of the sweeps whose trials are in a queue. Nothing takes them from there:
 * what is in it is not through. */
export function sweepsOf(queue: string): string {
  return `${queue}-sweeps`;
}

interface Following {
  readonly queue: Queue;
  readonly sweeps: Queue;
  readonly flows: FlowProducer;
  readonly connection: Redis;
  readonly sweep: string;
  /** By the id of their job. */
  readonly waiting: Map<string, Step>;
  readonly conductor: Conductor;
  readonly plan: SweepPlan;
  readonly config: RemoteConfig;
  /** What workers were at when they were last asked, by the id of its job. */
  readonly running: Map<string, Step>;
}

/** Those that are in the queue already stay as they are. */
async function enqueue(steps: readonly Step[], following: Following): Promise<void> {
  const { queue, sweeps, flows, sweep, waiting, conductor, plan, config } = following;
  for (let from = 0; from < steps.length; from += page) {
    const some = steps.slice(from, from + page);
    for (const step of some) waiting.set(jobId(sweep, step, conductor), step);
    const jobs = some.map((step) => jobOf(step, following));
    if ((await sweeps.getJob(sweep)) === undefined) {
      const data = { name: plan.spec.name, trials: plan.trials.length };
      await flows.add({
        name: 'sweep',
        queueName: sweeps.name,
        data,
        opts: { jobId: sweep },
        children: jobs.map((job) => ({ ...job, queueName: config.queue })),
      });
    } else {
      const parent = { id: sweep, queue: sweeps.qualifiedName };
      await queue.addBulk(jobs.map((job) => ({ ...job, opts: { ...job.opts, parent } })));
    }
  }
}

/** Keeps the results that are there, with their runs, then takes them out of the queue. */
async function collect(following: Following): Promise<number> {
  const { connection, sweep, waiting, conductor, config } = following;
  const jobs = await endedJobs(following);
  const known = jobs.flatMap((job) => {
    const step = waiting.get(job.id!);
    return step === undefined ? [] : [{ job, step }];
  });
  const results = known.map(({ job, step }) => {
    const trial = { ...conductor.trial(step), rung: step.rung };
    const outcome = jobOutcome.safeParse(job.returnvalue);
    return outcome.success ? { ...outcome.data, index: trial.index } : failedResult(trial, job.failedReason ?? 'The worker gave back no result.');
  });
  if (config.trials !== null) for (const result of results) await takeRun(result, { connection, sweep, trials: config.trials });
  await Promise.all(results.map((result) => config.commit(result)));
  for (const [index, { job }] of known.entries()) {
    waiting.delete(job.id!);
    config.listener.ended(results[index]!);
    await enqueue(conductor.report(results[index]!), following);
  }
  for (const result of results) if (result.status === 'finished' && result.weights !== null) await forgetRun(connection, runKey(sweep, result));
  await Promise.all(jobs.map((job) => job.remove().catch(() => {}))); // one that another took out is gone
  return known.length;
}

/** Says which trials workers are at, and how far they are. */
async function tellRunning({ queue, waiting, conductor, config: { listener }, running }: Following): Promise<void> {
  const jobs = new Map((await queue.getJobs(['active'], 0, page - 1)).flatMap((job) => (waiting.has(job?.id ?? '') ? [[job.id!, job] as const] : [])));
  for (const [id, { progress }] of jobs) {
    const step = waiting.get(id)!;
    if (!running.has(id)) listener.started(conductor.trial(step), step);
    running.set(id, step);
    if (typeof progress === 'number') listener.epochs(conductor.trial(step), progress);
  }
  for (const [id, step] of running) {
    if (jobs.has(id)) continue;
    running.delete(id);
    if (waiting.has(id)) listener.stopped(conductor.trial(step)); // its worker was lost, or gave it back
  }
}

/** Jobs of this sweep that are through. Those of a sweep that nobody follows may lie
 * before them. */
async function endedJobs({ queue, sweep }: Following): Promise<Job[]> {
  for (let from = 0; ; from += page) {
    const jobs = await queue.getJobs(['completed', 'failed'], from, from + page - 1);
    const own = jobs.filter((job) => (job?.data as TrialJob | undefined)?.sweep === sweep);
    if (own.length > 0 || jobs.length === 0) return own;
  }
}

/** Puts the run of a trial beside those that are trained here. */
async function takeRun(
  result: TrialResult,
  { connection, sweep, trials }: { readonly connection: Redis; readonly sweep: string; readonly trials: string },
): Promise<void> {
  if (result.weights === null) return;
  const archive = await keptRun(connection, runKey(sweep, result));
  if (archive !== null) await unbundleRun(archive, trialFolder(trials, result));
}

function jobId(sweep: string, { rung, trial }: Step, conductor: Conductor): string {
  return `${sweep.slice(0, 16)}-${conductor.trial({ rung, trial, untilEpoch: null }).digest}-${rung}`;
}

function jobOf(step: Step, { sweep, conductor, plan, config }: Following) {
  const trial = conductor.trial(step);
  const contents = Object.fromEntries(pathsOf(trial.flags).flatMap((path) => (plan.contents.has(path) ? [[path, plan.contents.get(path)!.digest]] : [])));
  const data = trialJob.parse({ format: 1, version: packageVersion(), sweep, trial, step, contents } satisfies TrialJob);
  const priority = config.priority * rungs - Math.min(step.rung, rungs - 1);
  return { name: 'trial', data, opts: { jobId: jobId(sweep, step, conductor), attempts: mostAttempts, priority, ignoreDependencyOnFailure: true } };
}
