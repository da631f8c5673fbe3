import { type AnyModule, namedVariables } from '@attune/nn';
import type * as tf from '@tensorflow/tfjs-core';

import type { TensorData } from '../tensor/tensor-data.ts';
import { counterBeside, namedCounters } from './named-counters.ts';
import { toTorchLayout } from './torch-layout.ts';

/** A model's state as PyTorch keeps it: its names, its order, its layout, float32, with batch
 * norms' `num_batches_tracked` as int64 scalars. Ready for `writeSafetensors`. */
export async function saveModel(model: AnyModule): Promise<Map<string, TensorData>> {
  const counters = namedCounters(model);
  const tensors = new Map<string, TensorData>();
  for (const [name, variable] of namedVariables(model)) {
    tensors.set(name, await inTorchLayout(name, variable));
    const counter = name.endsWith('running_var') ? counterBeside(name) : '';
    const norm = counters.get(counter);
    if (norm !== undefined) tensors.set(counter, { dtype: 'I64', shape: [], data: BigInt64Array.of(BigInt(norm.batchesTracked)) });
  }
  return tensors;
}

/** Always a copy: some backends hand out the values themselves. */
async function inTorchLayout(name: string, variable: tf.Variable): Promise<TensorData> {
  const values = (await variable.data<'float32'>()) as Float32Array<ArrayBuffer>;
  const { shape, data } = toTorchLayout(name, { shape: [...variable.shape], data: values });
  return { dtype: 'F32', shape, data: data === values ? values.slice() : data };
}
