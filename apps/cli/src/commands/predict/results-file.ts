import { appendFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';

import { toCsv } from '../../csv.ts';
import type { OutputFile } from '../../output-path.ts';
import { FileWriteError, writeFileSafely } from '../../run/write-file.ts';
import { UsageError } from '../../usage-error.ts';
import type { Prediction } from './prediction.ts';

/** What became of an image: a prediction, or why it cannot be read. */
export type Outcome = Prediction | { readonly path: string; readonly error: string };

/** Predictions on their way into a CSV: beside it, a line of JSON for each, until all are there. A
 * prediction that was stopped goes on from them. */
export class ResultsFile {
  readonly #csv: OutputFile;
  /** Null where the CSV goes to what is no file, such as /dev/stdout: nothing lies beside that. */
  readonly #partial: string | null;
  readonly #asked: string;
  /** What an earlier attempt got done, by path. */
  readonly done: ReadonlyMap<string, Outcome>;

  private constructor({ csv, partial, asked, done }: { csv: OutputFile; partial: string | null; asked: string; done: ReadonlyMap<string, Outcome> }) {
    this.#csv = csv;
    this.#partial = partial;
    this.#asked = asked;
    this.done = done;
  }

  /** @param asked what the predictions depend on beside the images, as text.
   * @throws {UsageError} when an earlier attempt asked for something else, or is damaged. */
  static async open(csv: OutputFile, asked: string): Promise<ResultsFile> {
    if (!csv.isFile) return new ResultsFile({ csv, partial: null, asked, done: new Map() });
    const partial = `${csv.path}.partial`;
    const lines = (await readFile(partial, 'utf8').catch(() => '')).split('\n');
    const [before, ...outcomes] = lines.slice(0, -1); // what follows the last line's end was cut off
    if (before !== undefined && before !== asked)
      throw new UsageError(`${partial} holds predictions that were begun with another run or other flags; remove it, or choose another --csv.`);
    const done = new Map(outcomes.map((line) => outcomeIn(line, partial)).map((outcome) => [outcome.path, outcome]));
    await writeFileSafely(partial, [asked, ...outcomes].map((line) => `${line}\n`).join(''));
    return new ResultsFile({ csv, partial, asked, done });
  }

  /** Written at once: in Node's pool a line would wait behind the photos that are being decoded
   * there, and the network behind the line.
   *
   * @throws {FileWriteError} when the disk does not take it. */
  add(outcome: Outcome): void {
    if (this.#partial === null) return;
    try {
      appendFileSync(this.#partial, `${JSON.stringify(outcome)}\n`);
    } catch (error) {
      throw new FileWriteError(this.#partial, error as NodeJS.ErrnoException);
    }
  }

  /** All are there: the CSV takes the place of the lines. */
  async finish(outcomes: readonly Outcome[], most: number): Promise<void> {
    await this.#csv.write(csvOf(outcomes, most));
    if (this.#partial !== null) await rm(this.#partial, { force: true });
  }

  /** What the predictions depend on, as it was given. */
  get asked(): string {
    return this.#asked;
  }
}

function outcomeIn(line: string, partial: string): Outcome {
  try {
    const outcome = JSON.parse(line) as Outcome;
    if (typeof outcome.path === 'string' && ('top' in outcome ? outcome.top.length > 0 || outcome.values !== undefined : typeof outcome.error === 'string'))
      return outcome;
  } catch {
    // told below
  }
  throw new UsageError(`${partial} is damaged: a line in it is no prediction. Remove it, and all images are classified anew.`);
}

/** RFC 4180, with a head: `path, class, probability, …, unknown, error`; of several labels with
 * `labels` behind the path; of numbers `path, TARGET, …, error`. */
function csvOf(outcomes: readonly Outcome[], most: number): string {
  const predictions = outcomes.flatMap((outcome) => ('top' in outcome ? [outcome] : []));
  const targets = Object.keys(predictions.find(({ values }) => values !== undefined)?.values ?? {});
  if (targets.length > 0) return valuesCsv(outcomes, targets);
  const several = predictions.some(({ labels }) => labels !== undefined);
  const columns = Math.max(1, Math.min(most, ...predictions.map(({ top }) => top.length)));
  const places = Array.from({ length: columns }, (_, place) => place);
  const head = [
    'path',
    ...(several ? ['labels'] : []),
    ...places.flatMap((place) => [numbered('class', place), numbered('probability', place)]),
    'unknown',
    'error',
  ];
  const rows = outcomes.map((outcome) => {
    if (!('top' in outcome)) return [outcome.path, ...(several ? [''] : []), ...places.flatMap(() => ['', '']), '', outcome.error];
    const { path, top, unknown, labels } = outcome;
    return [
      path,
      ...(several ? [(labels ?? []).join(';')] : []),
      ...places.flatMap((place) => [top[place]!.class, top[place]!.probability]),
      String(unknown ?? ''),
      '',
    ];
  });
  return toCsv([head, ...rows]);
}

function valuesCsv(outcomes: readonly Outcome[], targets: readonly string[]): string {
  const rows = outcomes.map((outcome) =>
    'top' in outcome ? [outcome.path, ...targets.map((target) => outcome.values![target]!), ''] : [outcome.path, ...targets.map(() => ''), outcome.error],
  );
  return toCsv([['path', ...targets, 'error'], ...rows]);
}

/** `class`, `class 2`, … */
function numbered(name: string, place: number): string {
  return place === 0 ? name : `${name} ${place + 1}`;
}
