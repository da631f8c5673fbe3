import { join } from 'node:path';

import { startBackend } from '@attune/backend';
import { cbam } from '@attune/cbam';
import { loadPretrained, readCheckpoint } from '@attune/checkpoint';
import { openDataset } from '@attune/data';
import { attentionNames, disposeModule, evaluation, loadStateDict, stateDict } from '@attune/nn';
import { resnets } from '@attune/resnet';
import * as tf from '@tensorflow/tfjs-core';

import type { TrialSet } from './trial-sets.ts';

const images = 8;

/** The largest change of a logit when identity attention is put into the pretrained network, on a
 * few validation images, before any training; 0 is what is promised. */
export async function insertionChange(data: string, set: TrialSet, seeds: number): Promise<number> {
  await startBackend('wasm');
  const { classes, validation } = await openDataset(join(data, set.images), { imageSize: set.imageSize });
  const weights = await readCheckpoint(join(data, set.weights));
  let largest = 0;
  for await (const batch of validation.batches({ batchSize: images })) {
    const input = tf.tensor4d(batch.images, [...batch.shape]);
    for (let seed = 0; seed < seeds; seed++) {
      const plain = resnets[set.architecture]({ classes: classes.length, seed });
      await loadPretrained(plain, weights);
      const attentive = resnets[set.architecture]({ classes: classes.length, seed, attention: cbam({ variant: 'identity' }) });
      const inserted = attentionNames(attentive);
      loadStateDict(attentive, stateDict(plain), { allowMissing: (name) => inserted.has(name) });
      const [before, after] = [plain, attentive].map((network) => tf.tidy(() => network.forward(input, evaluation).dataSync()));
      largest = Math.max(largest, ...before!.map((logit, at) => Math.abs(logit - after![at]!)));
      [plain, attentive].forEach(disposeModule);
    }
    input.dispose();
    break;
  }
  return largest;
}
