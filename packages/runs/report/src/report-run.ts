import { type ImageDataset, sharedImages } from '@attune/data';
import { refuseUnknownOptions } from '@attune/errors';
import { rankByLoss, withTemperature } from '@attune/insight';
import type { Network } from '@attune/nn';
import type { Run } from '@attune/run';
import { describeRecipe, evaluate } from '@attune/staged-finetune';
import { parseHTML } from 'linkedom';

import { explainRun } from './explain-images.ts';
import { type WritePath, commandOf, networkTitle, reportFacts } from './facts.ts';
import { gateDrift } from './gate-drift.ts';
import { NoEpochError } from './no-epoch-error.ts';
import { renderReport } from './page/render-report.ts';
import type { ReportedData } from './page/run-report.ts';
import { type EncodePicture, thumbnails } from './pictures.ts';

export interface ReportSources {
  readonly run: Run;
  /** With the run's best weights. */
  readonly network: Network;
  readonly dataset: ImageDataset;
}

export interface ReportOptions {
  readonly title: string;
  /** What the report is written on, in a line. */
  readonly machine: string;
  /** The day it is written. Default: today. */
  readonly date?: Date;
  /** Where the command that does the run again is to be run, in a sentence. */
  readonly where: string;
  /** How paths are written, so that a report that is sent tells nothing of a disk and its command
   * can be run. Default: as they are. */
  readonly writePath?: WritePath;
  readonly encode: EncodePicture;
  readonly signal?: AbortSignal;
  /** Called after each batch with the validation images judged. */
  readonly onProgress?: (done: number) => void;
}

const reportOptions = {
  title: true,
  machine: true,
  date: true,
  where: true,
  writePath: true,
  encode: true,
  signal: true,
  onProgress: true,
} satisfies Record<keyof ReportOptions, true>;

const explainedImages = 4;

/** A run's report as one HTML page that asks for nothing: what came of it, mistakes with their
 * pictures, where the network looks stage by stage, curves, data, and the command that does it
 * again.
 *
 * @throws {NoEpochError} when no epoch has ended yet.
 * @throws {UnknownOptionError} when an option does not exist. */
export async function reportRun({ run, network, dataset }: ReportSources, options: ReportOptions): Promise<string> {
  refuseUnknownOptions('reportRun', options, reportOptions);
  const { title, machine, where, encode, signal, onProgress, date = new Date(), writePath = (path) => path } = options;
  const epochs = await run.metrics();
  if (epochs.length === 0) throw new NoEpochError(run.path);
  const { probabilities } = await evaluate(network, dataset.validation, { batchSize: run.config.training.batchSize, signal, onProgress });
  const raw = { classes: run.config.classes.length, labels: dataset.validation.labels, probabilities };
  const temperature = (await run.calibration())?.temperature ?? null;
  const predictions = withTemperature(raw, temperature ?? 1);
  const drawing = { dataset, encode, signal };
  const explained = (easiest: boolean) =>
    explainRun(run, network, { ...drawing, predictions, images: rankByLoss(predictions, { most: explainedImages, easiest }) });
  return renderReport(
    {
      title,
      date: date.toISOString().slice(0, 10),
      network: networkTitle(run),
      facts: reportFacts(run, dataset, { machine, writePath }),
      again: { where, command: commandOf(run, writePath) },
      recipe: describeRecipe(run.recipe),
      epochs,
      data: await dataOf(dataset, { writePath, signal }),
      classes: run.config.classes,
      predictions,
      temperature,
      control: await run.comparison(),
      pictures: await thumbnails(dataset, predictions, drawing),
      hardest: await explained(false),
      easiest: await explained(true),
      gates: await gateDrift(run, network, { dataset, signal }),
    },
    parseHTML('<html></html>').document,
  );
}

async function dataOf(
  { counts, skipped, train, validation }: ImageDataset,
  { writePath, signal }: { readonly writePath: WritePath; readonly signal: AbortSignal | undefined },
): Promise<ReportedData> {
  return {
    counts,
    skipped: skipped.map(({ path, reason }) => ({ path: writePath(path), reason })),
    shared: await sharedImages(train, validation, { signal }),
  };
}
