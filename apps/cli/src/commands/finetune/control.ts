import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { mcnemar, pairedDifference } from '@attune/insight';
import { type Network, disposeModule } from '@attune/nn';
import { type ControlComparison, type Run, type RunConfig, configFile, runFiles } from '@attune/run';
import { evaluate } from '@attune/staged-finetune';
import { buildEmptyModel } from '@attune/zoo';

import { createRunFolder, openRunFolder } from '../../run/run-folder.ts';
import { ProgressView } from '../../terminal/progress.ts';
import { requireOneClass } from '../../run/one-class.ts';
import { UsageError } from '../../usage-error.ts';
import { type FinetuneJob, type JobContext, reopenJob } from './job.ts';
import type { FinetuneOptions } from './options.ts';

/** Where a run's control is. */
export function controlFolder({ path }: Run): string {
  return join(path, runFiles.control);
}

/** The same run without attention, in a folder of its own inside; gone on with where it
 * was stopped.
 * Null when it is through.
 *
 * @throws {UsageError} when the run has no attention to leave out.
 * @throws {RecipeError} when a stage trains nothing but attention. */
export async function openControl({ run, resumed }: FinetuneJob, data: string | undefined, { options, context }: ControlConfig): Promise<FinetuneJob | null> {
  if (run.config.model.attention === 'none')
    throw new UsageError('A control trains the same without attention, and this run has none: train it with attention, or without a control.');
  requireOneClass(run.config.task, { name: run.path, asked: 'a control' });
  const path = controlFolder(run);
  if ((await stat(join(path, configFile)).catch(() => null)) === null) await createControl(run, path);
  else if (await (await openRunFolder(path)).isFinished()) return null;
  return reopenJob(resumed ? data : undefined, path, { ...options, given: [] }, context);
}

export interface ControlConfig {
  readonly options: FinetuneOptions;
  readonly context: JobContext;
}

async function createControl(run: Run, path: string): Promise<void> {
  const data = await run.loadData();
  if (data === null)
    throw new UsageError(`${run.path} keeps nothing of its data, as runs of before, so a control could not be given the same: start a new run.`);
  await createRunFolder(path, withoutAttention(run.config), { recipe: run.recipe, data });
  const corrections = await run.files.read(runFiles.corrections);
  if (corrections !== null) await writeFile(join(path, runFiles.corrections), corrections);
}

function withoutAttention({ model, training, ...config }: RunConfig): RunConfig {
  const { attentionKernel: _kernel, attentionGates: _gates, attentionStages: _stages, attentionBlocks: _blocks, ...rest } = model;
  const { control: _control, attention: _attention, ...flags } = training.flags ?? {};
  return { ...config, model: { ...rest, attention: 'none' }, training: { ...training, flags } };
}

/** Judges both with their best weights on the validation images, and keeps how they compare in the
 * run. */
export async function compareWithControl({ run, network, dataset }: FinetuneJob, { terminal, signal }: JobContext): Promise<ControlComparison> {
  const { labels, size: images } = dataset.validation;
  const progress = new ProgressView(terminal);
  const judged = (judge: Network, name: string) => {
    const onProgress = (done: number) => progress.update(name, { done, total: images });
    return evaluate(judge, dataset.validation, { batchSize: run.config.training.batchSize, signal, onProgress });
  };
  const control = await bestOf(await openRunFolder(controlFolder(run)));
  try {
    const [without, attentive] = [await judged(control, 'without attention'), await judged(network, 'with attention')];
    const { onlyFirst, onlySecond, pValue } = mcnemar(labels, without.predictions, attentive.predictions);
    const paired = pairedDifference({ onlyFirst, onlySecond, images });
    const comparison = {
      images,
      accuracy: attentive.accuracy,
      controlAccuracy: without.accuracy,
      ...paired,
      onlyWith: onlySecond,
      onlyWithout: onlyFirst,
      pValue,
    };
    await run.saveComparison(comparison);
    return comparison;
  } finally {
    progress.stop();
    disposeModule(control);
  }
}

async function bestOf(run: Run): Promise<Network> {
  const network = buildEmptyModel(run.config.model);
  await run.loadBest(network);
  return network;
}
