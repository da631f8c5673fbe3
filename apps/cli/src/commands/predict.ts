import { join } from 'node:path';

import { startBackend } from '@attune/backend';
import type { TestViews } from '@attune/data';

import type { CommandContext, Report } from '../command.ts';
import type { ClassifierFlags } from '../model/classifier-flags.ts';
import { exitCodes } from '../exit-code.ts';
import { imagesAt } from '../images-at.ts';
import { weightsChoice } from '../model/weights.ts';
import { requireNoInput } from '../model/own-source.ts';
import { outputFile, outputFolder } from '../output-path.ts';
import { requireOneClass } from '../run/one-class.ts';
import { userPath } from '../paths.ts';
import { ProgressView } from '../terminal/progress.ts';
import { plural } from '../terminal/format.ts';
import { classFolders, copyInto, requireApart } from './predict/copy-into.ts';
import { type Members, classifyTogether, markOf, openMembers } from './predict/members.ts';
import { type Prediction, countClasses, describePredictions, predictionOf } from './predict/prediction.ts';
import { type Outcome, ResultsFile } from './predict/results-file.ts';

export interface PredictOptions extends ClassifierFlags {
  readonly top: number;
  /** Writes all predictions there; a stopped one goes on. */
  readonly csv?: string | undefined;
  /** From which sides each image is looked at. Default: the centre. */
  readonly tta?: Exclude<TestViews, 'centre'> | undefined;
  /** Runs that judge together with the first. */
  readonly ensemble?: readonly string[] | undefined;
  /** Where images are copied to, into a folder for each class. */
  readonly copyInto?: string | undefined;
}

/** What a run takes images for. Images that cannot be read are reported and left out. */
export async function predict(run: string, images: readonly string[], options: PredictOptions, context: CommandContext): Promise<Report> {
  const { terminal } = context;
  const paths = (await Promise.all(images.map(imagesAt))).flat();
  const folder = options.copyInto === undefined ? null : await outputFolder(options.copyInto, '--copy-into');
  const runs = [run, ...(options.ensemble ?? [])];
  const csv = options.csv === undefined ? null : await outputFile(options.csv, '--csv');
  if (csv !== null) await requireNoInput({ models: runs, files: paths }, csv.path, '--csv');
  const results = csv === null ? null : await ResultsFile.open(csv, await askedFor(runs, options));
  await startBackend(options.backend, options.threads === undefined ? {} : { threads: options.threads });
  const { averaged, rename, temperature: calibrated, tta: views, batchSize, loaderThreads } = options;
  const members = await openMembers(runs, { weights: weightsChoice({ averaged }), rename, calibrated, views, batchSize, loaderThreads });
  const { classes, task } = members.classifiers[0]!;
  const copies = folder === null ? null : { folder, folders: classFolders(classes) };
  if (copies !== null) {
    requireOneClass(task, { name: run, asked: '--copy-into' });
    await requireApart(copies.folder, { inputs: images, images: paths, folders: copies.folders.values() });
  }
  for (const note of members.notes) terminal.note(note);
  const outcomes = await predictAll(members, paths, { results, copies, top: options.top, context });
  await results?.finish(outcomes, options.top);
  return report(outcomes, results !== null);
}

/** What predictions depend on beside the images. */
async function askedFor(runs: readonly string[], { top, tta, temperature, averaged, rename }: PredictOptions): Promise<string> {
  return JSON.stringify({ runs: await Promise.all(runs.map(markOf)), top, tta, temperature, averaged, rename });
}

interface PredictAllOptions {
  readonly results: ResultsFile | null;
  /** Where images are copied to, with the folder in it of each class. */
  readonly copies: { readonly folder: string; readonly folders: ReadonlyMap<string, string> } | null;
  readonly top: number;
  readonly context: CommandContext;
}

/** In the order of the paths, those of an earlier attempt among them. */
async function predictAll(members: Members, paths: readonly string[], options: PredictAllOptions): Promise<Outcome[]> {
  const { results, copies, top, context } = options;
  const done = new Map(results?.done);
  const left = [...new Set(paths)].filter((path) => !done.has(path));
  const before = done.size;
  const progress = new ProgressView(context.terminal);
  if (before > 0) context.terminal.note(`${plural(before, 'image')} of ${before + left.length} classified before; going on.`);
  try {
    for await (const { image: path, classification, error } of classifyTogether(members.classifiers, left.map(userPath), context.signal)) {
      const given = left[done.size - before]!;
      const outcome = error === undefined ? predictionOf(given, classification, top) : { path: given, error: error.message };
      if (error !== undefined) warn(error.message, progress, context);
      else if (copies !== null) await copyInto(join(copies.folder, copies.folders.get(classification.className)!), path);
      done.set(given, outcome);
      results?.add(outcome);
      progress.update('classifying', { done: done.size, latest: 1, total: before + left.length });
    }
  } finally {
    progress.stop();
  }
  return paths.map((path) => done.get(path)!);
}

/** Above the bar. */
function warn(message: string, progress: ProgressView, { terminal }: CommandContext): void {
  progress.stop();
  terminal.warn(message);
}

function report(outcomes: readonly Outcome[], isFile: boolean): Report {
  const predictions = outcomes.flatMap((outcome): Prediction[] => ('top' in outcome ? [outcome] : []));
  const broken = outcomes.length - predictions.length;
  const text = isFile ? countClasses(predictions) : describePredictions(predictions);
  return { json: predictions, text, exitCode: broken > 0 ? exitCodes.badInput : exitCodes.done };
}
