import { startBackend } from '@attune/backend';
import { Classifier } from '@attune/classifier';
import { seededRandom } from '@attune/nn';
import { worthLabelling } from '@attune/insight';

import type { CommandContext, Report } from '../command.ts';
import { imagesAt } from '../images-at.ts';
import { requireNoInput } from '../model/own-source.ts';
import { type OutputFile, outputFile } from '../output-path.ts';
import { userPath } from '../paths.ts';
import { requireOneClass } from '../run/one-class.ts';
import { openSavedModel } from '../run/saved-model.ts';
import { toCsv } from '../csv.ts';
import { percent } from '../terminal/format.ts';
import { ProgressView } from '../terminal/progress.ts';
import { table } from '../terminal/table.ts';
import { UsageError } from '../usage-error.ts';
import { correctionsCsv } from './clean/corrections-csv.ts';
import { type CleanFindings, findErrors } from './clean/find-errors.ts';

export interface CleanOptions {
  readonly run: string;
  readonly csv?: string | undefined;
  /** What the CSV says of every probable error. Default: nothing, for a person to say. */
  readonly choose?: 'move' | 'drop' | 'keep' | undefined;
  readonly folds: number;
  /** Chooses so many images without labels. */
  readonly next?: number | undefined;
  readonly skipBroken: boolean;
  readonly gif: boolean;
  readonly seed: number;
  readonly batchSize?: number | undefined;
  readonly backend: string;
  readonly threads?: number | undefined;
  readonly loaderThreads?: number | undefined;
}

/** Finds what is probably wrong in labels; or, of images without them, those that would teach the
 * run most. Nothing that lies in the data changes. */
export async function clean(data: string, options: CleanOptions, context: CommandContext): Promise<Report> {
  const csv = options.csv === undefined ? null : await outputFile(options.csv, '--csv');
  if (csv !== null) await requireNoInput({ models: [options.run], files: [data] }, csv.path, '--csv');
  await startBackend(options.backend, options.threads === undefined ? {} : { threads: options.threads });
  const model = await openSavedModel(options.run, { weights: 'raw' });
  requireOneClass(model.task, { name: options.run, asked: 'clean' });
  if (options.next !== undefined) return chooseNext(data, { ...options, most: options.next, csv, model: new Classifier(model, options) }, context);
  const findings = await findErrors(data, { ...options, model }, context);
  await csv?.write(correctionsCsv(findings, options.choose));
  return { json: { ...findings, ...(csv !== null && { csv: csv.path }) }, text: describe(findings, csv) };
}

const shown = 20;

function describe({ images, errors, duplicates }: CleanFindings, csv: OutputFile | null): string {
  const rows = errors
    .slice(0, shown)
    .map(({ path, label, suggested, labelProbability, suggestedProbability }) => [
      path,
      label,
      percent(labelProbability),
      suggested,
      percent(suggestedProbability),
    ]);
  const more = errors.length > shown ? [`… and ${errors.length - shown} more`] : [];
  const across = duplicates.filter(({ acrossParts, acrossClasses }) => acrossParts || acrossClasses).length;
  return [
    ...(rows.length === 0 ? [] : [table(['image', 'label', 'probability', 'probably', 'probability'], rows, ['probability']), ...more, '']),
    `${errors.length} of ${images} labels are probably wrong; ${duplicates.length} images are there more than once, ${across} of them across parts or classes`,
    csv === null
      ? 'Write them down with --csv FILE, say move, drop or keep of each, and train with: attune finetune DATA --corrections FILE'
      : `Fill in the column "action" of ${csv.path}, and train with: attune finetune DATA --corrections ${csv.path}`,
  ].join('\n');
}

interface NextConfig extends Pick<CleanOptions, 'seed' | 'batchSize'> {
  readonly most: number;
  readonly csv: OutputFile | null;
  readonly model: Classifier;
}

async function chooseNext(folder: string, { most, seed, csv, ...config }: NextConfig, context: CommandContext): Promise<Report> {
  const seen = await lookAtAll(await imagesAt(folder), config, context);
  const [first] = seen;
  if (first === undefined) throw new UsageError(`No image of ${folder} can be read.`);
  const rows = {
    probabilities: joined(seen.map(({ probabilities }) => probabilities)),
    classes: first.probabilities.length,
    features: joined(seen.map(({ features }) => features)),
    width: first.features.length,
  };
  const chosen = worthLabelling(rows, { most, random: seededRandom(seed) }).map((index) => seen[index]!.guess);
  await csv?.write(toCsv([['path', 'probably', 'probability', 'label'], ...chosen.map((guess) => [guess.path, guess.class, guess.probability, ''])]));
  const text = table(
    ['image', 'probably', 'probability'],
    chosen.map((guess) => [guess.path, guess.class, percent(guess.probability)]),
    ['probability'],
  );
  return { json: chosen, text: csv === null ? text : `${text}\n\nLabel them in ${csv.path}` };
}

/** An image as the run sees it. */
interface Seen {
  readonly guess: { readonly path: string; readonly class: string; readonly probability: number };
  /** [classes]. */
  readonly probabilities: Float32Array;
  readonly features: Float32Array;
}

async function lookAtAll(
  paths: readonly string[],
  { model, batchSize = 16 }: Pick<NextConfig, 'model' | 'batchSize'>,
  { terminal, signal }: CommandContext,
): Promise<Seen[]> {
  const progress = new ProgressView(terminal);
  const seen: Seen[] = [];
  try {
    for (let first = 0; first < paths.length; first += batchSize) {
      const judged = await judgeReadable(paths.slice(first, first + batchSize), model, { terminal, signal });
      const features = await model.embed(judged.map(({ guess }) => userPath(guess.path)));
      seen.push(...judged.map((one, index) => ({ ...one, features: features[index]! })));
      progress.update('looking', { done: seen.length, latest: 1, total: paths.length });
    }
    return seen;
  } finally {
    progress.stop();
  }
}

/** Those that cannot be read are told and left out. */
async function judgeReadable(
  paths: readonly string[],
  model: Classifier,
  { terminal, signal }: Pick<CommandContext, 'terminal' | 'signal'>,
): Promise<Omit<Seen, 'features'>[]> {
  const judged: Omit<Seen, 'features'>[] = [];
  let next = 0;
  for await (const { classification, error } of model.classifyEach(paths.map(userPath), { signal })) {
    const path = paths[next++]!;
    if (error !== undefined) {
      terminal.warn(error.message);
      continue;
    }
    const { guesses, className, probability } = classification;
    const inOrder = guesses.toSorted((a, b) => a.index - b.index);
    judged.push({ guess: { path, class: className, probability }, probabilities: Float32Array.from(inOrder, (guess) => guess.probability) });
  }
  return judged;
}

function joined(rows: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(rows.reduce((sum, { length }) => sum + length, 0));
  rows.reduce((at, row) => (all.set(row, at), at + row.length), 0);
  return all;
}
