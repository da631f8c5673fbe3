// To PyTorch and back: torch loads what Attune wrote, and Attune what torch saved.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { evaluation, loadPretrained, readCheckpoint, resnet18, saveModel, startBackend, writeTorch } from 'attune';
import * as tf from '@tensorflow/tfjs-core';

const program = `
import torch
state = torch.load('attune.pth')
print(len(state), 'tensors,', tuple(state['fc.weight'].shape))
state['fc.bias'] += 1
torch.save(state, 'torch.pth')
`;

await startBackend('auto');
const model = resnet18({ classes: 2 });
const images = tf.randomNormal<tf.Rank.R4>([2, 64, 64, 3], 0, 1, 'float32', 1);
const logits = () => model.forward(images, evaluation).data();
const before = await logits();
await writeFile('attune.pth', writeTorch(await saveModel(model)));

const torch = spawnSync('python3', ['-c', program], { encoding: 'utf8' });
if (torch.status === 0) {
  await loadPretrained(model, await readCheckpoint('torch.pth'));
  const after = await logits();
  after.forEach((logit, index) => assert.ok(Math.abs(logit - before[index]! - 1) < 1e-4, 'one more, as PyTorch added'));
  console.log(`PyTorch read ${torch.stdout.trim()}, and added 1 to every logit`);
} else console.log('PyTorch is not here: pip install torch');
