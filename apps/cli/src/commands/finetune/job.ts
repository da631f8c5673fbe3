import { stat } from 'node:fs/promises';
import { basename } from 'node:path';

import { startBackend } from '@attune/backend';
import { loadPretrained } from '@attune/checkpoint';
import type { ImageDataset } from '@attune/data';
import type { Network } from '@attune/nn';
import { type Run, runConfigOf } from '@attune/run';
import { type StagePlan, planRecipe } from '@attune/staged-finetune';
import { buildModel } from '@attune/zoo';

import type { CommandContext } from '../../command.ts';
import { lastingName, openWeights } from '../../model/weights.ts';
import { userPath } from '../../paths.ts';
import { warnOfSharedImages } from '../../shared-images.ts';
import { createRunFolder, openRunFolder, requireEmpty } from '../../run/run-folder.ts';
import { isZipFile, unpackRun } from '../../run/zipped-run.ts';
import { listed } from '../../terminal/format.ts';
import { UsageError } from '../../usage-error.ts';
import type { FinetuneOptions } from './options.ts';
import { dataPath, dataRules, openData, sampleName } from './open-data.ts';
import { openStart } from './start.ts';

/** All that training needs, checked before a file is written. */
export interface FinetuneJob {
  readonly dataset: ImageDataset;
  readonly network: Network;
  /** Of each stage of the run's recipe. */
  readonly plan: readonly StagePlan[];
  readonly run: Run;
  readonly resumed: boolean;
  readonly backend: string;
  readonly threads: number;
}

/** A new run. Nothing is written before all of it is known to fit. */
export async function prepareJob(data: string | undefined, options: FinetuneOptions, context: CommandContext): Promise<FinetuneJob> {
  if (data === undefined) throw new UsageError('finetune needs DATA: a folder of images with a folder for each class, CIFAR-10 binaries, or sample:emoji.');
  const out = options.out === undefined ? await freeRunName(data) : userPath(options.out);
  await requireEmpty(out);
  const start = await openStart(data, options, context);
  const { dataset, network, recipe, plan, backend, threads } = start;
  const { skipBroken, gif, dropDuplicates, augment, mixup, cutmix } = options;
  const config = runConfigOf(start, {
    data: dataPath(data),
    weights: lastingName(options.weights),
    backend,
    threads,
    skipBroken,
    splitBy: 'name',
    ...(gif === true && { gif }),
    ...(dropDuplicates === true && { dropDuplicates }),
    augment,
    mixup,
    cutmix,
  });
  return { dataset, network, plan, run: await createRunFolder(out, config, recipe), resumed: false, backend, threads };
}

/** A run that was stopped, here or in the page, whose archive is unpacked beside it. */
export async function reopenJob(data: string | undefined, folder: string, options: FinetuneOptions, context: CommandContext): Promise<FinetuneJob> {
  const place = userPath(folder);
  const run = await openRunFolder((await isZipFile(place)) ? await unpackRun(place) : place);
  const { model, preprocessing, classes, training } = run.config;
  const source = data === undefined ? training.data : dataPath(data);
  const dataset = await openData(source, {
    preprocessing,
    seed: training.seed,
    ...dataRules(training),
    augment: training.augment,
    mixup: training.mixup,
    cutmix: training.cutmix,
    loaderThreads: options.loaderThreads,
  });
  if (dataset.classes.join('\n') !== classes.join('\n')) {
    throw new UsageError(
      `${source} has the classes ${listed(dataset.classes)}, and the run ${run.path} was started with ${listed(classes)}. Give the data it was started with.`,
    );
  }
  const started = await startBackend(training.backend, { threads: options.threads ?? training.threads });
  const network = buildModel(model);
  if ((await run.loadCheckpoint()) === null) {
    if (await isFinished(run))
      throw new UsageError(
        `${run.path} has finished all its stages: there is nothing to resume. Try it: attune predict ${folder} IMAGE; write its report if there is none: attune report ${folder}`,
      );
    const weights = await openWeights(training.weights);
    if (weights !== null) await loadPretrained(network, weights);
  }
  await warnOfSharedImages(dataset, context);
  context.terminal.note(`Resuming ${run.path}`);
  return { dataset, network, plan: planRecipe(network, run.recipe), run, resumed: true, backend: started.backend, threads: started.threads };
}

async function isFinished({ path }: Run): Promise<boolean> {
  return (await stat(`${path}/metrics.jsonl`).catch(() => null)) !== null;
}

/** `runs/DATA`, or with the first free number behind it. */
async function freeRunName(data: string): Promise<string> {
  const name = data === sampleName ? 'emoji' : basename(userPath(data));
  for (let number = 1; ; number++) {
    const path = userPath(`runs/${name}${number === 1 ? '' : `-${number}`}`);
    if ((await stat(path).catch(() => null)) === null) return path;
  }
}
