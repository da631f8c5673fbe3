// Puts CBAM into a trained network without changing a bit of what it computes.
import assert from 'node:assert/strict';
import { cbam, evaluation, loadPretrained, readCheckpoint, resnet20, sampleWeights, startBackend } from 'attune';
import * as tf from '@tensorflow/tfjs-core';

await startBackend('auto');
const checkpoint = await readCheckpoint(sampleWeights());
const plain = resnet20({ classes: 10 });
const attentive = resnet20({ classes: 10, attention: cbam() });
await loadPretrained(plain, checkpoint);
const { loaded, fresh } = await loadPretrained(attentive, checkpoint);

const images = tf.randomNormal<tf.Rank.R4>([8, 32, 32, 3], 0, 1, 'float32', 1);
const [before, after] = await Promise.all([plain, attentive].map((network) => network.forward(images, evaluation).data()));

assert.deepEqual(after, before);
console.log(`${loaded.length} tensors loaded, ${fresh.length} of attention are new, and all ${after!.length} logits are equal`);
