import { setTimeout as wait } from 'node:timers/promises';

import { type Step, type TrialResult, digestOf } from '@attune/sweep';
import { Queue } from 'bullmq';

import { packageVersion } from '../../package-version.ts';
import type { Conductor } from './conductor.ts';
import { type SweepPlan, pathsOf } from './plan-sweep.ts';
import { openRedis } from './redis.ts';
import { type SweepListener, mostAttempts } from './run-local.ts';
import { failedResult } from './trial-outcome.ts';
import { type TrialJob, jobOutcome, trialJob } from './trial-job.ts';

export interface RemoteConfig {
  readonly url: string;
  readonly queue: string;
  /** From 1 to 1000. */
  readonly priority: number;
  readonly signal: AbortSignal;
  readonly listener: SweepListener;
  readonly commit: (result: TrialResult) => Promise<void>;
}

/** Jobs that are taken out at a time. */
const page = 500;

/** How many rungs a sweep's priority has room for; higher ones come first. BullMQ tells 2²¹
 * priorities apart. */
const rungs = 1000;

/** Puts what is to be done into the queue, and keeps what workers give back. The queue is asked
 * again and again, as an event may be lost with a Redis that restarts. */
export async function runRemote(conductor: Conductor, plan: SweepPlan, config: RemoteConfig): Promise<void> {
  const connection = await openRedis(config.url);
  const queue = new Queue(config.queue, { connection });
  queue.on('error', () => {}); // the connection comes back by itself
  const sweep = digestOf(plan.trials.map(({ digest }) => digest));
  const waiting = new Map<string, Step>();
  const enqueue = async (steps: readonly Step[]) => {
    for (const step of steps) waiting.set(jobId(sweep, step, conductor), step);
    await queue.addBulk(steps.map((step) => jobOf(step, { sweep, conductor, plan, priority: config.priority })));
  };
  try {
    await enqueue(conductor.pending);
    while (waiting.size > 0 && !config.signal.aborted) {
      const taken = await collect({ queue, sweep, waiting, conductor, config, enqueue });
      if (taken === 0) await wait(250, undefined, { signal: config.signal }).catch(() => {});
    }
  } finally {
    await queue.close();
    connection.disconnect();
  }
}

interface Following {
  readonly queue: Queue;
  readonly sweep: string;
  readonly waiting: Map<string, Step>;
  readonly conductor: Conductor;
  readonly config: RemoteConfig;
  readonly enqueue: (steps: readonly Step[]) => Promise<void>;
}

/** Keeps the results that are there, then takes them out of the queue. */
async function collect({ queue, sweep, waiting, conductor, config, enqueue }: Following): Promise<number> {
  const jobs = (await queue.getJobs(['completed', 'failed'], 0, page - 1)).filter((job) => (job?.data as TrialJob | undefined)?.sweep === sweep);
  const known = jobs.flatMap((job) => {
    const step = waiting.get(job.id!);
    return step === undefined ? [] : [{ job, step }];
  });
  const results = known.map(({ job, step }) => {
    const trial = { ...conductor.trial(step), rung: step.rung };
    const outcome = jobOutcome.safeParse(job.returnvalue);
    return outcome.success ? { ...outcome.data, index: trial.index } : failedResult(trial, job.failedReason ?? 'The worker gave back no result.');
  });
  await Promise.all(results.map((result) => config.commit(result)));
  for (const [index, { job }] of known.entries()) {
    waiting.delete(job.id!);
    config.listener.ended(results[index]!);
    await enqueue(conductor.report(results[index]!));
  }
  await Promise.all(jobs.map((job) => job.remove().catch(() => {}))); // one that another took out is gone
  return known.length;
}

function jobId(sweep: string, { rung, trial }: Step, conductor: Conductor): string {
  return `${sweep.slice(0, 16)}-${conductor.trial({ rung, trial, untilEpoch: null }).digest}-${rung}`;
}

interface Queued {
  readonly sweep: string;
  readonly conductor: Conductor;
  readonly plan: SweepPlan;
  readonly priority: number;
}

function jobOf(step: Step, { sweep, conductor, plan, priority }: Queued) {
  const trial = conductor.trial(step);
  const contents = Object.fromEntries(pathsOf(trial.flags).flatMap((path) => (plan.contents.has(path) ? [[path, plan.contents.get(path)!.digest]] : [])));
  const data = trialJob.parse({ format: 1, version: packageVersion(), sweep, trial, step, contents } satisfies TrialJob);
  return {
    name: 'trial',
    data,
    opts: { jobId: jobId(sweep, step, conductor), attempts: mostAttempts, priority: priority * rungs - Math.min(step.rung, rungs - 1) },
  };
}
