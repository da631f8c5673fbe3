import { BatchNorm2d, type Network, loadStateDict, namedModules, stateDict } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import type { Progress, StageResult } from './progress.ts';

/** Numbers of a tensor outside any backend, to be read only: some backends hand out the values that they keep. */
export interface SavedTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

/** All that an interrupted run needs to end with the same bits. */
export interface TrainingCheckpoint {
  readonly progress: Progress;
  /** `model.NAME` for every variable, `optimizer.NAME.SLOT` for the optimizer's memory, `ema.NAME` for the moving averages. */
  readonly tensors: ReadonlyMap<string, SavedTensor>;
  /** Batches that each batch norm has seen, by path. */
  readonly batchesTracked: Readonly<Record<string, number>>;
  /** Steps that the optimizer has taken with each parameter. */
  readonly optimizerSteps: Readonly<Record<string, number>>;
}

/** Where a run keeps what must outlive a step. Each method ends when the thing is safe. */
export interface RunStore {
  /** The network as it is now is the best so far. */
  saveBest(network: Network, progress: Progress): Promise<void>;
  /** The network has the moving averages on, and they are the best of them so far. */
  saveBestEma(network: Network, progress: Progress): Promise<void>;
  /** Puts the best weights back. */
  loadBest(network: Network): Promise<void>;
  /** A stage has ended with the network as it is now. */
  saveStage(network: Network, stage: { readonly index: number; readonly result: StageResult }): Promise<void>;
  saveCheckpoint(checkpoint: TrainingCheckpoint): Promise<void>;
  /** The newest checkpoint, or null when there is none. */
  loadCheckpoint(): Promise<TrainingCheckpoint | null>;
}

/** Keeps the best weights and the newest checkpoint in memory: for runs that end with the process. */
export function memoryStore(): RunStore {
  let best: WeightsCopy | null = null;
  let newest: TrainingCheckpoint | null = null;
  return {
    saveBest: async (network) => void (best = await copyWeights(network)),
    saveBestEma: async () => {},
    loadBest: async (network) => void (best !== null && pasteWeights(network, best)),
    saveStage: async () => {},
    saveCheckpoint: async (checkpoint) => void (newest = checkpoint),
    loadCheckpoint: async () => newest,
  };
}

/** Every variable's numbers, and the counts of the batch norms. */
export interface WeightsCopy {
  readonly tensors: ReadonlyMap<string, SavedTensor>;
  readonly batchesTracked: Readonly<Record<string, number>>;
}

export async function copyWeights(network: Network): Promise<WeightsCopy> {
  const tensors = new Map<string, SavedTensor>();
  for (const [name, variable] of stateDict(network)) tensors.set(name, await copyTensor(variable));
  return { tensors, batchesTracked: Object.fromEntries([...batchNorms(network)].map(([path, norm]) => [path, norm.batchesTracked])) };
}

/** Puts copied numbers back.
 *
 * @throws {StateDictError} when they are another network's. */
export function pasteWeights(network: Network, { tensors, batchesTracked }: WeightsCopy): void {
  tf.tidy(() => loadStateDict(network, new Map([...tensors].map(([name, { values, shape }]) => [name, tf.tensor(values.slice(), [...shape])]))));
  for (const [path, norm] of batchNorms(network)) norm.batchesTracked = batchesTracked[path] ?? 0;
}

export async function copyTensor(tensor: tf.Tensor): Promise<SavedTensor> {
  return { shape: tensor.shape, values: (await tensor.data<'float32'>()) as Float32Array<ArrayBuffer> };
}

function* batchNorms(network: Network): Generator<[path: string, norm: BatchNorm2d]> {
  for (const [path, module] of namedModules(network)) if (module instanceof BatchNorm2d) yield [path, module];
}
