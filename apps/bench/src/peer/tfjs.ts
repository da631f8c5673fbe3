import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers'; // registers tfjs-core's gradients in Node
import { crossEntropy, evaluation, namedParameters } from '@attune/nn';
import { setThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

import { buildNetwork } from '../workload/build-network.ts';
import { labelsOf, wave } from '../workload/inputs.ts';
import { type NetworkWork, type Work, isNetworkWork } from '../workload/work.ts';
import type { ReadyPeer } from './peer.ts';
import { repeatConvolution } from './tfjs-convolution.ts';

/** TensorFlow.js as published: its wasm backend forward, its cpu backend where something is
 * trained, since the wasm one has no filter gradient. */
export async function prepareTfjs(work: Work): Promise<ReadyPeer> {
  const trains = isNetworkWork(work) ? work.kind === 'step' : work.pass !== 'forward';
  if (!trains) setThreadsCount(work.threads);
  await tf.setBackend(trains ? 'cpu' : 'wasm');
  if (isNetworkWork(work)) return trains ? prepareStep(work) : { repeat: repeatForward(work) };
  if (!trains) return { repeat: repeatConvolution(work) };
  return { repeat: repeatConvolution({ ...work, batch: 1 }), reduced: { note: 'cpu backend, batch 1, scaled', share: 1 / work.batch } };
}

/** On the cpu backend, at 0.1 to 0.2 GFLOP/s, a step of a large network takes many minutes: one
 * image, no more than 64 pixels wide, stands for the batch. */
function prepareStep(work: NetworkWork): ReadyPeer {
  const small = { ...work, batch: 1, imageSize: Math.min(64, work.imageSize) };
  const share = small.imageSize ** 2 / (work.batch * work.imageSize ** 2);
  return { repeat: repeatStep(small), reduced: { note: `cpu backend, batch 1, ${small.imageSize}², scaled by pixels`, share } };
}

function repeatForward(work: NetworkWork): () => Promise<void> {
  const network = buildNetwork(work);
  const images = wave(work.batch * work.imageSize ** 2 * 3);
  return async () => {
    const logits = tf.tidy(() => network.forward(tf.tensor4d(images, [work.batch, work.imageSize, work.imageSize, 3]), evaluation));
    await logits.data();
    logits.dispose();
  };
}

/** tfjs's own momentum optimizer, which has no weight decay: its step has a little less
 * to do than the others'. */
function repeatStep(work: NetworkWork): () => Promise<void> {
  const network = buildNetwork(work);
  const images = tf.tensor4d(wave(work.batch * work.imageSize ** 2 * 3), [work.batch, work.imageSize, work.imageSize, 3]);
  const labels = tf.tensor1d(labelsOf(work.batch, work.classes), 'int32');
  const optimizer = tf.train.momentum(1e-3, 0.9);
  const variables = [...namedParameters(network)].map(([, variable]) => variable);
  // One image is not a batch to normalise over, so batch norms hold still; dropout,
  // which both leave
  // out, costs next to nothing.
  return async () => {
    const loss = optimizer.minimize(() => crossEntropy(network.forward(images, evaluation), labels), true, variables);
    await loss!.data();
    loss!.dispose();
  };
}
