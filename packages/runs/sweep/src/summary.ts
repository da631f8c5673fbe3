import { type TrialResult, latestResults } from './results.ts';
import { isControl } from './spec/trials.ts';
import type { SweepSpec } from './spec/spec.ts';
import { type MeanInterval, type PairedComparison, comparePairs, meanInterval } from './statistics/interval.ts';

/** All trials that differ only in seed and fold. */
export interface Cell {
  readonly values: Readonly<Record<string, string>>;
  readonly isControl: boolean;
  /** Best validation accuracy, over seeds and folds. */
  readonly accuracy: MeanInterval;
  readonly seconds: MeanInterval;
  readonly parameters: number;
  /** Against the control arm, where the two have seeds and folds in common; null without one. */
  readonly againstControl: PairedComparison | null;
}

/** What a sweep has found. */
export interface SweepSummary {
  readonly name: string;
  readonly planned: number;
  readonly finished: number;
  readonly paused: number;
  readonly failed: number;
  readonly seconds: number;
  /** In the order of the sweep. */
  readonly cells: readonly Cell[];
  /** The finished trials, best first. */
  readonly best: readonly TrialResult[];
}

/** What the results say, cell by cell. Only trials that came to their end count in a cell. */
export function summarizeSweep(
  spec: Pick<SweepSpec, 'name' | 'control'>,
  { results, planned }: { readonly results: readonly TrialResult[]; readonly planned: number },
): SweepSummary {
  const latest = latestResults(results);
  const count = (status: TrialResult['status']) => latest.filter((result) => result.status === status).length;
  const finished = latest.filter(({ status, metrics }) => status === 'finished' && metrics !== null);
  const control = finished.filter((result) => isControl(spec, result));
  return {
    name: spec.name,
    planned,
    finished: finished.length,
    paused: count('paused'),
    failed: count('failed'),
    seconds: latest.reduce((sum, { seconds }) => sum + seconds, 0),
    cells: [...grouped(finished).values()].map((own) => cellOf(own, { spec, control })),
    best: finished.toSorted((a, b) => accuracyOf(b) - accuracyOf(a)),
  };
}

function cellOf(own: readonly TrialResult[], { spec, control }: { readonly spec: Pick<SweepSpec, 'control'>; readonly control: readonly TrialResult[] }): Cell {
  const [first] = own;
  const isOfControl = isControl(spec, first!);
  const pairs = isOfControl ? [] : pairsOf(control, own);
  return {
    values: first!.values,
    isControl: isOfControl,
    accuracy: meanInterval(own.map(accuracyOf)),
    seconds: meanInterval(own.map(({ seconds }) => seconds)),
    parameters: first!.parameters,
    againstControl: pairs.length === 0 ? null : comparePairs(pairs),
  };
}

/** By seed and fold. Where the control names some axes only, its mean over the others counts. */
function pairsOf(control: readonly TrialResult[], own: readonly TrialResult[]): [control: number, other: number][] {
  return own.flatMap((result) => {
    const partners = control.filter(({ seed, fold }) => seed === result.seed && fold === result.fold).map(accuracyOf);
    return partners.length === 0 ? [] : [[meanInterval(partners).mean, accuracyOf(result)] satisfies [number, number]];
  });
}

function grouped(results: readonly TrialResult[]): Map<string, TrialResult[]> {
  const cells = new Map<string, TrialResult[]>();
  for (const result of results) {
    const key = JSON.stringify(result.values);
    cells.set(key, [...(cells.get(key) ?? []), result]);
  }
  return cells;
}

function accuracyOf({ metrics }: TrialResult): number {
  return metrics!.bestValidationAccuracy;
}
