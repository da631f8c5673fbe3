import { meanInterval } from '@attune/sweep';

import { BenchError } from '../bench-error.ts';
import { markdownTable } from '../report.ts';
import { bodyRatesTable } from './body-rates-table.ts';
import { type ArmComparison, compareArms, isBetter, resultsOfArm } from './compare-arms.ts';
import { percent, points, range } from './figures.ts';
import { type StudyResult, isResultOf } from './study-result.ts';
import { type StudySpec, choicesOf, studyTrials } from './study-spec.ts';

/** The tables of a study's article by the name that its markers have. */
export function articleTables(spec: StudySpec, results: readonly StudyResult[]): ReadonlyMap<string, string> {
  const known = results.filter((result) => isOfSpec(spec, result));
  const sets = Object.keys(spec.sets).filter((set) => known.some((result) => result.set === set));
  return new Map([
    ...sets.map((set) => [set, setTable(spec, known, set)] as const),
    ['bodies', bodyRatesTable(spec, known)],
    ...spec.claims.map((claim) => [`claim-${claim.arm}`, claimTable(spec, known, { claim, sets })] as const),
    ['progress', progressLine(spec, known)],
  ]);
}

/** Writes tables between their markers: `<!-- table: NAME -->` and `<!-- /table -->`.
 *
 * @throws {BenchError} when an article has a marker for what there is no table of. */
export function withTables(article: string, tables: ReadonlyMap<string, string>): string {
  return article.replaceAll(/(<!-- table: (\S+) -->\n).*?(<!-- \/table -->)/gsu, (_, start: string, name: string, end: string) => {
    const table = tables.get(name);
    if (table === undefined) throw new BenchError(`The article has a place for the table ${name}, which the results do not give.`);
    return `${start}\n${table}\n\n${end}`;
  });
}

function setTable(spec: StudySpec, results: readonly StudyResult[], set: string): string {
  const head = [
    'arm',
    'seeds',
    'accuracy',
    ...spec.controls.flatMap((control) => [`against ${control}`, 'over seeds', 'over images']),
    'parameters',
    'processor time',
  ];
  const rows = Object.keys(spec.arms).flatMap((arm) => {
    const own = resultsOfArm(results, { set, arm });
    if (own.length === 0) return [];
    const compared = spec.controls.flatMap((control) =>
      comparisonCells(arm === control ? null : compareArms(resultsOfArm(results, { set, arm: control }), own)),
    );
    const seconds = own.reduce((sum, { processorSeconds }) => sum + processorSeconds, 0) / own.length;
    return [
      [
        arm,
        `${own.length}`,
        percent(meanInterval(own.map(({ accuracy }) => accuracy)).mean),
        ...compared,
        own[0]!.parameters.toLocaleString('en'),
        `${seconds.toFixed(0)} s`,
      ],
    ];
  });
  return markdownTable(head, rows);
}

function comparisonCells(compared: ArmComparison | null): string[] {
  if (compared === null) return ['', '', ''];
  const text = points(compared.seeds.mean);
  return [isBetter(compared) ? `**${text}**` : text, range(compared.seeds), range(compared.images)];
}

/** On which sets a claimed arm beats every one of its controls. */
function claimTable(
  spec: StudySpec,
  results: readonly StudyResult[],
  { claim: { arm, controls }, sets }: { readonly claim: StudySpec['claims'][number]; readonly sets: readonly string[] },
): string {
  const head = ['set', 'used to', ...controls.map((control) => `${arm} beats ${control}`)];
  const trials = studyTrials(spec);
  const claimed = sets.filter((set) => trials.some((trial) => trial.set === set && trial.arm === arm));
  const rows = claimed.map((set) => {
    const own = resultsOfArm(results, { set, arm });
    const cells = controls.map((control) => {
      const compared = compareArms(resultsOfArm(results, { set, arm: control }), own);
      return compared === null ? 'not measured' : `${isBetter(compared) ? 'yes' : 'not shown'} (${points(compared.seeds.mean)})`;
    });
    return [set, spec.chosenOn.includes(set) ? 'choose' : 'prove', ...cells];
  });
  return markdownTable(head, rows);
}

function progressLine(spec: StudySpec, results: readonly StudyResult[]): string {
  const trials = studyTrials(spec);
  const done = trials.filter(({ set, arm, seed }) => results.some((result) => result.set === set && result.arm === arm && result.seed === seed));
  const seconds = results.reduce((sum, { processorSeconds }) => sum + processorSeconds, 0);
  const failed = results.filter(({ accuracy }) => accuracy === null).length;
  const machines = [
    ...new Set(results.map(({ machine: { processor, cores, kernels } }) => `${processor}, ${cores} cores, kernels ${kernels ?? 'of the backend'}`)),
  ];
  return `${done.length} of ${trials.length} trials, ${failed} of them failed, ${(seconds / 60).toFixed(0)} minutes of processor time (${machines.join('; ')}).`;
}

/** A line that was written before its study was changed counts nowhere. */
function isOfSpec(spec: StudySpec, result: StudyResult): boolean {
  if (!Object.hasOwn(spec.sets, result.set) || !Object.hasOwn(spec.arms, result.arm)) return false;
  return isResultOf(result, result, choicesOf(spec, result));
}
