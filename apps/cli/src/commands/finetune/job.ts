import { stat } from 'node:fs/promises';
import { basename } from 'node:path';

import { startBackend } from '@attune/backend';
import { type ImageDataset, openDataset } from '@attune/data';
import type { Network } from '@attune/nn';
import { emojiSample } from '@attune/sample';
import { planStage } from '@attune/staged-finetune';

import type { CommandContext } from '../../command.ts';
import { type Architecture, type ModelSpec, buildModel, isVgg } from '../../model/architectures.ts';
import { loadWeights, openWeights } from '../../model/weights.ts';
import { userPath } from '../../paths.ts';
import { chooseRecipe } from '../../recipe-choice.ts';
import type { RunConfig } from '../../run/run-config.ts';
import { RunFolder, requireEmpty } from '../../run/run-folder.ts';
import { defaultImageSize, describeWeights } from '../../run/saved-model.ts';
import { listed, plural } from '../../terminal/format.ts';
import { UsageError } from '../../usage-error.ts';
import { describeStart } from './describe-start.ts';
import type { FinetuneOptions } from './options.ts';

/** All that training needs, checked before a file is written. */
export interface FinetuneJob {
  readonly dataset: ImageDataset;
  readonly network: Network;
  readonly run: RunFolder;
  readonly resumed: boolean;
  readonly backend: string;
  readonly threads: number;
}

/** A new run. Nothing is written before all of it is known to fit. */
export async function prepareJob(data: string | undefined, options: FinetuneOptions, { terminal }: CommandContext): Promise<FinetuneJob> {
  if (data === undefined) throw new UsageError('finetune needs DATA: a folder of images with a folder for each class, CIFAR-10 binaries, or sample:emoji.');
  const out = options.out === undefined ? await freeRunName(data) : userPath(options.out);
  await requireEmpty(out);
  const checkpoint = await openWeights(options.weights);
  const architecture = options.arch ?? (checkpoint === null ? missingArchitecture() : describeWeights(checkpoint).architecture);
  const makeRecipe = await chooseRecipe(options);
  const imageSize = options.imageSize ?? (data === sampleName ? 32 : defaultImageSize(architecture));
  const dataset = await openData(data, { imageSize, seed: options.seed, skipBroken: options.skipBroken });
  const { backend, threads } = await startBackend(options.backend, options.threads === undefined ? {} : { threads: options.threads });
  const model = modelSpec(architecture, dataset.classes.length, options);
  const network = buildModel(model);
  const loaded = await loadWeights(network, checkpoint);
  const recipe = await makeRecipe({ network, data: dataset, pretrained: checkpoint !== null });
  for (const stage of recipe.stages) planStage(network, stage);
  describeStart(terminal, { dataset, backend: `${backend}, ${plural(threads, 'thread')}`, model, loaded, weights: options.weights });
  const config = runConfig({ data, options, model, dataset, backend, threads });
  return { dataset, network, run: await RunFolder.create(out, config, recipe), resumed: false, backend, threads };
}

/** A run that was stopped. */
export async function reopenJob(data: string | undefined, folder: string, options: FinetuneOptions, { terminal }: CommandContext): Promise<FinetuneJob> {
  const run = await RunFolder.open(userPath(folder));
  const { model, preprocessing, classes, training } = run.config;
  const source = data === undefined ? training.data : dataPath(data);
  const dataset = await openData(source, { imageSize: preprocessing.imageSize, seed: training.seed, skipBroken: training.skipBroken });
  if (dataset.classes.join('\n') !== classes.join('\n')) {
    throw new UsageError(
      `${source} has the classes ${listed(dataset.classes)}, and the run ${run.path} was started with ${listed(classes)}. Give the data it was started with.`,
    );
  }
  const started = await startBackend(training.backend, { threads: options.threads ?? training.threads });
  const network = buildModel(model);
  if ((await run.loadCheckpoint()) === null) {
    if (await isFinished(run))
      throw new UsageError(`${run.path} has been through all its stages: there is nothing to go on with. Try it: attune predict ${folder} IMAGE`);
    await loadWeights(network, await openWeights(training.weights));
  }
  terminal.note(`Going on with ${run.path}`);
  return { dataset, network, run, resumed: true, backend: started.backend, threads: started.threads };
}

async function isFinished({ path }: RunFolder): Promise<boolean> {
  return (await stat(`${path}/metrics.jsonl`).catch(() => null)) !== null;
}

function missingArchitecture(): never {
  throw new UsageError('With --weights none the architecture must be named: --arch resnet18, for example.');
}

export const sampleName = 'sample:emoji';

interface DataOptions {
  readonly imageSize: number;
  readonly seed: number;
  readonly skipBroken: boolean;
}

async function openData(data: string, { imageSize, seed, skipBroken }: DataOptions): Promise<ImageDataset> {
  if (data === sampleName) return emojiSample({ size: imageSize, preprocessing: { imageSize } });
  return openDataset(dataPath(data), { imageSize, splitSeed: seed, skipBroken });
}

function dataPath(data: string): string {
  return data === sampleName ? data : userPath(data);
}

function modelSpec(architecture: Architecture, classes: number, { attention, reduction, placement, attentionStages, seed }: FinetuneOptions): ModelSpec {
  if (isVgg(architecture) && placement !== undefined && placement !== 'after-stage') {
    throw new UsageError(`${architecture} takes attention after its convolution groups: leave --placement out, or say after-stage.`);
  }
  return { architecture, classes, attention, reduction, placement: placement ?? (isVgg(architecture) ? 'after-stage' : 'after-block'), attentionStages, seed };
}

function runConfig(parts: {
  readonly data: string;
  readonly options: FinetuneOptions;
  readonly model: ModelSpec;
  readonly dataset: ImageDataset;
  readonly backend: string;
  readonly threads: number;
}): RunConfig {
  const { data, options, model, dataset, backend, threads } = parts;
  const { imageSize, resizeSize, interpolation, mean, std } = dataset.preprocessing;
  const weights = ['none', 'sample'].includes(options.weights) ? options.weights : userPath(options.weights);
  return {
    format: 1,
    model: { ...model, attentionStages: model.attentionStages === undefined ? undefined : [...model.attentionStages] },
    classes: [...dataset.classes],
    preprocessing: { imageSize, resizeSize, interpolation, mean: [...mean], std: [...std] },
    training: {
      data: dataPath(data),
      weights,
      batchSize: options.batchSize ?? defaultBatchSize(imageSize),
      seed: options.seed,
      backend,
      threads,
      skipBroken: options.skipBroken,
    },
  };
}

function defaultBatchSize(imageSize: number): number {
  return imageSize < 64 ? 64 : 16;
}

/** `runs/DATA`, or with the first free number behind it. */
async function freeRunName(data: string): Promise<string> {
  const name = data === sampleName ? 'emoji' : basename(userPath(data));
  for (let number = 1; ; number++) {
    const path = userPath(`runs/${name}${number === 1 ? '' : `-${number}`}`);
    if ((await stat(path).catch(() => null)) === null) return path;
  }
}
