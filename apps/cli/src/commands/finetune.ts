import { stat } from 'node:fs/promises';
import { basename } from 'node:path';

import { startBackend } from '@attune/backend';
import type { CbamVariant } from '@attune/cbam';
import type { LoadReport } from '@attune/checkpoint';
import { type ImageDataset, openDataset } from '@attune/data';
import type { Network } from '@attune/nn';
import type { ResNetPlacement } from '@attune/resnet';
import { emojiSample } from '@attune/sample';
import { type BestEpoch, type StageResult, fineTune, planStage } from '@attune/staged-finetune';

import type { CommandContext, Report } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { type Architecture, type ModelSpec, buildModel, isVgg } from '../model/architectures.ts';
import { loadWeights, openWeights } from '../model/weights.ts';
import { userPath } from '../paths.ts';
import { type RecipeChoice, chooseRecipe } from '../recipe-choice.ts';
import type { RunConfig } from '../run/run-config.ts';
import { RunFolder, requireEmpty } from '../run/run-folder.ts';
import { defaultImageSize, describeWeights } from '../run/saved-model.ts';
import { count, duration, listed, percent, plural } from '../terminal/format.ts';
import { FineTuneView } from '../terminal/progress.ts';
import { table } from '../terminal/table.ts';
import { UsageError } from '../usage-error.ts';

export interface FinetuneOptions extends RecipeChoice {
  readonly arch?: Architecture | undefined;
  readonly attention: CbamVariant | 'none';
  readonly reduction: number;
  readonly placement?: ResNetPlacement | undefined;
  readonly attentionStages?: readonly number[] | undefined;
  readonly weights: string;
  readonly imageSize?: number | undefined;
  readonly batchSize?: number | undefined;
  readonly seed: number;
  readonly backend: string;
  readonly threads?: number | undefined;
  readonly out?: string | undefined;
  readonly resume?: string | undefined;
  readonly skipBroken: boolean;
  readonly cache?: number | undefined;
  readonly checkpointEvery?: number | undefined;
}

/** The main job: a folder of images and a checkpoint in, a fine-tuned network with attention out. */
export async function finetune(data: string | undefined, options: FinetuneOptions, context: CommandContext): Promise<Report> {
  const job = options.resume === undefined ? await prepare(data, options, context) : await reopen(data, options.resume, options, context);
  const outcome = await runStages(job, options, context);
  return report(job, outcome);
}

/** All that training needs, checked before a file is written. */
export interface FinetuneJob {
  readonly dataset: ImageDataset;
  readonly network: Network;
  readonly run: RunFolder;
  readonly resumed: boolean;
  readonly backend: string;
  readonly threads: number;
}

async function prepare(data: string | undefined, options: FinetuneOptions, { terminal }: CommandContext): Promise<FinetuneJob> {
  if (data === undefined) throw new UsageError('finetune needs DATA: a folder of images with a folder for each class, CIFAR-10 binaries, or sample:emoji.');
  const out = options.out === undefined ? await freeRunName(data) : userPath(options.out);
  await requireEmpty(out);
  const checkpoint = await openWeights(options.weights);
  const architecture = options.arch ?? (checkpoint === null ? missingArchitecture() : describeWeights(checkpoint).architecture);
  const recipe = await chooseRecipe(options, { pretrained: checkpoint !== null });
  const imageSize = options.imageSize ?? (data === sampleName ? 32 : defaultImageSize(architecture));
  const dataset = await openData(data, { imageSize, seed: options.seed, skipBroken: options.skipBroken });
  const { backend, threads } = await startBackend(options.backend, options.threads === undefined ? {} : { threads: options.threads });
  const model = modelSpec(architecture, dataset.classes.length, options);
  const network = buildModel(model);
  const loaded = await loadWeights(network, checkpoint);
  for (const stage of recipe.stages) planStage(network, stage);
  describeStart({ dataset, backend: `${backend}, ${plural(threads, 'thread')}`, model, loaded, weights: options.weights, terminal });
  const config = runConfig({ data, options, model, dataset, backend, threads });
  return { dataset, network, run: await RunFolder.create(out, config, recipe), resumed: false, backend, threads };
}

async function reopen(data: string | undefined, folder: string, options: FinetuneOptions, { terminal }: CommandContext): Promise<FinetuneJob> {
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

function describeStart(parts: {
  readonly dataset: ImageDataset;
  readonly backend: string;
  readonly model: ModelSpec;
  readonly loaded: LoadReport | null;
  readonly weights: string;
  readonly terminal: CommandContext['terminal'];
}): void {
  const { dataset, backend, model, loaded, weights, terminal } = parts;
  const { classes, train, validation, skipped, preprocessing } = dataset;
  terminal.note(
    `Data: ${plural(train.size, 'training image')}, ${plural(validation.size, 'validation image')}, ${classes.length} classes (${listed(classes)}), ${preprocessing.imageSize} × ${preprocessing.imageSize} pixels`,
  );
  for (const { path, reason } of skipped) terminal.warn(`Skipped ${path}: ${reason}`);
  const attention = model.attention === 'none' ? 'no attention' : `CBAM (${model.attention}) ${model.placement}`;
  terminal.note(`Network: ${model.architecture}, ${attention}`);
  terminal.note(loaded === null ? 'Weights: none; the network starts at random' : `Weights: ${weights}: ${describeLoad(loaded)}`);
  terminal.note(`Backend: ${backend}`);
}

function describeLoad({ loaded, reinitialised, fresh, ignored }: LoadReport): string {
  const parts = [
    `${plural(loaded.length, 'tensor')} loaded`,
    reinitialised.length > 0 && `${listed(reinitialised)} new, because the number of classes differs`,
    fresh.length > 0 && `${plural(fresh.length, 'attention tensor')} new`,
    ignored.length > 0 && `${listed(ignored)} ignored`,
  ];
  return parts.filter(Boolean).join('; ');
}

interface Outcome {
  readonly best: BestEpoch | null;
  readonly results: readonly StageResult[];
  readonly stopped: boolean;
  readonly seconds: number;
}

async function runStages({ dataset, network, run, resumed }: FinetuneJob, options: FinetuneOptions, { terminal, signal }: CommandContext): Promise<Outcome> {
  const { training } = run.config;
  const view = new FineTuneView(terminal, { stages: run.recipe.stages.length, trainImages: dataset.train.size });
  const started = performance.now();
  let outcome: Pick<Outcome, 'best' | 'results' | 'stopped'> = { best: null, results: [], stopped: false };
  const events = fineTune(network, dataset, run.recipe, {
    batchSize: training.batchSize,
    seed: training.seed,
    signal,
    store: run,
    resume: resumed,
    ...(options.cache === undefined ? {} : { cacheBytes: options.cache * 2 ** 20 }),
    ...(options.checkpointEvery === undefined ? {} : { checkpointEverySteps: options.checkpointEvery }),
  });
  try {
    for await (const event of events) {
      view.show(event);
      if (event.kind === 'end') outcome = { best: event.best, results: event.results, stopped: false };
      if (event.kind === 'stopped') outcome = { ...outcome, stopped: true };
    }
  } finally {
    view.stop();
  }
  if (!outcome.stopped) await run.finish(outcome.results);
  return { ...outcome, seconds: (performance.now() - started) / 1000 };
}

function report({ run, backend, threads, network }: FinetuneJob, { best, results, stopped, seconds }: Outcome): Report {
  const json = {
    run: run.path,
    architecture: network.architecture,
    classes: run.config.classes,
    bestValidationAccuracy: best?.validationAccuracy ?? null,
    stages: results.filter(({ epochs }) => epochs.length > 0),
    seconds,
    backend,
    threads,
    seed: run.config.training.seed,
  };
  if (stopped)
    return {
      json: { ...json, stopped: true },
      text: `Stopped; nothing is lost. Go on with: attune finetune --resume ${run.path}`,
      exitCode: exitCodes.stopped,
    };
  return { json, text: summary(run, { best, results, seconds }) };
}

function summary(run: RunFolder, { best, results, seconds }: Pick<Outcome, 'best' | 'results' | 'seconds'>): string {
  const rows = results.filter(({ epochs }) => epochs.length > 0).map(({ name, epochs }) => stageRow(name, epochs));
  const head = ['stage', 'epochs', 'training loss', 'training accuracy', 'validation loss', 'validation accuracy', 'best', 'time'];
  const stages = table(head, rows, head.slice(1));
  if (best === null) return stages;
  const name = results[best.stage]?.name ?? '';
  return [
    stages,
    '',
    `Best validation accuracy: ${percent(best.validationAccuracy)} (stage "${name}", epoch ${best.epoch + 1}), after ${duration(seconds)}`,
    `Run: ${run.path}`,
    `Next: attune predict ${run.path} IMAGE…`,
  ].join('\n');
}

function stageRow(name: string, epochs: StageResult['epochs']): (string | number)[] {
  const last = epochs.at(-1)!;
  const best = Math.max(...epochs.map(({ validationAccuracy }) => validationAccuracy));
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  return [
    name,
    count(epochs.length),
    last.trainLoss.toFixed(4),
    percent(last.trainAccuracy),
    last.validationLoss.toFixed(4),
    percent(last.validationAccuracy),
    percent(best),
    duration(seconds),
  ];
}
