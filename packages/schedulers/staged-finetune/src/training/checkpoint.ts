import type { Network } from '@attune/nn';
import type { Optimizer, ParameterMemory } from '@attune/optim';
import * as tf from '@tensorflow/tfjs-core';

import type { Recipe } from '../recipe/schema.ts';
import { ResumeError } from './errors.ts';
import type { Progress } from './progress.ts';
import { type SavedTensor, type TrainingCheckpoint, copyTensor, copyWeights, pasteWeights } from './run-store.ts';

/** Copies all that the run's future depends on. */
export async function captureCheckpoint(network: Network, optimizer: Optimizer, progress: Progress): Promise<TrainingCheckpoint> {
  const { tensors: weights, batchesTracked } = await copyWeights(network);
  const tensors = new Map([...weights].map(([name, tensor]) => [`model.${name}`, tensor]));
  const optimizerSteps: Record<string, number> = {};
  for (const [name, { step, slots }] of optimizer.memory()) {
    optimizerSteps[name] = step;
    for (const [slot, tensor] of slots) tensors.set(`optimizer.${name}.${slot}`, await copyTensor(tensor));
  }
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
  const tensors = new Map([...checkpoint.tensors].filter(([key]) => key.startsWith('model.')).map(([key, tensor]) => [key.slice('model.'.length), tensor]));
  pasteWeights(network, { tensors, batchesTracked: checkpoint.batchesTracked });
  tf.tidy(() => optimizer.restore(optimizerMemory(checkpoint)));
}

function optimizerMemory({ tensors, optimizerSteps }: TrainingCheckpoint): Map<string, ParameterMemory> {
  const memory = new Map(Object.entries(optimizerSteps).map(([name, step]) => [name, { step, slots: new Map<string, tf.Tensor>() }]));
  for (const [key, { values, shape }] of optimizerTensors(tensors)) {
    const dot = key.lastIndexOf('.');
    memory.get(key.slice(0, dot))?.slots.set(key.slice(dot + 1), tf.tensor(values.slice(), [...shape]));
  }
  return memory;
}

function optimizerTensors(tensors: ReadonlyMap<string, SavedTensor>): [string, SavedTensor][] {
  const prefix = 'optimizer.';
  return [...tensors].filter(([key]) => key.startsWith(prefix)).map(([key, tensor]) => [key.slice(prefix.length), tensor]);
}
