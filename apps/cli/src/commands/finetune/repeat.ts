import type { FlagSet, FlagValue, SweepSpec } from '@attune/sweep';

import type { CommandContext, Report } from '../../command.ts';
import { flagOf } from '../../flag-of.ts';
import { UsageError } from '../../usage-error.ts';
import { planSweep } from '../sweep/plan-sweep.ts';
import { runSweep } from '../sweep/run-sweep.ts';

export interface RepeatOptions {
  readonly seeds?: number | undefined;
  readonly folds?: number | undefined;
  /** The first of the seeds. */
  readonly seed: number;
  readonly out?: string | undefined;
  readonly threads?: number | undefined;
}

/** The same training with several seeds and folds: a sweep without axes, but for attention where it
 * has a control.
 *
 * @param given options that the command line gives, by name. */
export async function repeatFinetune(
  data: string | undefined,
  { seeds, folds, seed, out, threads, given }: RepeatOptions & { readonly given: Readonly<Record<string, unknown>> },
  context: CommandContext,
): Promise<Report> {
  if (data === undefined || given['resume'] !== undefined)
    throw new UsageError(
      'Several seeds or folds are trained anew, not resumed: give DATA and no run. What was stopped goes on with the same command and folder.',
    );
  if (given['task'] !== undefined && given['task'] !== 'single-label')
    throw new UsageError('Several seeds or folds are compared by accuracy, so each image must have one class (not with --task): train one run after another.');
  const own: FlagSet = Object.fromEntries(
    Object.entries(given)
      .filter(([name]) => !ofTheSweep.has(name) && !(name === 'seed' && seeds !== undefined) && !(name === 'attention' && given['control'] === true))
      .map(([name, value]) => [flagOf(name).slice(2), spelled(name, value)]),
  );
  const spec: SweepSpec = {
    name: `${data}-repeated`,
    finetune: { ...own, data },
    // With a control, the same seeds and folds without attention beside it: a paired comparison.
    axes: given['control'] === true ? { attention: ['none', String(given['attention'] ?? 'identity')] } : {},
    ...(given['control'] === true && { control: { attention: 'none' } }),
    strategy: { kind: 'grid' },
    budget: {},
    ...(seeds !== undefined && { seeds: Array.from({ length: seeds }, (_, index) => seed + index) }),
    ...(folds !== undefined && { folds }),
  };
  const plan = await planSweep(spec);
  const report = await runSweep(plan, { out, trialThreads: threads ?? 1 }, context);
  const { cells } = report.json as { readonly cells: readonly { readonly accuracy: object & { readonly mean: number } }[] };
  const accuracy = cells.at(-1)?.accuracy ?? null;
  return {
    ...report,
    json: {
      metric: 'accuracy',
      bestValidationMetric: accuracy?.mean ?? null,
      bestValidationAccuracy: accuracy?.mean ?? null,
      interval: accuracy,
      ...(report.json as object),
    },
  };
}

const ofTheSweep: ReadonlySet<string> = new Set(['config', 'control', 'seeds', 'folds', 'out', 'threads', 'json', 'quiet', 'debug', 'report']);

/** An option's value as the command line spells it. */
function spelled(name: string, value: unknown): FlagValue {
  if (Array.isArray(value)) return value as (string | number)[];
  if (name === 'checkpointEvery') {
    const every = value as { readonly steps?: number; readonly seconds?: number };
    return every.steps ?? `${every.seconds}s`;
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([key, item]) => `${key}=${item}`)
      .join(',');
  }
  return value as string | number | boolean;
}
