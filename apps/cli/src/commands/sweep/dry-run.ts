import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { CommandContext, Report } from '../../command.ts';
import { openRunFolder } from '../../run/run-folder.ts';
import { duration, plural } from '../../terminal/format.ts';
import { table } from '../../terminal/table.ts';
import type { PlannedTrial, SweepPlan } from './plan-sweep.ts';
import { type SweepOptions, jobsOf } from './run-sweep.ts';
import { runStep } from './trial-process.ts';

/** What was measured: one epoch of each stage of the first trial. */
interface Measured {
  /** [stages], seconds of an epoch. */
  readonly epochSeconds: readonly number[];
  /** To begin and end a trial. */
  readonly overheadSeconds: number;
  /** [stages], of the recipe as it is. */
  readonly epochs: readonly number[];
}

/** Prints the trials of a sweep, and how long they take, after measuring the first. */
export async function dryRun(plan: SweepPlan, options: SweepOptions, context: CommandContext): Promise<Report> {
  const { trials, spec } = plan;
  const [first] = trials;
  const measured = first === undefined ? null : await measure(first, options, context);
  const jobs = jobsOf(options);
  const seconds = measured === null ? null : trials.reduce((sum, trial) => sum + secondsOf(trial, measured), 0) / Math.min(jobs, trials.length);
  const isBound = spec.strategy.kind === 'asha' || spec.earlyEnd !== undefined;
  const json = {
    trials: trials.map(({ index, values, seed, fold, flags, digest }) => ({ index, values, seed, fold, flags, digest })),
    estimatedSeconds: seconds,
    isUpperBound: isBound,
    jobs,
    trialThreads: options.trialThreads,
    measured,
  };
  const axes = [...new Set(trials.flatMap(({ values }) => Object.keys(values)))];
  const rows = trials.map(({ index, values, seed, fold }) => [index, ...axes.map((axis) => values[axis] ?? ''), seed ?? '', fold ?? '']);
  const time =
    seconds === null
      ? 'The time was not measured.'
      : `${isBound ? 'At most about' : 'About'} ${duration(seconds)}, ${plural(jobs, 'trial')} at a time: trial 0 was measured, and the others are taken to be like it.`;
  return { json, text: [table(['trial', ...axes, 'seed', 'fold'], rows), '', `${plural(trials.length, 'trial')}. ${time}`].join('\n') };
}

/** Null when it was stopped meanwhile. */
async function measure(trial: PlannedTrial, { trialThreads }: SweepOptions, { signal, terminal }: CommandContext): Promise<Measured | null> {
  terminal.note('Measuring one epoch of each stage of trial 0 …');
  const folder = await mkdtemp(join(tmpdir(), 'attune-sweep-'));
  try {
    const epochs = await stageEpochs(trial, { folder: join(folder, 'stages'), threads: trialThreads, signal });
    if (epochs === null) return null;
    const once = { ...trial, flags: { ...trial.flags, epochs: epochs.map((count) => Math.min(1, count)) } };
    const started = performance.now();
    const trials = join(folder, 'measured');
    if ((await runStep(once, { trial: 0, rung: 0, untilEpoch: null }, { trials, threads: trialThreads, signal })) === null) return null;
    const wall = (performance.now() - started) / 1000;
    const metrics = await (await openRunFolder(join(trials, trial.digest.slice(0, 16)))).metrics();
    const taken = [...metrics].map(({ seconds }) => seconds);
    return {
      epochs,
      epochSeconds: epochs.map((count) => (count === 0 ? 0 : (taken.shift() ?? 0))),
      overheadSeconds: Math.max(0, wall - metrics.reduce((sum, { seconds }) => sum + seconds, 0)),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** [stages], as the flags say, or as the recipe does, for which its first epoch is trained. */
async function stageEpochs(
  trial: PlannedTrial,
  { folder, threads, signal }: { readonly folder: string; readonly threads: number; readonly signal: AbortSignal },
): Promise<readonly number[] | null> {
  const given = givenEpochs(trial);
  if (given !== null) return given;
  const ended = await runStep(trial, { trial: 0, rung: 0, untilEpoch: 1 }, { trials: folder, threads, signal });
  if (ended === null) return null;
  return (await openRunFolder(join(folder, trial.digest.slice(0, 16)))).recipe.stages.map(({ epochs }) => epochs);
}

function givenEpochs({ flags: { epochs } }: Pick<PlannedTrial, 'flags'>): number[] | null {
  if (epochs === undefined || typeof epochs === 'boolean') return null;
  return (Array.isArray(epochs) ? epochs : String(epochs).split(',')).map(Number);
}

function secondsOf(trial: PlannedTrial, { epochs, epochSeconds, overheadSeconds }: Measured): number {
  const own = givenEpochs(trial) ?? epochs;
  return overheadSeconds + own.reduce((sum, count, stage) => sum + count * (epochSeconds[stage] ?? epochSeconds.at(-1) ?? 0), 0);
}
