import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { execFile } from 'node:child_process';

import { BenchError } from '../bench-error.ts';
import { runAttune } from '../kill/attune-process.ts';
import { python, pythonEnvironment } from '../measure/python.ts';
import { insertionChange } from '../promises/insertion.ts';
import { trialPrograms } from '../promises/trial-programs.ts';
import { trialSets } from '../promises/trial-sets.ts';
import { markdownTable } from '../report.ts';
import { userPath } from '../user-path.ts';

export interface PromisesOptions {
  readonly data: string;
  /** Of `trialSets`. */
  readonly sets: readonly string[];
  readonly programs: readonly TrialKey['program'][];
  readonly seeds: number;
  readonly epochs: string;
  /** A JSON line for each run; runs that it has are not done again. */
  readonly log: string;
}

/** One training of one program. */
interface TrialKey {
  readonly set: string;
  readonly program: (typeof trialPrograms)[number];
  readonly seed: number;
  readonly epochs: string;
}

interface Trial extends TrialKey {
  /** Best validation accuracy. */
  readonly best: number;
  /** Validation accuracy after the last epoch of each stage: of the weights as they are then. */
  readonly stageEnds: readonly number[];
  /** What `three-stage` measured that the body bears. */
  readonly bodyRateScale?: number;
}

type Outcome = Omit<Trial, keyof TrialKey>;

/** `head-only` has the epochs of the first stage, as it has where nobody says otherwise; as long,
 * it has those of all stages. */
/** Tries what the default recipe promises: inserting attention changes no logit, no stage ends
 * below the one before by more than noise, and its best is at least that of the head alone, and of
 * the same recipe in PyTorch. */
export async function promises(options: PromisesOptions): Promise<void> {
  const data = userPath(options.data);
  const log = userPath(options.log);
  const known = await readLog(log);
  const sets = options.sets.map((name) => [name, trialSets[name]!] as const);
  for (let seed = 0; seed < options.seeds; seed++) {
    for (const [set, { torch }] of sets) {
      for (const program of options.programs) {
        if (program === 'torch_three_stage.py' && !torch) continue;
        const key = { set, program, seed, epochs: options.epochs };
        if (known.some((trial) => isOf(trial, key))) continue;
        const trial = { ...key, ...(await runTrial(data, key)) };
        known.push(trial);
        await appendFile(log, `${JSON.stringify(trial)}\n`);
        process.stderr.write(`${set}, seed ${seed}, ${program}: ${trial.best.toFixed(3)}\n`);
      }
    }
  }
  const changes = new Map<string, number>();
  for (const [name, set] of sets) changes.set(name, await insertionChange(data, set, options.seeds));
  process.stdout.write(
    `${describe(
      known.filter(({ epochs, set }) => epochs === options.epochs && changes.has(set)),
      changes,
    )}\n`,
  );
}

/** Of `three-stage`, what was trained before 30 November 2026 counts no more: it measured no scale,
 * and clipped attention with all else. */
async function readLog(log: string): Promise<Trial[]> {
  if (!existsSync(log)) return [];
  const lines = (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '');
  const trials = lines.map((line) => JSON.parse(line) as Trial);
  return trials.filter(({ program, bodyRateScale }) => program !== 'three-stage' || bodyRateScale !== undefined);
}

function isOf(trial: TrialKey, { set, program, seed, epochs }: TrialKey): boolean {
  return trial.set === set && trial.program === program && trial.seed === seed && trial.epochs === epochs;
}

async function runTrial(data: string, key: TrialKey): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'attune-promises-'));
  try {
    return await (isOfAttune(key) ? tryAttune(data, key, folder) : tryTorch(data, key, folder));
  } finally {
    await rm(folder, { recursive: true });
  }
}

type AttuneKey = TrialKey & { readonly program: Exclude<TrialKey['program'], 'torch_three_stage.py'> };

function isOfAttune(key: TrialKey): key is AttuneKey {
  return key.program !== 'torch_three_stage.py';
}

async function tryAttune(data: string, { set, program, seed, epochs }: AttuneKey, folder: string): Promise<Outcome> {
  const counts = epochs.split(',').map(Number);
  const recipes = {
    'three-stage': ['--recipe', 'three-stage', '--epochs', epochs],
    'head-only': ['--recipe', 'head-only', '--epochs', `${counts[0]}`],
    'head-only-as-long': ['--recipe', 'head-only', '--epochs', `${counts.reduce((sum, count) => sum + count, 0)}`],
  };
  const { images, architecture, weights, imageSize } = trialSets[set]!;
  const network = ['--arch', architecture, '--attention', 'cbam', '--weights', join(data, weights), '--image-size', `${imageSize}`];
  const rest = ['--seed', `${seed}`, '--no-report', '--quiet', '--json', '--out', join(folder, 'run')];
  const { code, stdout, stderr } = await runAttune(['finetune', join(data, images), ...network, ...recipes[program], ...rest]);
  if (code !== 0) throw new BenchError(`attune finetune ended with ${code}: ${stderr.slice(-500)}`);
  const { bestValidationAccuracy, stages, measured } = JSON.parse(stdout) as Finetuned;
  const stageEnds = stages.map((stage) => stage.epochs.at(-1)!.validationAccuracy);
  return { best: bestValidationAccuracy, stageEnds, ...(measured !== undefined && { bodyRateScale: measured.bodyRateScale }) };
}

interface Finetuned {
  readonly bestValidationAccuracy: number;
  readonly stages: readonly { readonly epochs: readonly { readonly validationAccuracy: number }[] }[];
  readonly measured?: { readonly bodyRateScale: number };
}

async function tryTorch(data: string, { set, seed, epochs }: TrialKey, folder: string): Promise<Outcome> {
  const report = join(folder, 'report.json');
  const { images, weights } = trialSets[set]!;
  const words = ['--data', join(data, images), '--init', join(data, weights), '--epochs', epochs, '--seed', `${seed}`, '--json', report];
  await promisify(execFile)(python, [join(data, 'reference/torch_three_stage.py'), ...words], { env: pythonEnvironment() });
  const { best, epochs: rows } = JSON.parse(await readFile(report, 'utf8')) as TorchReport;
  const names = [...new Set(rows.map(({ stage }) => stage))];
  return { best, stageEnds: names.map((name) => rows.findLast(({ stage }) => stage === name)!.validationAccuracy) };
}

interface TorchReport {
  readonly best: number;
  readonly epochs: readonly { readonly stage: string; readonly validationAccuracy: number }[];
}

function describe(trials: readonly Trial[], changes: ReadonlyMap<string, number>): string {
  const head = ['', 'insertion changes a logit by', 'seeds', ...trialPrograms.map((program) => `best, ${program}`), 'ends of the stages', 'largest fall'];
  const sets = [...new Set(trials.map(({ set }) => set))];
  return markdownTable(
    head,
    sets.map((set) =>
      row(
        set,
        trials.filter((trial) => trial.set === set),
        changes.get(set)!,
      ),
    ),
  );
}

function row(set: string, trials: readonly Trial[], change: number): string[] {
  const of = (program: string) => trials.filter((trial) => trial.program === program);
  const staged = of('three-stage');
  const ends = staged[0]?.stageEnds.map((_, stage) => percent(mean(staged.map(({ stageEnds }) => stageEnds[stage]!)))) ?? [];
  const falls = staged.flatMap(({ stageEnds }) => stageEnds.slice(1).map((end, stage) => stageEnds[stage]! - end));
  const bests = trialPrograms.map((program) => percent(mean(of(program).map(({ best }) => best))));
  return [set, `${change}`, `${staged.length}`, ...bests, ends.join(' → '), percent(Math.max(0, ...falls))];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(share: number): string {
  return Number.isNaN(share) ? '' : `${(100 * share).toFixed(1)} %`;
}
