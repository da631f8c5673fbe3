import { basename } from 'node:path';

import { startBackend } from '@attune/backend';
import type { LabelledImages, SharedImage } from '@attune/data';
import { bootstrapInterval, mcnemar } from '@attune/insight';
import { disposeModule } from '@attune/nn';
import { type ComparedRun, type CompareOptions as PageOptions, compareRuns, verdictOn } from '@attune/report';
import { evaluate } from '@attune/staged-finetune';

import type { CommandContext, Report } from '../command.ts';
import { buildEmptyModel } from '@attune/zoo';
import { requireNoInput } from '../model/own-source.ts';
import { type OutputFile, outputFile } from '../output-path.ts';
import { shownPath, userPath } from '../paths.ts';
import { encodePicture } from '../report/encode-picture.ts';
import { sharedField, warnOfSharedImages } from '../shared-images.ts';
import type { Run } from '@attune/run';
import { requireOneClass } from '../run/one-class.ts';
import { openRunFolder } from '../run/run-folder.ts';
import { percent } from '../terminal/format.ts';
import { ProgressView } from '../terminal/progress.ts';
import { table } from '../terminal/table.ts';
import { UsageError } from '../usage-error.ts';
import { openRunData } from './finetune/run-data.ts';

export interface CompareOptions {
  /** Judges all runs. Default: the first run's data. */
  readonly data?: string | undefined;
  /** Where to write the comparison as a page. */
  readonly html?: string | undefined;
  readonly backend: string;
  readonly threads?: number | undefined;
}

/** How good runs are on the same validation images, and whether the others differ from
 * the first by more than chance. */
export async function compare(folders: readonly string[], { data, html, backend, threads }: CompareOptions, context: CommandContext): Promise<Report> {
  if (folders.length < 2) throw new UsageError('compare needs two runs or more: attune compare RUN RUN.');
  const runs = await Promise.all(folders.map((folder) => openRunFolder(userPath(folder))));
  for (const { path, config } of runs) requireOneClass(config.task, { name: path, asked: 'compare' });
  requireSameClasses(runs);
  const page = html === undefined ? undefined : await outputFile(html, '--html');
  if (page !== undefined) await requireNoInput({ models: folders, files: data === undefined ? [] : [data] }, page.path, '--html');
  await startBackend(backend, threads === undefined ? {} : { threads });
  const judged: ComparedRun[] = [];
  let first: LabelledImages | undefined;
  let shared: readonly SharedImage[] = [];
  for (const run of runs) {
    const { preprocessing } = run.config;
    const dataset = await openRunData(runs[0]!, data, { preprocessing });
    const { validation } = dataset;
    if (run === runs[0]) shared = await warnOfSharedImages(dataset, context);
    first ??= validation;
    judged.push(await judge(run, { validation, first: judged[0] }, context));
  }
  const { labels } = first!;
  if (page !== undefined) await writePage(page, judged, { classes: runs[0]!.config.classes, validation: first!, shared, signal: context.signal });
  const json = judged.map(({ name, accuracy, loss, interval, againstFirst }) => ({ run: name, accuracy, loss, interval, againstFirst }));
  return {
    json: { images: labels.length, runs: json, ...(page !== undefined && { html: page.path }), ...sharedField(shared) },
    text: [describe(judged, labels.length), ...(page === undefined ? [] : [`Page: ${page.path}`])].join('\n'),
  };
}

function requireSameClasses(runs: readonly Run[]): void {
  const [first, ...others] = runs;
  const different = others.find(({ config }) => config.classes.join('\n') !== first!.config.classes.join('\n'));
  if (different !== undefined) throw new UsageError(`${different.path} and ${first!.path} have different classes: compare runs with the same classes.`);
}

interface JudgedOn {
  readonly validation: LabelledImages;
  /** The run that is compared with; left out of the first itself. */
  readonly first: ComparedRun | undefined;
}

async function judge(run: Run, { validation, first }: JudgedOn, { terminal, signal }: CommandContext): Promise<ComparedRun> {
  const network = buildEmptyModel(run.config.model);
  const progress = new ProgressView(terminal);
  try {
    await run.loadBest(network);
    const onProgress = (done: number) => progress.update(basename(run.path), { done, total: validation.size });
    const { accuracy, loss, predictions, count } = await evaluate(network, validation, { batchSize: run.config.training.batchSize, signal, onProgress });
    const interval = bootstrapInterval({ right: Math.round(accuracy * count), images: count });
    const againstFirst = first === undefined ? null : mcnemar(validation.labels, first.predictions, predictions);
    return { name: run.path, accuracy, loss, predictions, interval, againstFirst };
  } finally {
    progress.stop();
    disposeModule(network);
  }
}

function describe(judged: readonly ComparedRun[], images: number): string {
  const [first, ...others] = judged;
  const rows = judged.map(({ name, accuracy, loss, interval, againstFirst }) => {
    const against =
      againstFirst === null ? ['', '', ''] : [String(againstFirst.onlyFirst), String(againstFirst.onlySecond), againstFirst.pValue.toPrecision(3)];
    return [name, percent(accuracy), `${percent(interval.low)} to ${percent(interval.high)}`, loss.toFixed(4), ...against];
  });
  const head = ['run', 'accuracy', '95 % interval', 'loss', 'only first right', 'only this right', 'p'];
  return [`${images} validation images`, '', table(head, rows, head.slice(1)), '', ...others.map((run) => verdictOn(run, first!.name))].join('\n');
}

async function writePage(file: OutputFile, judged: readonly ComparedRun[], options: Omit<PageOptions, 'encode'>): Promise<void> {
  const named = judged.map((run) => ({ ...run, name: shownPath(run.name) }));
  await file.write(await compareRuns(named, { ...options, encode: encodePicture }));
}
