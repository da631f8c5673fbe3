import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { BenchError } from '../bench-error.ts';
import { flippedCopy } from '../clean/flipped-copy.ts';
import { runAttune } from '../kill/attune-process.ts';
import { describeHost } from '../measure/machine.ts';
import { markdownTable } from '../report.ts';
import { userPath } from '../user-path.ts';

export interface CleanOptions {
  readonly data: string;
  readonly seeds: number;
  readonly firstSeed: number;
  readonly imageSize: number;
  readonly epochs: string;
  readonly log: string;
}

interface Found {
  readonly seed: number;
  readonly flipped: number;
  /** Probable errors among the training images. */
  readonly flagged: number;
  /** Of the first 50 of them, the share whose label was flipped. */
  readonly precisionAt50: number;
  readonly recall: number;
  /** Of the flipped that were found, the share that is given its own class back. */
  readonly rightSuggestion: number;
  /** On the validation images, whose labels are as they were: trained on the flipped
   * labels, on what
   * `--choose move` makes of them, and on the labels as they were. */
  readonly accuracyBefore: number;
  readonly accuracyAfter: number;
  readonly accuracyClean: number;
}

/** A tenth of the training labels of sign-digits is flipped; a run learns them, `attune
 * clean` ranks
 * what it doubts, and runs on the corrected and on the right labels are judged beside the first. */
export async function clean(options: CleanOptions): Promise<void> {
  const log = userPath(options.log);
  const results: Found[] = [];
  for (let seed = options.firstSeed; seed < options.firstSeed + options.seeds; seed++) {
    const found = await measure(seed, options);
    results.push(found);
    const { imageSize, epochs } = options;
    await appendFile(log, `${JSON.stringify({ date: new Date().toISOString().slice(0, 10), ...found, imageSize, epochs, machine: describeHost() })}\n`);
    process.stderr.write(`${JSON.stringify(found)}\n`);
  }
  const head = ['seed', 'flipped', 'flagged', 'precision at 50', 'recall', 'before', 'after', 'right labels'];
  const rows = results.map((one) => [
    one.seed,
    one.flipped,
    one.flagged,
    one.precisionAt50,
    one.recall,
    one.accuracyBefore,
    one.accuracyAfter,
    one.accuracyClean,
  ]);
  process.stdout.write(
    `${markdownTable(
      head,
      rows.map((row) => row.map((value) => (Number.isInteger(value) ? String(value) : value.toFixed(3)))),
    )}\n`,
  );
}

async function measure(seed: number, options: CleanOptions): Promise<Found> {
  const data = userPath(options.data);
  const folder = await mkdtemp(join(tmpdir(), 'attune-clean-'));
  try {
    const images = join(folder, 'images');
    const flips = await flippedCopy(join(data, 'sign-digits'), images, { share: 0.1, seed });
    const train = (name: string, source: string, ...more: readonly string[]) =>
      accuracyOf(join(folder, name), source, { ...options, data, seed, more, judgedOn: join(data, 'sign-digits') });
    const accuracyBefore = await train('noisy', images);
    const csv = join(folder, 'errors.csv');
    const { errors } = await json<{ errors: { path: string; part: string; suggested: string }[] }>(
      'clean',
      images,
      '--run',
      join(folder, 'noisy'),
      '--csv',
      csv,
      '--choose',
      'move',
    );
    // The labels of the images held back are right, and judge both runs.
    await keepTraining(csv);
    const accuracyAfter = await train('corrected', images, '--corrections', csv);
    const accuracyClean = await train('clean', join(data, 'sign-digits'));
    const flagged = errors.filter(({ part }) => part === 'train');
    const hits = flagged.filter(({ path }) => flips.has(path));
    return {
      seed,
      flipped: flips.size,
      flagged: flagged.length,
      precisionAt50: flagged.slice(0, 50).filter(({ path }) => flips.has(path)).length / 50,
      recall: hits.length / flips.size,
      rightSuggestion: hits.filter(({ path, suggested }) => flips.get(path) === suggested).length / hits.length,
      accuracyBefore,
      accuracyAfter,
      accuracyClean,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function keepTraining(csv: string): Promise<void> {
  const lines = (await readFile(csv, 'utf8')).split('\r\n');
  await writeFile(csv, lines.filter((line) => !line.includes(',validation,')).join('\r\n'));
}

interface Training extends CleanOptions {
  readonly seed: number;
  readonly more: readonly string[];
  readonly judgedOn: string;
}

async function accuracyOf(run: string, source: string, { data, seed, imageSize, epochs, more, judgedOn }: Training): Promise<number> {
  const weights = join(data, 'checkpoints/imagenet-resnet18/resnet18-imagenet-f16.safetensors');
  const words = [
    '--weights',
    weights,
    '--arch',
    'resnet18',
    '--image-size',
    String(imageSize),
    '--epochs',
    epochs,
    '--seed',
    String(seed),
    '--body-rate-scale',
    '10',
  ];
  await json('finetune', source, ...words, ...more, '--no-report', '--out', run);
  return (await json<{ accuracy: number }>('evaluate', run, judgedOn)).accuracy;
}

async function json<T>(...words: readonly string[]): Promise<T> {
  const { code, stdout, stderr } = await runAttune([...words, '--json']);
  if (code !== 0) throw new BenchError(`attune ${words.join(' ')} ended with ${code}: ${stderr.slice(-500)}`);
  return JSON.parse(stdout) as T;
}
