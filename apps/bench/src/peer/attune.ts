import { startBackend } from '@attune/backend';
import { evaluation } from '@attune/nn';
import { type Batch, type FineTuneEvent, type Recipe, type Split, defineRecipe, fineTune } from '@attune/staged-finetune';
import * as tf from '@tensorflow/tfjs-core';

import { buildNetwork } from '../workload/build-network.ts';
import { labelsOf, wave } from '../workload/inputs.ts';
import { type NetworkWork, type Work, isNetworkWork } from '../workload/work.ts';
import type { ReadyPeer } from './peer.ts';
import { repeatConvolution } from './tfjs-convolution.ts';

/** Attune as users run it: a step is the time between two step events of `fineTune`. */
export async function prepareAttune(work: Work): Promise<ReadyPeer> {
  await startBackend(work.backend, { threads: work.threads });
  if (!isNetworkWork(work)) return { repeat: repeatConvolution(work) };
  return work.kind === 'step' ? prepareStep(work) : prepareForward(work);
}

function prepareStep(work: NetworkWork): ReadyPeer {
  const train = endlessSplit(work);
  const data = { classes: Array.from({ length: work.classes }, (_, index) => `${index}`), train, validation: train };
  const events = fineTune(buildNetwork(work), data, everything, { batchSize: work.batch });
  return { repeat: () => nextStep(events) };
}

async function nextStep(events: AsyncIterator<FineTuneEvent>): Promise<void> {
  for (;;) {
    const { value, done } = await events.next();
    if (done === true || value.kind === 'step') return;
  }
}

/** What the peers do too: all parameters, batch norms in train mode, momentum 0.9, weight decay. */
const everything: Recipe = defineRecipe({
  name: 'bench',
  optimizer: { kind: 'sgd', momentum: 0.9 },
  stages: [{ name: 'all', epochs: 1, groups: [{ name: 'all', select: 'rest', learningRate: 1e-3 }], weightDecay: 1e-4, batchNorm: 'update', augment: false }],
});

/** The same batch, more often than anyone measures. */
function endlessSplit({ batch, imageSize, classes }: NetworkWork): Split {
  const batches = 100_000;
  const shape = [batch, imageSize, imageSize, 3] as const;
  const indices = Int32Array.from({ length: batch }, (_, index) => index);
  const same: Batch = { images: wave(batch * imageSize * imageSize * 3), shape, labels: labelsOf(batch, classes), indices };
  return {
    size: batch,
    labels: same.labels,
    batchIndices: () => Array.from({ length: batches }, () => indices),
    async *batches() {
      for (let count = 0; count < batches; count++) yield same;
    },
  };
}

function prepareForward(work: NetworkWork): ReadyPeer {
  const network = buildNetwork(work);
  const images = wave(work.batch * work.imageSize ** 2 * 3);
  return {
    repeat: async () => {
      const logits = tf.tidy(() => network.forward(tf.tensor4d(images, [work.batch, work.imageSize, work.imageSize, 3]), evaluation));
      await logits.data();
      logits.dispose();
    },
  };
}
