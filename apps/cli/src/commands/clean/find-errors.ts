import { embed } from '@attune/classifier';
import { type DuplicateGroup, type ImageDataset, type LabelledImages, type PartName, findCopies } from '@attune/data';
import { type FeatureTable, findLabelErrors, outOfFold } from '@attune/insight';
import * as tf from '@tensorflow/tfjs-core';

import type { CommandContext } from '../../command.ts';
import type { SavedModel } from '../../run/saved-model.ts';
import { ProgressView } from '../../terminal/progress.ts';
import { nameIn } from '../finetune/correct-data.ts';
import { type DataOptions, dataPath, openData } from '../finetune/open-data.ts';

/** An image that is probably of another class than its label says. */
export interface ProbableError {
  /** In the data. */
  readonly path: string;
  readonly part: PartName;
  readonly label: string;
  readonly suggested: string;
  readonly labelProbability: number;
  readonly suggestedProbability: number;
}

export interface CleanFindings {
  readonly images: number;
  readonly classes: readonly string[];
  /** The surest first. */
  readonly errors: readonly ProbableError[];
  /** Paths in the data. */
  readonly duplicates: readonly DuplicateGroup[];
}

export interface FindErrorsConfig extends Pick<DataOptions, 'skipBroken' | 'gif' | 'seed' | 'loaderThreads'> {
  readonly folds: number;
  readonly batchSize?: number | undefined;
  readonly model: Pick<SavedModel, 'network' | 'preprocessing'>;
}

/** Labels that a classifier on the network's features, trained without the image, contradicts; and
 * images that are there more than once. */
export async function findErrors(data: string, { model, folds, batchSize = 32, ...rest }: FindErrorsConfig, context: CommandContext): Promise<CleanFindings> {
  const { terminal, signal } = context;
  const dataset = await openData(data, { ...rest, preprocessing: model.preprocessing, splitBy: 'name' });
  for (const { path, reason } of dataset.skipped) terminal.warn(`Skipped ${path}: ${reason}`);
  const { classes } = dataset;
  const places = placesIn(dataset, dataPath(data));
  const features = await featuresOf(model.network, partsOf(dataset), { batchSize, images: places.length, context });
  const table: FeatureTable = {
    features,
    width: features.length / places.length,
    labels: Int32Array.from(places, ({ label }) => label),
    classes: classes.length,
  };
  const errors = findLabelErrors(await outOfFold(table, { folds })).map(({ image, label, suggested, labelProbability, suggestedProbability }) => {
    const { path, part } = places[image]!;
    return { path, part, label: classes[label]!, suggested: classes[suggested]!, labelProbability, suggestedProbability };
  });
  const copies = await findCopies(dataset, { signal });
  const duplicates = copies.map((group) => ({ ...group, paths: group.paths.map((path) => nameIn(dataPath(data), path)) }));
  return { images: places.length, classes, errors, duplicates };
}

function partsOf({ train, validation, test }: ImageDataset): (readonly [PartName, LabelledImages])[] {
  return [['train', train], ['validation', validation], ...(test === undefined ? [] : [['test', test] as const])];
}

function placesIn(dataset: ImageDataset, data: string): { path: string; part: PartName; label: number }[] {
  return partsOf(dataset).flatMap(([part, images]) => Array.from(images.labels, (label, index) => ({ path: nameIn(data, images.nameOf(index)), part, label })));
}

interface Embedding {
  readonly batchSize: number;
  readonly images: number;
  readonly context: CommandContext;
}

/** [images · width], part after part in the order of each. */
async function featuresOf(
  network: SavedModel['network'],
  parts: readonly (readonly [PartName, LabelledImages])[],
  { batchSize, images, context }: Embedding,
): Promise<Float32Array> {
  const progress = new ProgressView(context.terminal);
  const rows: Float32Array[] = [];
  try {
    for (const [, split] of parts) {
      for await (const batch of split.batches({ batchSize, signal: context.signal })) {
        const input = tf.tensor4d(batch.images, [...batch.shape]);
        rows.push(...(await embed(network, input).finally(() => input.dispose())));
        progress.update('looking', { done: rows.length, total: images });
      }
    }
  } finally {
    progress.stop();
  }
  const all = new Float32Array(rows.length * rows[0]!.length);
  rows.forEach((row, index) => all.set(row, index * row.length));
  return all;
}
