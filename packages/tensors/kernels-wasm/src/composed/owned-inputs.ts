import * as tf from '@tensorflow/tfjs-core';

/** Gives a kernel's input to tfjs operations as a tensor of its own: its disposal, at the end of
 * the kernel's `tidy`, leaves the caller's data alone. */
export function ownedInput<T extends tf.Tensor>(info: tf.TensorInfo): T {
  const engine = tf.engine();
  engine.backend.incRef(info.dataId);
  return engine.makeTensorFromTensorInfo(info) as T;
}
