import { startBackend } from '@attune/backend';
import { type PartName, openEvaluation } from '@attune/data';
import { type Evaluation, evaluate as evaluateNetwork } from '@attune/staged-finetune';

import type { CommandContext, Report } from '../command.ts';
import type { Architecture } from '@attune/zoo';
import { outputFile } from '../output-path.ts';
import { userPath } from '../paths.ts';
import { describeTextOrder, warnOfTrainedImages } from '../shared-images.ts';
import { requireNoInput } from '../model/own-source.ts';
import { weightsChoice } from '../model/weights.ts';
import { requireOneClass } from '../run/one-class.ts';
import { openSavedModel } from '../run/saved-model.ts';
import { count, percent } from '../terminal/format.ts';
import { ProgressView } from '../terminal/progress.ts';
import { table } from '../terminal/table.ts';
import { certaintyOf, describeCertainty, judgeUnknown, similarityWatch } from './evaluate/certainty.ts';
import { judgeTask } from './evaluate/targets.ts';
import { UsageError } from '../usage-error.ts';

/** With several labels "none of the classes" is an answer like any other, which the thresholds
 * give; an energy over classes that exclude each other has no meaning there. */
const withoutEnergy = {
  'multi-label':
    'An image of none of its classes is one whose probabilities are all below their thresholds: predict says so, and evaluate counts it where a table lists it without a label.',
} as const;

export interface EvaluateOptions {
  readonly arch?: Architecture | undefined;
  readonly imageSize?: number | undefined;
  readonly batchSize?: number | undefined;
  readonly predictions?: string | undefined;
  /** The part of the data. Default: the one to validate with, else all. */
  readonly split?: PartName | undefined;
  readonly skipBroken: boolean;
  /** Reads GIFs too, their first frame. */
  readonly gif: boolean;
  /** A folder of images of no class, to judge how well they are told. */
  readonly unknown?: string | undefined;
  /** Whether to say how sure the network is at the fitted temperature. */
  readonly temperature: boolean;
  /** Whether to take the moving averages of the weights. */
  readonly averaged: boolean;
  /** Other names for a checkpoint's tensors: `FROM=TO`. */
  readonly rename?: readonly string[] | undefined;
  readonly backend: string;
  readonly threads?: number | undefined;
  /** Threads that load images. Default: by the number of cores. */
  readonly loaderThreads?: number | undefined;
}

/** How good a run, or a bare checkpoint, is on labelled images. */
export async function evaluate(model: string, data: string, options: EvaluateOptions, context: CommandContext): Promise<Report> {
  const { terminal, signal } = context;
  const predictions = options.predictions === undefined ? undefined : await outputFile(options.predictions, '--predictions');
  if (predictions !== undefined) await requireNoInput({ models: [model], files: [data] }, predictions.path, '--predictions');
  const started = await startBackend(options.backend, options.threads === undefined ? {} : { threads: options.threads });
  const saved = await openSavedModel(model, {
    architecture: options.arch,
    imageSize: options.imageSize,
    weights: weightsChoice(options),
    rename: options.rename,
  });
  const { network, preprocessing, classes, trainedOn, notes } = saved;
  for (const note of notes) terminal.note(note);
  const { task } = saved;
  if (options.unknown !== undefined) requireOneClass(task, { name: model, asked: '--unknown', instead: withoutEnergy });
  const labels = { task: task.kind, ...(task.kind === 'regression' && classes !== null && { targets: classes }) };
  const named = { ...labels, ...(classes !== null && { classes }) };
  const { split: part, skipBroken, gif, loaderThreads } = options;
  const opening = { ...preprocessing, ...named, part, skipBroken, gif, loaderThreads };
  const dataset = await openEvaluation(userPath(data), opening);
  for (const { path, reason } of dataset.skipped) terminal.warn(`Skipped ${path}: ${reason}`);
  if (dataset.classes.length !== network.classes) {
    throw new UsageError(`${model} has ${network.classes} classes, and ${data} has ${dataset.classes.length}: evaluate it on data with its own classes.`);
  }
  const order = classes === null ? describeTextOrder(dataset.classes) : null;
  if (order !== null) terminal.warn(order);
  const judged = { model, trainedOn, data: userPath(data), dataset };
  const seen = await warnOfTrainedImages(judged, opening, context);
  const progress = new ProgressView(terminal);
  const onProgress = (done: number) => progress.update('evaluating', { done, total: dataset.images.size });
  const judging = { batchSize: options.batchSize ?? 32, signal, onProgress };
  if (task.kind !== 'single-label') {
    const told = await judgeTask(saved, task, dataset, judging).finally(() => progress.stop());
    await predictions?.write(told.predictions.map((line) => `${line}\n`).join(''));
    return { json: { ...told.json, backend: started.backend, threads: started.threads, ...seen }, text: told.text };
  }
  const watch = options.unknown === undefined ? null : similarityWatch(saved);
  const evaluation = await evaluateNetwork(network, dataset.images, { ...judging, onEmbedding: watch?.see });
  progress.stop();
  await predictions?.write(`${[...evaluation.predictions].join('\n')}\n`);
  const confusion = confusionMatrix(evaluation, dataset.images.labels, dataset.classes.length);
  const certainty = options.temperature ? certaintyOf(saved, evaluation, dataset.images.labels) : null;
  const unknown =
    options.unknown === undefined ? null : await judgeUnknown(saved, { ...evaluation, similarities: watch?.similarities ?? [] }, options.unknown, context);
  const { accuracy, loss, count: images } = evaluation;
  const added = { ...(certainty === null ? {} : { certainty }), ...(unknown === null ? {} : { unknown }) };
  const json = {
    metric: 'accuracy',
    accuracy,
    loss,
    count: images,
    confusion,
    classes: dataset.classes,
    backend: started.backend,
    threads: started.threads,
    ...seen,
    ...added,
  };
  return { json, text: [describe(evaluation, confusion, dataset.classes), ...describeCertainty(certainty, unknown)].join('\n') };
}

/** Rows are true classes, columns predicted ones. */
function confusionMatrix({ predictions }: Evaluation, labels: Int32Array, classes: number): number[][] {
  const matrix = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  labels.forEach((label, index) => (matrix[label]![predictions[index]!]! += 1));
  return matrix;
}

function describe({ accuracy, loss, count: images }: Evaluation, confusion: number[][], classes: readonly string[]): string {
  const rows = classes.map((name, index) => {
    const row = confusion[index]!;
    const all = row.reduce((sum, value) => sum + value, 0);
    const predicted = confusion.reduce((sum, other) => sum + other[index]!, 0);
    const right = row[index]!;
    return [name, count(all), all === 0 ? '–' : percent(right / all), predicted === 0 ? '–' : percent(right / predicted), mostConfused(row, index, classes)];
  });
  const head = ['class', 'images', 'recall', 'precision', 'most often taken for'];
  return [`Accuracy ${percent(accuracy)}, loss ${loss.toFixed(4)}, ${count(images)} images`, '', table(head, rows, head.slice(1, 4))].join('\n');
}

function mostConfused(row: readonly number[], own: number, classes: readonly string[]): string {
  const others = row.map((value, index) => (index === own ? 0 : value));
  const most = Math.max(...others);
  return most === 0 ? '' : `${classes[others.indexOf(most)]} (${most})`;
}
