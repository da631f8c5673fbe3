import type { TensorEntry } from '../tensor-entry.ts';
import type { TensorArray } from '../tensor/dtype.ts';
import { firstKernels } from './first-kernels.ts';
import type { OurCheckpoint } from './our-names.ts';

/** Weights that were trained on images with their channels the other way round (blue, green, red),
 * for images as they are here: the first kernel's inputs change places, and no number changes.
 *
 * `checkpoint` has our names. */
export function withChannelsReversed(checkpoint: OurCheckpoint): OurCheckpoint {
  const tensors = checkpoint.tensors.map((entry) => (firstKernels.has(entry.name) && entry.shape.length === 4 ? reversed(entry) : entry));
  return { ...checkpoint, tensors };
}

function reversed(entry: TensorEntry): TensorEntry {
  const shape = entry.shape as readonly [number, number, number, number];
  return {
    ...entry,
    read: async () => {
      const tensor = await entry.read();
      return { ...tensor, data: inputsReversed(tensor.data, shape) };
    },
    readFloat32: async () => inputsReversed(await entry.readFloat32(), shape),
  };
}

/** [O, I, H, W], I from last to first. */
function inputsReversed<T extends TensorArray>(source: T, [outputs, inputs, height, width]: readonly [number, number, number, number]): T {
  const target = source.slice() as T;
  const plane = height * width;
  for (let output = 0; output < outputs; output++) {
    for (let input = 0; input < inputs; input++) {
      const from = (output * inputs + input) * plane;
      (target as Uint8Array).set((source as Uint8Array).subarray(from, from + plane), (output * inputs + inputs - 1 - input) * plane);
    }
  }
  return target;
}
