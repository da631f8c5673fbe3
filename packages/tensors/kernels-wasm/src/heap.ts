import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** A float32 tensor's values in place, inside the backend's memory. The view dies when the memory
 * grows: allocate outputs first. */
export function floatsOf(backend: BackendWasm, tensor: TensorInfo): Float32Array {
  return backend.typedArrayFromHeap(tensor) as Float32Array;
}

/** A new float32 tensor full of zeros. */
export function zeros(backend: BackendWasm, shape: readonly number[]): TensorInfo {
  const output = backend.makeOutput([...shape], 'float32');
  floatsOf(backend, output).fill(0);
  return output;
}
