import { comparePairs, meanInterval } from '@attune/sweep';

import { markdownTable } from '../report.ts';
import { type ArmResults, resultsOfArm } from './compare-arms.ts';
import { percent, points, range } from './figures.ts';
import type { StudyResult } from './study-result.ts';
import type { StudySpec } from './study-spec.ts';

/** An arm that is `control` but for the rates of the body. */
interface BodyArm {
  readonly scale: number | 'auto';
  readonly results: ArmResults;
}

/** How near measured rates of the body come to the best of those that were tried, on each set that
 * has both: means over the seeds that all of them have. */
export function bodyRatesTable(spec: StudySpec, results: readonly StudyResult[]): string {
  const scales = fixedScales(spec);
  const rows = Object.keys(spec.sets).flatMap((set) => row(armsOf(spec, results, set), { set, scales }));
  return markdownTable(['set', 'seeds', ...scales.map((scale) => `× ${scale}`), 'auto', 'auto against the best', 'over seeds'], rows);
}

function fixedScales({ arms }: StudySpec): number[] {
  const scales = Object.values(arms).flatMap(({ bodyRateScale }) => (typeof bodyRateScale === 'number' ? [bodyRateScale] : []));
  return [...new Set([1, ...scales])].toSorted((a, b) => a - b);
}

function armsOf(spec: StudySpec, results: readonly StudyResult[], set: string): BodyArm[] {
  const [control] = spec.controls;
  return Object.entries(spec.arms).flatMap(([arm, { bodyRateScale, ...rest }]) => {
    const scale = bodyRateScale ?? (arm === control ? 1 : null);
    const own = resultsOfArm(results, { set, arm });
    return scale === null || rest.attention !== spec.arms[control!]!.attention || own.length === 0 ? [] : [{ scale, results: own }];
  });
}

function row(arms: readonly BodyArm[], { set, scales }: { readonly set: string; readonly scales: readonly number[] }): string[][] {
  const auto = arms.find(({ scale }) => scale === 'auto');
  const fixed = scales.map((scale) => arms.find((arm) => arm.scale === scale));
  if (auto === undefined || fixed.some((arm) => arm === undefined)) return [];
  const tried = fixed.map((arm) => arm!.results);
  const seeds = auto.results.map(({ seed }) => seed).filter((seed) => tried.every((one) => one.some((result) => result.seed === seed)));
  if (seeds.length === 0) return [];
  const accuracies = (own: ArmResults) => seeds.map((seed) => own.find((result) => result.seed === seed)!.accuracy);
  const means = [...tried, auto.results].map((own) => meanInterval(accuracies(own)).mean);
  const best = tried[means.indexOf(Math.max(...means.slice(0, -1)))]!;
  const [from, to] = [accuracies(best), accuracies(auto.results)];
  const compared = comparePairs(from.map((accuracy, index) => [accuracy, to[index]!]));
  return [[set, `${seeds.length}`, ...means.map(percent), points(compared.mean), range(compared)]];
}
