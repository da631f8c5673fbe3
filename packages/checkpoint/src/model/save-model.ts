import { type AnyModule, namedVariables } from '@attune/nn';

import type { TensorData } from '../tensor/tensor-data.ts';
import { counterBeside, namedCounters } from './named-counters.ts';
import { toTorchLayout } from './torch-layout.ts';

/** A model's state as PyTorch keeps it: its names, its order, its layout, float32, with batch norms' `num_batches_tracked` as int64 scalars. Ready for `writeSafetensors`. */
export async function saveModel(model: AnyModule): Promise<Map<string, TensorData>> {
  const counters = namedCounters(model);
  const tensors = new Map<string, TensorData>();
  for (const [name, variable] of namedVariables(model)) {
    const data = new Float32Array(await variable.data<'float32'>());
    tensors.set(name, { dtype: 'F32', ...toTorchLayout(name, { shape: [...variable.shape], data }) });
    const counter = name.endsWith('running_var') ? counterBeside(name) : '';
    const norm = counters.get(counter);
    if (norm !== undefined) tensors.set(counter, { dtype: 'I64', shape: [], data: BigInt64Array.of(BigInt(norm.batchesTracked)) });
  }
  return tensors;
}
