import { BatchNorm2d, type Network, loadStateDict, namedModules, stateDict } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

/** Numbers of a tensor outside any backend, to be read only: some backends hand out the
 * values that they keep. */
export interface SavedTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
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
  tf.tidy(() => loadStateDict(network, new Map([...tensors].map(([name, saved]) => [name, pasteTensor(saved)]))));
  for (const [path, norm] of batchNorms(network)) norm.batchesTracked = batchesTracked[path] ?? 0;
}

export async function copyTensor(tensor: tf.Tensor): Promise<SavedTensor> {
  return { shape: tensor.shape, values: (await tensor.data<'float32'>()) as Float32Array<ArrayBuffer> };
}

/** A tensor of the copied numbers, which stay as they are. */
export function pasteTensor({ values, shape }: SavedTensor): tf.Tensor {
  return tf.tensor(values.slice(), [...shape]);
}

function* batchNorms(network: Network): Generator<[path: string, norm: BatchNorm2d]> {
  for (const [path, module] of namedModules(network)) if (module instanceof BatchNorm2d) yield [path, module];
}
