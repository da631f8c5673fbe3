import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { type SweepSummary, type TrialResult, latestResults, resultsCsv, summarizeSweep } from '@attune/sweep';

import type { CommandContext, Report } from '../../command.ts';
import { exitCodes } from '../../exit-code.ts';
import { outputFolder } from '../../output-path.ts';
import { makeFolder } from '../../run/make-folder.ts';
import { lockRun } from '../../run/run-lock.ts';
import { writeFileSafely } from '../../run/write-file.ts';
import { plural } from '../../terminal/format.ts';
import { Conductor } from './conductor.ts';
import { defaultQueue } from './default-queue.ts';
import { describeSweep } from './describe-sweep.ts';
import { LiveTable } from './live-table.ts';
import type { SweepPlan } from './plan-sweep.ts';
import { ResultsFile } from './results-file.ts';
import { runLocal } from './run-local.ts';
import type { TrialError } from './trial-error.ts';
import { withQueue } from './with-queue.ts';

export interface SweepOptions {
  readonly out?: string | undefined;
  /** Trials at a time. Default: as many as have `trialThreads` cores each. */
  readonly jobs?: number | undefined;
  /** Of each trial. */
  readonly trialThreads: number;
  /** Where the queue of workers is; without it, trials are trained here. */
  readonly redis?: string | undefined;
  readonly queue?: string | undefined;
  /** Where workers find the data. */
  readonly dataStore?: string | undefined;
  /** Whether the curves of trials are written for TensorBoard as well. */
  readonly tensorboard?: boolean | undefined;
  /** Whether runs that workers trained come back. Default: true. */
  readonly runs?: boolean | undefined;
  /** Among the sweeps of a queue, smaller ones first: from 1 to 1000. */
  readonly priority?: number | undefined;
}

/** What a sweep's folder holds, beside a run folder for each trial. */
export const sweepFiles = {
  results: 'results.jsonl',
  table: 'results.csv',
  summary: 'sweep.json',
  page: 'sweep.html',
  trials: 'trials',
  curves: 'tensorboard',
} as const;

/** Trains what is left of a sweep, and writes its results. */
export async function runSweep(plan: SweepPlan, options: SweepOptions, context: CommandContext): Promise<Report> {
  const folder = await outputFolder(options.out ?? join('sweeps', slugOf(plan.spec.name)), '--out');
  await makeFolder(folder);
  const unlock = await lockRun(folder);
  const file = await ResultsFile.open(join(folder, sweepFiles.results));
  try {
    const ending = endingOf(plan, context.signal);
    const conductor = new Conductor(plan, await file.results());
    const known = plan.trials.length - new Set(conductor.pending.map(({ trial }) => trial)).size;
    context.terminal.note(`Sweep ${plan.spec.name}: ${plan.trials.length} trials${known > 0 ? `, ${known} of them done before` : ''}, in ${folder}`);
    const failures: TrialError[] = [];
    const listener = new LiveTable(context.terminal, { planned: plan.trials.length });
    try {
      const shared = { signal: ending.signal, listener, commit: (result: TrialResult) => file.commit(result) };
      if (options.redis !== undefined) {
        const { runRemote } = await withQueue(() => import('./run-remote.ts'));
        if (options.dataStore !== undefined) await sendData(plan, options.dataStore, context);
        const trials = options.runs === false ? null : join(folder, sweepFiles.trials);
        await runRemote(conductor, plan, {
          ...shared,
          spent: ending.spent,
          trials,
          url: options.redis,
          queue: options.queue ?? defaultQueue,
          priority: options.priority ?? 1,
        });
      } else
        await runLocal(conductor, {
          trials: join(folder, sweepFiles.trials),
          jobs: jobsOf(options),
          threads: options.trialThreads,
          onFailure: (error) => failures.push(error),
          ...shared,
        });
    } finally {
      listener.close();
      ending.clear();
    }
    const summary = await writeSummary(plan, { folder, file, tensorboard: options.tensorboard === true });
    const isBadInput = failures.length > 0 && failures.every(({ isLasting }) => isLasting);
    return reportOf(summary, { folder, isBadInput, stopped: ending.signal.aborted });
  } finally {
    await file.close();
    await unlock();
  }
}

/** Puts what the trials read into the store that workers fetch it from. */
async function sendData({ contents }: SweepPlan, address: string, { terminal }: CommandContext): Promise<void> {
  const { openStore } = await import('./store/open-store.ts');
  const { sendContent } = await import('./store/send-content.ts');
  const store = openStore(address);
  for (const [path, content] of contents) {
    const { files, bytes, known } = await sendContent(store, path, content);
    const what =
      files === 0 ? 'it is there already' : `${plural(files, 'file')} sent, ${(bytes / 1e6).toFixed(1)} MB${known > 0 ? `, ${known} there already` : ''}`;
    terminal.note(`${path} in ${store.address}: ${what}`);
  }
}

/** Aborted with the command, or when the hours of the budget are used up. */
function endingOf({ spec: { budget } }: SweepPlan, signal: AbortSignal): { readonly signal: AbortSignal; readonly spent: AbortSignal; clear(): void } {
  const spent = new AbortController();
  if (budget.hours === undefined) return { signal, spent: spent.signal, clear: () => {} };
  const timer = setTimeout(() => spent.abort(), Math.min(budget.hours * 3_600_000, 2 ** 31 - 1));
  return { signal: AbortSignal.any([signal, spent.signal]), spent: spent.signal, clear: () => clearTimeout(timer) };
}

/** At least one; every core is used once. */
export function jobsOf({ jobs, trialThreads }: SweepOptions): number {
  return jobs ?? Math.max(1, Math.floor(availableParallelism() / trialThreads));
}

/** Of this sweep's trials alone: a folder may hold results of what its spec asked for before. */
async function writeSummary(
  { spec, trials }: SweepPlan,
  { folder, file, tensorboard }: { readonly folder: string; readonly file: ResultsFile; readonly tensorboard: boolean },
): Promise<SweepSummary> {
  const places = new Map(trials.map(({ digest, index }) => [digest, index]));
  const own = (await file.results()).filter(({ digest }) => places.has(digest)).map((result) => ({ ...result, index: places.get(result.digest)! }));
  const { reportSweep } = await import('@attune/report');
  const summary = summarizeSweep(spec, { results: own, planned: trials.length });
  await writeFileSafely(join(folder, sweepFiles.table), resultsCsv(own));
  await writeFileSafely(join(folder, sweepFiles.summary), `${JSON.stringify({ ...summary, trials: latestResults(own) }, null, 2)}\n`);
  if (tensorboard) await (await import('./write-curves.ts')).writeCurves(join(folder, sweepFiles.curves), latestResults(own));
  await writeFileSafely(join(folder, sweepFiles.page), reportSweep({ spec, results: own, planned: trials.length }));
  return summary;
}

interface SweepEnd {
  readonly folder: string;
  /** Whether all trials that failed were given what no trial can be trained with. */
  readonly isBadInput: boolean;
  readonly stopped: boolean;
}

function reportOf(summary: SweepSummary, { folder, isBadInput, stopped }: SweepEnd): Report {
  const { best, ...json } = summary;
  const report = join(folder, sweepFiles.page);
  const all = { sweep: folder, ...json, best: best[0] ?? null, report, ...(stopped && { stopped }) };
  const way = stopped ? '\n\nStopped; nothing is lost. The same command goes on.' : '';
  const failed = isBadInput && summary.finished === 0 ? exitCodes.badInput : exitCodes.failed;
  const exitCode = stopped ? exitCodes.stopped : summary.failed > 0 ? failed : exitCodes.done;
  return { json: all, text: `${describeSweep(summary, report)}${way}`, exitCode };
}

function slugOf(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|-+$/g, '') || 'sweep';
}
