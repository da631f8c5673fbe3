import { join } from 'node:path';

import { type DatasetChanges, type DatasetRecord, type ImageDataset, datasetChanges, keptSides, recordDataset } from '@attune/data';
import { type Run, runFiles } from '@attune/run';

import type { Terminal } from '../../terminal/terminal.ts';
import { listed, plural } from '../../terminal/format.ts';
import { UsageError } from '../../usage-error.ts';
import { type DataOptions, dataPath, dataRules, openData } from './open-data.ts';

/** Opens the data of a run as the run saw them: every image that it knows on its side.
 *
 * @throws {UsageError} when they have other classes, or the classes in another order. */
export async function openRunData(
  run: Run,
  data: string | undefined,
  options: Partial<Pick<DataOptions, 'loaderThreads' | 'preprocessing'>> = {},
): Promise<ImageDataset> {
  const { preprocessing, classes, training, task } = run.config;
  const source = data === undefined ? training.data : dataPath(data);
  const record = await run.loadData();
  const { seed, augment, mixup, cutmix, sampling } = training;
  const keep = record === null ? undefined : keptSides(record);
  const corrections = training.flags?.corrections === undefined ? undefined : join(run.path, runFiles.corrections);
  const dataset = await openData(source, {
    preprocessing,
    seed,
    ...dataRules(training),
    task: task?.kind,
    keep,
    augment,
    mixup,
    cutmix,
    sampling,
    corrections,
    ...options,
  });
  requireClasses(run, { source, found: dataset.classes, expected: classes });
  // A regression's outputs stay in the deviations that it was trained in.
  return task === undefined ? dataset : { ...dataset, task };
}

interface Classes {
  readonly source: string;
  readonly found: readonly string[];
  readonly expected: readonly string[];
}

function requireClasses({ path }: Run, { source, found, expected }: Classes): void {
  if (found.join('\n') === expected.join('\n')) return;
  const rule = found.toSorted().join('\n') === expected.toSorted().join('\n') ? 'in another order: ' : '';
  throw new UsageError(`${source} has the classes ${listed(found)}, and ${path} was trained on ${rule}${listed(expected)}. Give data of its own classes.`);
}

export interface ChangedData {
  /** Whether the run may go on with other data. */
  readonly accept: boolean;
  readonly terminal: Terminal;
}

/** Compares the data with what the run knows, and keeps what they are from now on.
 *
 * @throws {UsageError} when they differ and that is not accepted, or when an image that was trained
 * on would be validated with. */
export async function requireKnownData(run: Run, dataset: ImageDataset, { accept, terminal }: ChangedData): Promise<void> {
  const [before, now] = [await run.loadData(), await recordDataset(dataset)];
  if (before === null) return run.saveData(now);
  const changes = datasetChanges(before, now);
  if (changes.isSame) return;
  if (changes.moved.length > 0) throw new UsageError(`${run.path}: ${moved(changes, before)} Put them back.`);
  if (!accept) {
    throw new UsageError(
      `${run.path} was started with other data: ${described(changes)}. Give the data it was started with, or go on with these: attune finetune --resume RUN --accept-changed-data keeps every known image on its side.`,
    );
  }
  terminal.warn(`The data have changed: ${described(changes)}. Every known image keeps its side.`);
  await run.saveData(now);
}

/** @throws {UsageError} when the data are not those that the run knows. */
export async function requireSameData(run: Run, dataset: ImageDataset): Promise<void> {
  const before = await run.loadData();
  const changes = before === null ? null : datasetChanges(before, await recordDataset(dataset));
  if (changes === null || changes.isSame) return;
  throw new UsageError(`The data of ${run.path} have changed: ${described(changes)}. Put them back as the run saw them.`);
}

function moved({ moved: names }: DatasetChanges, { train }: DatasetRecord): string {
  const trained = new Set(train.names);
  const [first] = names;
  const how = trained.has(first!) ? 'was trained on and is to be validated with now' : 'was validated with and is to be trained on now';
  return `${plural(names.length, 'image')} changed sides (${first} ${how}), so its figures would mean nothing.`;
}

function described({ added, removed, altered }: DatasetChanges): string {
  const parts = [
    ['new', added],
    ['gone', removed],
    ['with other bytes', altered],
  ] as const;
  const said = parts
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) => `${plural(names.length, 'image')} ${what} (${names[0]}${names.length > 1 ? ', …' : ''})`);
  return said.length === 0 ? 'images have other labels, or copies of them have' : said.join(', ');
}
