import type { ImageDataset } from '@attune/data';
import { refuseUnknownOptions } from '@attune/errors';
import { rankByLoss } from '@attune/insight';
import type { Network } from '@attune/nn';
import type { Run } from '@attune/run';
import { describeRecipe, evaluate } from '@attune/staged-finetune';
import { parseHTML } from 'linkedom';

import { NoEpochError } from './no-epoch-error.ts';
import { commandOf, reportFacts } from './facts.ts';
import { gateDrift } from './gate-drift.ts';
import { renderReport } from './page/render-report.ts';
import { type EncodePicture, explainPictures, thumbnails } from './pictures.ts';

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
  readonly encode: EncodePicture;
  readonly signal?: AbortSignal;
  /** Called after each batch with the validation images judged. */
  readonly onProgress?: (done: number) => void;
}

const reportOptions = { title: true, machine: true, encode: true, signal: true, onProgress: true } satisfies Record<keyof ReportOptions, true>;

const explainedImages = 4;

/** A run's report as one self-contained HTML page: curves, figures, mistakes with their pictures,
 * where the network looks.
 *
 * @throws {NoEpochError} when no epoch has ended yet.
 * @throws {UnknownOptionError} when an option does not exist. */
export async function reportRun({ run, network, dataset }: ReportSources, options: ReportOptions): Promise<string> {
  refuseUnknownOptions('reportRun', options, reportOptions);
  const { title, machine, encode, ...evaluation } = options;
  const epochs = await run.metrics();
  if (epochs.length === 0) throw new NoEpochError(run.path);
  const { probabilities } = await evaluate(network, dataset.validation, { batchSize: run.config.training.batchSize, ...evaluation });
  const predictions = { classes: run.config.classes.length, labels: dataset.validation.labels, probabilities };
  const drawing = { encode, signal: options.signal };
  const explained = (easiest: boolean) =>
    explainPictures(network, dataset, { images: rankByLoss(predictions, { most: explainedImages, easiest }), ...drawing });
  return renderReport(
    {
      title,
      facts: reportFacts(run, dataset, machine),
      command: commandOf(run),
      recipe: describeRecipe(run.recipe),
      epochs,
      trainImages: dataset.train.size,
      classes: run.config.classes,
      predictions,
      pictures: await thumbnails(dataset, predictions, drawing),
      hardest: await explained(false),
      easiest: await explained(true),
      gates: await gateDrift(run, network, { dataset, signal: options.signal }),
    },
    parseHTML('<html></html>').document,
  );
}
