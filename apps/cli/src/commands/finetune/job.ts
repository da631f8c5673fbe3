import { copyFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { loadPretrained, withImageChannels } from '@attune/checkpoint';
import { type ImageDataset, type SharedImage, recordDataset } from '@attune/data';
import type { Network } from '@attune/nn';
import { type Run, runConfigOf, runFiles } from '@attune/run';
import { type KnownFeatures, type StagePlan, planRecipe } from '@attune/staged-finetune';
import { buildModel } from '@attune/zoo';

import type { CommandContext } from '../../command.ts';
import { invocation } from '../../invocation.ts';
import { lastingName, openWeights } from '../../model/weights.ts';
import { userPath } from '../../paths.ts';
import { warnOfSharedImages } from '../../shared-images.ts';
import { outputFolder } from '../../output-path.ts';
import { createRunFolder, openRunFolder, requireEmpty } from '../../run/run-folder.ts';
import { isZipFile, unpackRun } from '../../run/zipped-run.ts';
import { UsageError } from '../../usage-error.ts';
import type { FinetuneOptions } from './options.ts';
import { dataPath, sampleName } from './open-data.ts';
import { requireEpochs, requireOutside, requireVarying } from './place.ts';
import { requireTask } from './require-task.ts';
import { startBackendOf } from './resume-backend.ts';
import { refuseContradictions, runFlags } from './resume-flags.ts';
import { openRunData, requireKnownData } from './run-data.ts';
import { correctionsOf, openStart } from './start.ts';

/** All that training needs, checked before a file is written. */
export interface FinetuneJob {
  readonly dataset: ImageDataset;
  readonly network: Network;
  /** Of each stage of the run's recipe. */
  readonly plan: readonly StagePlan[];
  readonly run: Run;
  readonly resumed: boolean;
  /** What the network makes of training images, where it is known already. */
  readonly features?: KnownFeatures | undefined;
  readonly backend: string;
  readonly threads: number;
  /** Images that are trained on and validated with. */
  readonly shared: readonly SharedImage[];
}

/** Where a job may lock its run, until the command ends. */
export interface JobContext extends CommandContext {
  readonly lock: (run: string) => Promise<void>;
}

/** A new run. Nothing is written before all of it is known to fit. */
export async function prepareJob(data: string | undefined, options: FinetuneOptions, context: JobContext): Promise<FinetuneJob> {
  if (data === undefined) throw new UsageError('finetune needs DATA: a folder of images with a folder for each class, CIFAR-10 binaries, or sample:emoji.');
  if (options.acceptChangedData === true || options.forgetBest === true)
    throw new UsageError('Only a resumed run has data and best weights of before: attune finetune --resume RUN --accept-changed-data, or --forget-best.');
  const out = options.out === undefined ? await freeRunName(data) : userPath(options.out);
  if (data !== sampleName) await requireOutside(dataPath(data), out);
  if (options.epochs !== undefined) requireEpochs(options.epochs);
  requireVarying(options);
  requireTask(options, data);
  await requireEmpty(out);
  await outputFolder(out, '--out');
  const start = await openStart(data, options, { ...context, measures: false });
  const { dataset, network, recipe, plan, backend, threads, kernels, shared } = start;
  requireEpochs(recipe.stages.map(({ epochs }) => epochs));
  const { skipBroken, gif, fold, dropDuplicates, augment, mixup, cutmix, targets, sampling } = options;
  const config = runConfigOf(start, {
    data: dataPath(data),
    weights: lastingName(options.weights),
    backend,
    threads,
    ...(kernels !== null && { kernels }),
    skipBroken,
    splitBy: options.splitBy ?? 'name',
    ...(gif === true && { gif }),
    ...(fold !== undefined && { fold }),
    ...(dropDuplicates === true && { dropDuplicates }),
    ...(targets !== undefined && { targets }),
    ...(sampling === 'balanced' && { sampling }),
    augment,
    mixup,
    cutmix,
    flags: runFlags(options),
  });
  await context.lock(out);
  const run = await createRunFolder(out, config, { recipe, data: await recordDataset(dataset) });
  const corrections = correctionsOf(options);
  if (corrections !== undefined) await copyFile(corrections, join(out, runFiles.corrections));
  return { dataset, network, plan, run, resumed: false, backend, threads, shared };
}

/** A run that was stopped, here or in the page, whose archive is unpacked beside it. */
export async function reopenJob(data: string | undefined, folder: string, options: FinetuneOptions, context: JobContext): Promise<FinetuneJob> {
  const place = userPath(folder);
  const run = await openRunFolder((await isZipFile(place)) ? await unpackRun(place) : place);
  refuseContradictions(run, options);
  await context.lock(run.path);
  const { model, training } = run.config;
  const dataset = await openRunData(run, data, { loaderThreads: options.loaderThreads });
  await requireKnownData(run, dataset, { accept: options.acceptChangedData === true, terminal: context.terminal });
  const started = await startBackendOf(training, options, context.terminal);
  const network = buildModel(model);
  if ((await run.loadCheckpoint()) === null) {
    await requireUnfinished(run, folder);
    const weights = await openWeights(training.weights, { rename: training.flags?.rename });
    if (weights !== null) await loadPretrained(network, withImageChannels(weights, network.channels));
  }
  if (options.forgetBest === true) for (const { file, fault } of await run.forgetLostWeights()) context.terminal.warn(`${file} is ${fault}, and forgotten.`);
  await run.requireBestWeights();
  const shared = await warnOfSharedImages(dataset, context);
  context.terminal.note(`Resuming ${run.path}`);
  return { dataset, network, plan: planRecipe(network, run.recipe), run, resumed: true, backend: started.backend, threads: started.threads, shared };
}

/** @throws {UsageError} when a run without a checkpoint has metrics: it is through, or
 * has lost it. */
async function requireUnfinished(run: Run, folder: string): Promise<void> {
  if ((await stat(`${run.path}/${runFiles.metrics}`).catch(() => null)) === null) return;
  const ended = await run.endedStages();
  if (run.recipe.stages.every(({ epochs }, index) => epochs === 0 || ended.includes(index)))
    throw new UsageError(
      `${run.path} has finished all its stages: there is nothing to resume. Try it: ${invocation()} predict ${folder} IMAGE; write its report if there is none: ${invocation()} report ${folder}`,
    );
  throw new UsageError(
    `${run.path} has no ${runFiles.checkpoint}: it was stopped for good, or the file is lost. Copy it from a backup. Or start the run anew: remove ${runFiles.metrics}, then attune finetune --resume ${folder}`,
  );
}

/** `runs/DATA`, or with the first free number behind it. */
async function freeRunName(data: string): Promise<string> {
  const name = data === sampleName ? 'emoji' : basename(userPath(data));
  for (let number = 1; ; number++) {
    const path = userPath(`runs/${name}${number === 1 ? '' : `-${number}`}`);
    if ((await stat(path).catch(() => null)) === null) return path;
  }
}
