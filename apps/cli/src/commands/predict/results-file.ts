import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';

import { toCsv } from '../../csv.ts';
import { type OutputFile, outputFile } from '../../output-path.ts';
import { UsageError } from '../../usage-error.ts';
import type { Prediction } from './prediction.ts';

/** What became of an image: a prediction, or why it cannot be read. */
export type Outcome = Prediction | { readonly path: string; readonly error: string };

/** Predictions on their way into a CSV: beside it, a line of JSON for each, until all are there. A
 * prediction that was stopped goes on from them. */
export class ResultsFile {
  readonly #csv: OutputFile;
  readonly #partial: string;
  readonly #asked: string;
  /** What an earlier attempt got done, by path. */
  readonly done: ReadonlyMap<string, Outcome>;

  private constructor({ csv, partial, asked, done }: { csv: OutputFile; partial: string; asked: string; done: ReadonlyMap<string, Outcome> }) {
    this.#csv = csv;
    this.#partial = partial;
    this.#asked = asked;
    this.done = done;
  }

  /** @param asked what the predictions depend on beside the images, as text.
   * @throws {UsageError} when an earlier attempt asked for something else. */
  static async open(path: string, asked: string): Promise<ResultsFile> {
    const csv = await outputFile(path, '--csv');
    const partial = `${csv.path}.partial`;
    const lines = (await readFile(partial, 'utf8').catch(() => '')).split('\n');
    const [before, ...outcomes] = lines.slice(0, -1); // what follows the last line's end was cut off
    if (before !== undefined && before !== asked)
      throw new UsageError(`${partial} holds predictions that were begun with another run or other flags; remove it, or choose another --csv.`);
    const done = new Map(outcomes.map((line) => JSON.parse(line) as Outcome).map((outcome) => [outcome.path, outcome]));
    await writeFile(partial, [asked, ...outcomes].map((line) => `${line}\n`).join(''));
    return new ResultsFile({ csv, partial, asked, done });
  }

  async add(outcomes: readonly Outcome[]): Promise<void> {
    await appendFile(this.#partial, outcomes.map((outcome) => `${JSON.stringify(outcome)}\n`).join(''));
  }

  /** All are there: the CSV takes the place of the lines. */
  async finish(outcomes: readonly Outcome[], most: number): Promise<void> {
    await this.#csv.write(csvOf(outcomes, most));
    await rm(this.#partial, { force: true });
  }

  /** What the predictions depend on, as it was given. */
  get asked(): string {
    return this.#asked;
  }
}

/** RFC 4180, with a head: `path, class, probability, …, unknown, error`. */
function csvOf(outcomes: readonly Outcome[], most: number): string {
  const predictions = outcomes.flatMap((outcome) => ('top' in outcome ? [outcome] : []));
  const columns = Math.max(1, Math.min(most, ...predictions.map(({ top }) => top.length)));
  const places = Array.from({ length: columns }, (_, place) => place);
  const head = ['path', ...places.flatMap((place) => [numbered('class', place), numbered('probability', place)]), 'unknown', 'error'];
  const rows = outcomes.map((outcome) => {
    if (!('top' in outcome)) return [outcome.path, ...places.flatMap(() => ['', '']), '', outcome.error];
    const { path, top, unknown } = outcome;
    return [path, ...places.flatMap((place) => [top[place]!.class, top[place]!.probability]), String(unknown ?? ''), ''];
  });
  return toCsv([head, ...rows]);
}

/** `class`, `class 2`, … */
function numbered(name: string, place: number): string {
  return place === 0 ? name : `${name} ${place + 1}`;
}
