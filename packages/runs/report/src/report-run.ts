import { type ImageDataset, sharedImages } from '@attune/data';
import { refuseUnknownOptions } from '@attune/errors';
import { rankByLoss, withTemperature } from '@attune/insight';
import type { Network } from '@attune/nn';
import type { RecordedEpoch, Run, RunTask } from '@attune/run';
import { describeRecipe, evaluate, evaluateTargets, overallFigures, taskTraits } from '@attune/staged-finetune';
import { parseHTML } from 'linkedom';

import { explainRun } from './explain-images.ts';
import { type WritePath, commandOf, networkTitle, reportFacts } from './facts.ts';
import { gateDrift } from './gate-drift.ts';
import { NoEpochError } from './no-epoch-error.ts';
import { renderReport } from './page/render-report.ts';
import type { ReportedData, TargetReport } from './page/run-report.ts';
import { renderTargetReport } from './page/target-report.ts';
import { targetTable } from './target-table.ts';
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
  /** How `attune` is called there. Default: `attune`. */
  readonly program?: string;
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
  program: true,
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
  const { encode, signal, onProgress } = options;
  const epochs = await run.metrics();
  if (epochs.length === 0) throw new NoEpochError(run.path);
  if (run.config.task !== undefined) return reportTargets({ run, network, dataset, epochs }, run.config.task, options);
  const { probabilities } = await evaluate(network, dataset.validation, { batchSize: run.config.training.batchSize, signal, onProgress });
  const raw = { classes: run.config.classes.length, labels: dataset.validation.labels, probabilities };
  const fitted = await run.calibration();
  const temperature = fitted?.temperature ?? null;
  const predictions = withTemperature(raw, temperature ?? 1);
  const drawing = { dataset, encode, signal };
  const explained = (easiest: boolean) =>
    explainRun(run, network, { ...drawing, predictions, images: rankByLoss(predictions, { most: explainedImages, easiest }) });
  return renderReport(
    {
      ...(await factsOf({ run, dataset, epochs }, options)),
      predictions,
      temperature,
      leastSimilarity: fitted?.likeness?.leastSimilarity ?? null,
      control: await run.comparison(),
      pictures: await thumbnails(dataset, predictions, drawing),
      hardest: await explained(false),
      easiest: await explained(true),
      gates: await gateDrift(run, network, { dataset, signal }),
    },
    parseHTML('<html></html>').document,
  );
}

type RunFacts = Pick<TargetReport, 'title' | 'date' | 'network' | 'facts' | 'again' | 'recipe' | 'epochs' | 'data' | 'classes'>;

interface RunWithEpochs extends Pick<ReportSources, 'run' | 'dataset'> {
  readonly epochs: readonly RecordedEpoch[];
}

/** What every report tells, whatever its run was trained for. */
async function factsOf({ run, dataset, epochs }: RunWithEpochs, options: ReportOptions): Promise<RunFacts> {
  const { title, machine, where, program, signal, date = new Date(), writePath = (path) => path } = options;
  return {
    title,
    date: date.toISOString().slice(0, 10),
    network: networkTitle(run),
    facts: reportFacts(run, dataset, { machine, writePath }),
    again: { where, command: commandOf(run, writePath, program) },
    recipe: describeRecipe(run.recipe),
    epochs,
    data: await dataOf(dataset, { writePath, signal }),
    classes: run.config.classes,
  };
}

async function reportTargets({ network, ...sources }: RunWithEpochs & Pick<ReportSources, 'network'>, task: RunTask, options: ReportOptions): Promise<string> {
  const { run, dataset } = sources;
  const { signal, onProgress } = options;
  const judged = await evaluateTargets(network, dataset.validation, {
    task,
    batchSize: run.config.training.batchSize,
    signal,
    ...(onProgress && { onProgress }),
  });
  const thresholds = (await run.thresholds()) ?? undefined;
  const { metricTitle: title, isShare } = taskTraits[task.kind];
  const report: TargetReport = {
    ...(await factsOf(sources, options)),
    metric: { title, isShare },
    images: judged.count,
    figures: overallFigures[task.kind](judged, thresholds),
    each: targetTable(task, judged, { names: run.config.classes, thresholds }),
  };
  return renderTargetReport(report, parseHTML('<html></html>').document);
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
