import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { type Classified, Classifier, type ClassifierOptions, agree } from '@attune/classifier';
import type { WeightsChoice } from '@attune/checkpoint';
import { runFiles } from '@attune/run';

import { userPath } from '../../paths.ts';
import { openSavedModel } from '../../run/saved-model.ts';
import { requireOneClass } from '../../run/one-class.ts';
import { UsageError } from '../../usage-error.ts';

export interface MembersOptions extends ClassifierOptions {
  readonly weights: WeightsChoice;
  readonly rename?: readonly string[] | undefined;
}

/** The networks that judge together, and what was said when they were opened. */
export interface Members {
  readonly classifiers: readonly Classifier[];
  readonly notes: readonly string[];
}

/** @throws {UsageError} when they do not tell the same classes apart. */
export async function openMembers(runs: readonly string[], { weights, rename, ...options }: MembersOptions): Promise<Members> {
  const models = [];
  for (const run of runs) models.push(await openSavedModel(run, { weights, rename }));
  if (models.length > 1) for (const [place, { task }] of models.entries()) requireOneClass(task, { name: runs[place]!, asked: '--ensemble' });
  const classifiers = models.map((model) => new Classifier(model, options));
  const [first] = classifiers;
  const other = classifiers.findIndex(({ classes }) => classes.join('\n') !== first!.classes.join('\n'));
  if (other !== -1)
    throw new UsageError(
      `${runs[other]} has the classes ${classifiers[other]!.classes.join(', ')}, and ${runs[0]} has ${first!.classes.join(', ')}: an ensemble needs runs with the same classes.`,
    );
  return { classifiers, notes: models.flatMap(({ notes }) => notes) };
}

/** Each image with the verdict of all members; they see it one after another. */
export async function* classifyTogether(classifiers: readonly Classifier[], paths: readonly string[], signal: AbortSignal): AsyncGenerator<Classified<string>> {
  const [first, ...others] = classifiers.map((classifier) => classifier.classifyEach(paths, { signal }));
  for await (const one of first!) {
    const rest = [];
    for (const other of others) rest.push((await other.next()).value as Classified<string>);
    const failed = [one, ...rest].find(({ error }) => error !== undefined);
    yield failed ?? (rest.length === 0 ? one : { image: one.image, classification: agree([one, ...rest].map(({ classification }) => classification!)) });
  }
}

/** What tells the weights of a run or of a file from others: where they lie, and when they were
 * written. */
export async function markOf(run: string): Promise<string> {
  for (const place of [join(userPath(run), runFiles.best), userPath(run)]) {
    const found = await stat(place).catch(() => null);
    if (found !== null) return `${place} ${found.size} ${found.mtimeMs}`;
  }
  return run;
}
