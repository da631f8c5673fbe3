import { type Network, evaluation, pooledFeatures, runSegments, stateDict } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { type Graph, type Value, batchMark } from './graph.ts';
import { TraceBackend, registerTraceKernels, traceBackendName } from './trace-backend.ts';

export interface TraceConfig {
  readonly imageSize: number;
  /** Default: false. */
  readonly embedding?: boolean;
}

/** Writes down what a network does with images in evaluation. The backend that runs is put back;
 * the network is not touched.
 *
 * @throws {ExportError} when the network runs something that has no place in a graph. */
export async function traceNetwork(network: Network, config: TraceConfig): Promise<Graph> {
  registerTraceKernels();
  const before = tf.getBackend();
  const backend = new TraceBackend();
  tf.registerBackend(traceBackendName, () => backend, 0);
  await tf.setBackend(traceBackendName);
  try {
    return tf.tidy(() => runTraced(network, backend, config)) as unknown as Graph;
  } finally {
    await tf.setBackend(before);
    tf.removeBackend(traceBackendName);
  }
}

function runTraced(network: Network, backend: TraceBackend, { imageSize, embedding = false }: TraceConfig): Graph & tf.TensorContainer {
  for (const [name, variable] of stateDict(network)) backend.define(variable.dataId, { kind: 'weight', shape: variable.shape, name, variable });
  const shape: [number, number, number, number] = [batchMark, imageSize, imageSize, network.channels];
  const images: Value = { kind: 'images', shape };
  const dataId = {};
  backend.define(dataId, images);
  const input = tf.engine().makeTensorFromDataId(dataId, shape, 'float32', backend) as tf.Tensor4D;
  const segments = network.segments();
  const features = runSegments(segments.slice(0, -1), input, evaluation);
  const logits = backend.lookUp(runSegments(segments.slice(-1), features, evaluation).dataId)!;
  const embedded = embedding ? backend.lookUp(pooledFeatures(features).dataId)! : null;
  return { images, logits, embedding: embedded } as unknown as Graph & tf.TensorContainer;
}
