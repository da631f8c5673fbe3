import type { Network } from '@attune/nn';
import type { Optimizer, ParameterMemory } from '@attune/optim';
import * as tf from '@tensorflow/tfjs-core';

import type { Recipe } from '../recipe/recipe.ts';
import { ResumeError } from '../errors.ts';
import type { Progress } from './progress.ts';
import { type SavedTensor, copyTensor, copyWeights, pasteTensor, pasteWeights } from '../saved-weights.ts';
import type { TrainingCheckpoint } from './run-store.ts';

/** Copies all that the run's future depends on. */
export async function captureCheckpoint({
  network,
  optimizer,
  progress,
  averages,
}: {
  readonly network: Network;
  readonly optimizer: Optimizer;
  readonly progress: Progress;
  /** Moving averages of the weights, by the names of these. */
  readonly averages: ReadonlyMap<string, SavedTensor>;
}): Promise<TrainingCheckpoint> {
  const { tensors: weights, batchesTracked } = await copyWeights(network);
  const tensors = new Map([...weights].map(([name, tensor]) => [`model.${name}`, tensor]));
  const optimizerSteps: Record<string, number> = {};
  for (const [name, { step, slots }] of optimizer.memory()) {
    optimizerSteps[name] = step;
    for (const [slot, tensor] of slots) tensors.set(`optimizer.${name}.${slot}`, await copyTensor(tensor));
  }
  for (const [name, tensor] of averages) tensors.set(`ema.${name}`, tensor);
  return { progress, tensors, batchesTracked, optimizerSteps };
}

/** Puts a checkpoint's weights and memory back.
 *
 * @throws {ResumeError} when it is of another recipe or network; nothing has changed then. */
export function restoreCheckpoint(
  checkpoint: TrainingCheckpoint,
  { network, optimizer, recipe }: { readonly network: Network; readonly optimizer: Optimizer; readonly recipe: Recipe },
): void {
  const done = checkpoint.progress.results.map(({ name }) => name);
  const planned = recipe.stages.map(({ name }) => name);
  if (done.some((name, index) => name !== planned[index])) {
    throw new ResumeError(
      `The checkpoint has been through the stages ${done.join(', ')}; the recipe "${recipe.name}" has ${planned.join(', ')}. Resume with the recipe the run was started with.`,
    );
  }
  pasteWeights(network, { tensors: tensorsUnder('model.', checkpoint), batchesTracked: checkpoint.batchesTracked });
  tf.tidy(() => optimizer.restore(optimizerMemory(checkpoint)));
}

/** The moving averages of a checkpoint, by the names of their weights. */
export function savedAverages(checkpoint: TrainingCheckpoint): Map<string, SavedTensor> {
  return tensorsUnder('ema.', checkpoint);
}

function optimizerMemory(checkpoint: TrainingCheckpoint): Map<string, ParameterMemory> {
  const memory = new Map(Object.entries(checkpoint.optimizerSteps).map(([name, step]) => [name, { step, slots: new Map<string, tf.Tensor>() }]));
  for (const [key, saved] of tensorsUnder('optimizer.', checkpoint)) {
    const dot = key.lastIndexOf('.');
    memory.get(key.slice(0, dot))?.slots.set(key.slice(dot + 1), pasteTensor(saved));
  }
  return memory;
}

function tensorsUnder(prefix: string, { tensors }: TrainingCheckpoint): Map<string, SavedTensor> {
  return new Map([...tensors].filter(([key]) => key.startsWith(prefix)).map(([key, tensor]) => [key.slice(prefix.length), tensor]));
}
