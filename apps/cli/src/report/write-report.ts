import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import type { ImageDataset } from '@attune/data';
import { rankByLoss, renderReport } from '@attune/insight';
import type { Network } from '@attune/nn';
import { describeRecipe, evaluate } from '@attune/staged-finetune';
import { parseHTML } from 'linkedom';

import type { Run } from '@attune/run';
import type { ProgressView } from '../terminal/progress.ts';
import { gateDrift } from './gate-drift.ts';
import { readMetrics } from './read-metrics.ts';
import { commandOf, reportFacts } from './report-facts.ts';
import { explainPictures, thumbnails } from './report-pictures.ts';

export interface ReportSources {
  readonly run: Run;
  /** With the run's best weights. */
  readonly network: Network;
  readonly dataset: ImageDataset;
}

export const reportFile = 'report.html';

const explainedImages = 4;

/** Writes a run's report into its folder, and gives its path. */
export async function writeReport(
  { run, network, dataset }: ReportSources,
  { progress, signal }: { readonly progress: ProgressView; readonly signal: AbortSignal },
): Promise<string> {
  const { size, labels } = dataset.validation;
  const epochs = await readMetrics(run);
  const onProgress = (done: number) => progress.update('report: evaluating', { done, total: size });
  const evaluation = await evaluate(network, dataset.validation, { batchSize: run.config.training.batchSize, signal, onProgress });
  const predictions = { classes: run.config.classes.length, labels, probabilities: evaluation.probabilities };
  const page = renderReport(
    {
      title: basename(run.path),
      facts: reportFacts(run, dataset),
      command: commandOf(run),
      recipe: describeRecipe(run.recipe),
      epochs,
      trainImages: dataset.train.size,
      classes: run.config.classes,
      predictions,
      pictures: await thumbnails(dataset, predictions),
      hardest: await explainPictures(network, dataset, rankByLoss(predictions, { most: explainedImages })),
      easiest: await explainPictures(network, dataset, rankByLoss(predictions, { most: explainedImages, easiest: true })),
      gates: await gateDrift(run, network, dataset),
    },
    parseHTML('<html></html>').document,
  );
  progress.stop();
  const path = join(run.path, reportFile);
  await writeFile(path, page);
  return path;
}
