import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { startBackend } from '@attune/backend';
import { readCheckpoint } from '@attune/checkpoint';
import { evaluation } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openSavedModel } from '../src/run/saved-model.ts';
import { temporaryFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

const data = process.env['ATTUNE_DATA'] ?? '';
const python = '/usr/bin/python3';
/** With ATTUNE_THOROUGH=1 also what takes many minutes: more seeds, a VGG-16. */
const thorough = process.env['ATTUNE_THOROUGH'] === '1';
const hasTorch = spawnSync(python, ['-c', 'import torchvision'], { timeout: 600_000 }).status === 0;

interface Epoch {
  readonly trainLoss: number;
  readonly validationAccuracy: number;
}

interface Result {
  readonly bestValidationAccuracy: number;
  readonly stages: readonly { readonly name: string; readonly epochs: readonly Epoch[] }[];
}

async function finetune(...words: string[]): Promise<Result> {
  const { code, stdout, stderr } = await runAttune('finetune', ...words, '--json');
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Result;
}

/** The first images of each class, so many of each part. */
async function copySome(from: string, to: string, parts: Readonly<Record<string, number>>): Promise<void> {
  for (const [part, count] of Object.entries(parts)) {
    for (const name of await readdir(join(from, part))) {
      await mkdir(join(to, part, name), { recursive: true });
      const images = (await readdir(join(from, part, name))).sort().slice(0, count);
      for (const image of images) await copyFile(join(from, part, name, image), join(to, part, name, image));
    }
  }
}

describe.skipIf(data === '')('on real data', () => {
  let root: string;

  beforeAll(async () => {
    root = await temporaryFolder();
  });

  afterAll(() => rm(root, { recursive: true }));

  // resnet20 and resnet56 by the package: parity/cifar-predictions, and its proof.
  it("the published ResNet-32 predicts what PyTorch predicts, on all of CIFAR-10's test images", async () => {
    const predictions = join(root, 'resnet32.txt');
    const weights = join(data, 'checkpoints/cifar10-resnet/resnet32-d509ac18.th');
    const { code } = await runAttune('evaluate', weights, join(data, 'cifar10/test_batch.bin'), '--json', '--predictions', predictions);
    expect(code).toBe(0);
    const ours = (await readFile(predictions, 'utf8')).trim().split('\n').map(Number);
    expect(ours).toEqual([...(await readFile(join(data, 'golden/predictions-resnet32.u8')))]);
  });

  describe('ResNet-18 with attention on ants and bees, three-stage 2,2,1', () => {
    const imageNet = 'checkpoints/imagenet-resnet18/resnet18-imagenet-f16.safetensors';
    const network = ['--arch', 'resnet18', '--attention', 'cbam', '--weights', join(data, imageNet)];
    const seeds = thorough ? [0, 1, 2] : [0];
    let results: Result[];

    beforeAll(async () => {
      results = [];
      for (const seed of seeds) {
        const words = [
          join(data, 'hymenoptera'),
          ...network,
          '--recipe',
          'three-stage',
          '--epochs',
          '2,2,1',
          '--seed',
          `${seed}`,
          '--out',
          join(root, `ants-${seed}`),
        ];
        results.push(await finetune(...words));
      }
    });

    const lastEpochs = ({ stages }: Result) => stages.map(({ epochs }) => epochs.at(-1)!);

    it('every seed is best at 0.92 or more', () => {
      for (const { bestValidationAccuracy } of results) expect(bestValidationAccuracy).toBeGreaterThanOrEqual(0.92);
    });

    it('the weights of the last epoch are right in 0.92 or more on average, no stage more than 2 points under the one before', () => {
      const accuracies = results.map((result) => lastEpochs(result).map(({ validationAccuracy }) => validationAccuracy));
      const last = accuracies.map((stages) => stages.at(-1)!);
      expect(last.reduce((sum, value) => sum + value, 0) / last.length).toBeGreaterThanOrEqual(0.92);
      for (const stages of accuracies) stages.slice(1).forEach((accuracy, index) => expect(accuracy).toBeGreaterThanOrEqual(stages[index]! - 0.02));
    });

    it.skipIf(!thorough)('training ends with less loss than the first stage had, on average: each epoch draws its own crops', () => {
      const losses = results.map((result) => lastEpochs(result).map(({ trainLoss }) => trainLoss));
      const mean = (stage: number) => losses.reduce((sum, ofRun) => sum + ofRun[stage]!, 0) / losses.length;
      expect(mean(2)).toBeLessThan(mean(0));
    });

    it('every gate has moved from the identity', async () => {
      for (const seed of seeds) {
        const { tensors } = await readCheckpoint(join(root, `ants-${seed}`, 'stages/3-all.safetensors'));
        const zeroAtStart = tensors.filter(({ name }) => /cbam\.(channel\.fc2|spatial\.\w+)\.weight$/u.test(name));
        expect(zeroAtStart).toHaveLength(16);
        for (const tensor of zeroAtStart)
          expect(
            (await tensor.readFloat32()).some((value) => value !== 0),
            tensor.name,
          ).toBe(true);
      }
    });

    it.skipIf(!hasTorch)('the file of a run loads in PyTorch strictly and gives the same logits', async () => {
      const file = join(root, 'ants-0/stages/3-all.safetensors');
      const program = fileURLToPath(new URL('pytorch_logits.py', import.meta.url));
      const { stdout, stderr, status } = spawnSync(python, [program, file, '2'], { encoding: 'utf8', timeout: 600_000 });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const theirs = JSON.parse(stdout) as number[];
      await startBackend('wasm');
      const { network: ours } = await openSavedModel(file);
      const image = Float32Array.from({ length: 224 * 224 * 3 }, (_, position) => Math.fround(Math.sin(position * 0.001)));
      const logits = [...tf.tidy(() => ours.forward(tf.tensor4d(image, [1, 224, 224, 3]), evaluation)).dataSync()];
      const largest = Math.max(...theirs.map(Math.abs));
      theirs.forEach((value, index) => expect(Math.abs(logits[index]! - value) / largest).toBeLessThanOrEqual(1e-4));
    });

    it("the lecture's recipe runs", async () => {
      await copySome(join(data, 'hymenoptera'), join(root, 'few-ants'), { train: 16, val: 4 });
      const result = await finetune(join(root, 'few-ants'), ...network, '--recipe', 'lecture', '--epochs', '1,1,1', '--out', join(root, 'lecture'));
      expect(result.stages).toHaveLength(3);
    });
  });

  it.skipIf(!thorough)('a VGG-16 with batch norm and attention runs all three stages on some hands of each digit, from nothing', async () => {
    await copySome(join(data, 'sign-digits'), join(root, 'sign-digits'), { train: 8, val: 2 });
    const words = ['--arch', 'vgg16_bn', '--attention', 'cbam', '--weights', 'none', '--image-size', '64', '--epochs', '1,1,1', '--out', join(root, 'hands')];
    const result = await finetune(join(root, 'sign-digits'), ...words);
    expect(result.stages.map(({ epochs }) => epochs.length)).toEqual([1, 1, 1]);
    for (const { epochs } of result.stages) expect(Number.isFinite(epochs[0]!.trainLoss)).toBe(true);
  });
});
