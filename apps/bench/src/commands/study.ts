import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { startBackend } from '@attune/backend';

import { describeHost } from '../measure/machine.ts';
import { articleTables, withTables } from '../study/article-tables.ts';
import { type OpenSet, type SetPlace, openStudySet } from '../study/open-study-set.ts';
import { runStudyTrial } from '../study/run-study-trial.ts';
import { type StudyResult, isResultOf, parseStudyResults } from '../study/study-result.ts';
import { type StudyImages, type StudySpec, type StudyTrial, choicesOf, parseStudy, studyTrials } from '../study/study-spec.ts';
import { userPath } from '../user-path.ts';

export interface StudyOptions {
  readonly data?: string | undefined;
  readonly threads: number;
  readonly hours: number;
  readonly log?: string | undefined;
}

const studies = fileURLToPath(new URL('../../studies', import.meta.url));

/** Trains what is left of a study. It may be killed at any moment: a trial counts once its line is
 * written, and the next call goes on with the first that has none. */
export async function study(name: string, { data, threads, hours, log: given }: StudyOptions): Promise<void> {
  const folder = join(studies, name);
  const spec = parseStudy(await readFile(join(folder, 'study.yaml'), 'utf8'));
  const log = given === undefined ? join(folder, 'results.jsonl') : userPath(given);
  const results = existsSync(log) ? parseStudyResults(await readFile(log, 'utf8')) : [];
  if (data !== undefined) await trainRest(spec, { results, log, data: userPath(data), threads, until: Date.now() + hours * 3_600_000 });
  const article = join(folder, 'README.md');
  const tables = articleTables(spec, existsSync(log) ? parseStudyResults(await readFile(log, 'utf8')) : []);
  await writeFile(article, withTables(await readFile(article, 'utf8'), tables));
}

interface Training {
  readonly results: readonly StudyResult[];
  readonly log: string;
  readonly data: string;
  readonly threads: number;
  /** In milliseconds since 1970. */
  readonly until: number;
}

async function trainRest(spec: StudySpec, { results, log, data, threads, until }: Training): Promise<void> {
  const machine = await startMachine(threads);
  const commit = (await promisify(execFile)('git', ['rev-parse', 'HEAD'], { cwd: studies })).stdout.trim();
  const temporary = await mkdtemp(join(tmpdir(), 'attune-study-'));
  try {
    const open = rememberedSets({ data, temporary });
    const left = studyTrials(spec).filter((trial) => !results.some((result) => isResultOf(result, trial, choicesOf(spec, trial))));
    for (const [index, trial] of left.entries()) {
      if (Date.now() > until) return;
      const choices = choicesOf(spec, trial);
      const outcome = await runStudyTrial(choices, { seed: trial.seed, data, open });
      const result = { format: 1, ...trial, choices, ...outcome, machine, commit, date: new Date().toISOString() } satisfies StudyResult;
      await appendFile(log, `${JSON.stringify(result)}\n`);
      process.stderr.write(`${index + 1} of ${left.length}: ${described(trial, result)}\n`);
    }
  } finally {
    await rm(temporary, { recursive: true });
  }
}

async function startMachine(asked: number): Promise<StudyResult['machine']> {
  const { backend, threads, kernels } = await startBackend('auto', { threads: asked });
  return { ...describeHost(), backend, kernels, threads };
}

/** Images that were decoded once are kept for other trials. */
function rememberedSets({ data, temporary }: Pick<SetPlace, 'data' | 'temporary'>) {
  const known = new Map<string, Promise<OpenSet>>();
  return (images: StudyImages, place: Pick<SetPlace, 'seed' | 'preprocessing'>): Promise<OpenSet> => {
    const seed = 'folder' in images && images.folds !== undefined ? place.seed % images.folds : 0;
    const key = JSON.stringify([images, place.preprocessing, seed]);
    const opened = known.get(key) ?? openStudySet(images, { ...place, seed, data, temporary });
    known.set(key, opened);
    return opened;
  };
}

function described({ set, arm, seed }: StudyTrial, { accuracy, processorSeconds }: StudyResult): string {
  return `${set}, ${arm}, seed ${seed}: ${accuracy === null ? 'failed' : accuracy.toFixed(4)} (${processorSeconds.toFixed(0)} s)`;
}
