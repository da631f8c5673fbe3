import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { cbam } from '@attune/cbam';
import { BatchNorm2d, type ForwardContext, crossEntropy, evaluation, seededRandom, stateDict } from '@attune/nn';
import { type Schedule, type WarmUp, defineRecipe, scheduleValue } from '@attune/staged-finetune';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

/** What other people's bug reports say must be right, beside the real data; each case
 * names its own right answer. */
const file = join(process.env['ATTUNE_DATA'] ?? '', '../cases/files/calls_open.json');
const present = process.env['ATTUNE_DATA'] !== undefined && existsSync(file);

interface BatchNormCase {
  readonly x_nchw_shape: [number, number, number, number];
  readonly x: number[];
  readonly gamma: number[];
  readonly beta: number[];
  readonly running_mean: number[];
  readonly running_var: number[];
  readonly y_eval: number[];
  readonly y: number[];
  readonly running_mean_after: number[];
  readonly running_var_after_unbiased: number[];
}

/** Values in the file's order, [N, C, H, W], as a tensor in ours. */
function tensor4d(values: readonly number[], [n, c, h, w]: readonly [number, number, number, number]): tf.Tensor4D {
  return tf.transpose(tf.tensor4d([...values], [n, c, h, w]), [0, 2, 3, 1]);
}

function inFileOrder(tensor: tf.Tensor4D): number[] {
  return [...tf.transpose(tensor, [0, 3, 1, 2]).dataSync()];
}

function expectClose(values: readonly number[], right: readonly number[], digits = 5): void {
  right.forEach((value, index) => expect(values[index], `value ${index}`).toBeCloseTo(value, digits));
}

function batchNormOf({ gamma, beta, running_mean, running_var }: BatchNormCase): BatchNorm2d {
  const norm = new BatchNorm2d({ channels: gamma.length });
  norm.weight.assign(tf.tensor1d(gamma));
  norm.bias.assign(tf.tensor1d(beta));
  norm.running_mean.assign(tf.tensor1d(running_mean));
  norm.running_var.assign(tf.tensor1d(running_var));
  return norm;
}

describe.skipIf(!present)('cases that were reported against other libraries', () => {
  const cases = present ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, never>) : {};

  beforeEach(async () => {
    await tf.setBackend('cpu');
  });

  it('C01: a frozen batch norm in a training step normalises with stored statistics, and three steps move none of its bits', () => {
    const given: BatchNormCase = cases['C01_frozen_bn']!;
    const norm = batchNormOf(given);
    const input = tensor4d(given.x, given.x_nchw_shape);
    const frozen: ForwardContext = { training: true, frozen: new Set(stateDict(norm).values()), random: Math.random };
    const before = [...stateDict(norm).values()].map((variable) => [...variable.dataSync()]);
    for (let step = 0; step < 3; step++) expectClose(inFileOrder(norm.forward(input, frozen)), given.y_eval);
    expect([...stateDict(norm).values()].map((variable) => [...variable.dataSync()])).toEqual(before);
  });

  it('C03: one training step of a batch norm has torch’s output and torch’s unbiased running variance', () => {
    const given: BatchNormCase = cases['C03_bn_one_training_step']!;
    const norm = batchNormOf(given);
    const output = norm.forward(tensor4d(given.x, given.x_nchw_shape), { training: true, frozen: new Set(), random: Math.random });
    expectClose(inFileOrder(output), given.y);
    expectClose([...norm.running_mean.dataSync()], given.running_mean_after, 6);
    expectClose([...norm.running_var.dataSync()], given.running_var_after_unbiased, 6);
  });

  const groups = [{ name: 'all', select: 'rest', learningRate: 1 }];
  const stageOf = (schedule: object, warmUp?: WarmUp) => defineRecipe({ name: 'r', stages: [{ name: 's', epochs: 1, groups, schedule, warmUp }] }).stages[0]!;

  it.each<[string, object, WarmUp | undefined]>([
    ['C07_lr_cosine_T10', { kind: 'cosine' }, undefined],
    ['C07_lr_step_3_gamma_0.1', { kind: 'step', everyEpochs: 3, gamma: 0.1 }, undefined],
    ['C07_lr_warmup2_then_cosine8', { kind: 'cosine' }, { steps: 2, from: 0.1 }],
  ])('%s: the rate of an epoch follows from its position alone, so that a resumed run goes on in the table', (name, schedule, warmUp) => {
    const { base_lr: base, lr_used_in_epoch: table }: { base_lr: number; lr_used_in_epoch: number[] } = cases[name]!;
    const stage: { schedule: Schedule } = stageOf(schedule, warmUp);
    const rates = table.map(
      (_, step) => base * scheduleValue(stage.schedule, { step, stepsPerEpoch: 1, epochs: table.length, validationLosses: [] }, warmUp).factor,
    );
    expectClose(rates, table, 12);
  });

  it('C12: cross-entropy of logits as large as 10,000 is finite, and so is its gradient', () => {
    const given: { logits: number[][]; labels: number[]; per_sample: number[]; mean: number; grad_of_sum: number[][] } = cases['C12_cross_entropy_extreme']!;
    const labels = tf.tensor1d(given.labels, 'int32');
    const { value, grad } = tf.valueAndGrad((logits: tf.Tensor) => crossEntropy(logits as tf.Tensor2D, labels))(tf.tensor2d(given.logits));
    expect(Math.abs(value.dataSync()[0]! - given.mean) / given.mean).toBeLessThan(1e-6);
    expectClose(
      [...grad.dataSync()].map((slope) => slope * given.labels.length),
      given.grad_of_sum.flat(),
    );
  });

  describe('C16: CBAM in the paper’s form', () => {
    interface CbamCase {
      readonly x_shape: [number, number, number, number];
      readonly x: number[];
      readonly mlp_w1_2x4: number[];
      readonly mlp_b1: number[];
      readonly mlp_w2_4x2: number[];
      readonly mlp_b2: number[];
      readonly spatial_kernel_for_mean_map_7x7: number[];
      readonly spatial_kernel_for_max_map_7x7: number[];
      readonly y: number[];
    }

    /** The authors' variant with a spatial norm that changes nothing. */
    function moduleOf(given: CbamCase) {
      const module = cbam({ variant: 'authors', reduction: 2 })(4, seededRandom(0));
      const kernel = given.spatial_kernel_for_max_map_7x7.flatMap((value, index) => [value, given.spatial_kernel_for_mean_map_7x7[index]!]);
      const values: Record<string, tf.Tensor> = {
        'ChannelGate.mlp.1.weight': tf.transpose(tf.tensor2d(given.mlp_w1_2x4, [2, 4])),
        'ChannelGate.mlp.1.bias': tf.tensor1d(given.mlp_b1),
        'ChannelGate.mlp.3.weight': tf.transpose(tf.tensor2d(given.mlp_w2_4x2, [4, 2])),
        'ChannelGate.mlp.3.bias': tf.tensor1d(given.mlp_b2),
        'SpatialGate.spatial.conv.weight': tf.tensor4d(kernel, [7, 7, 2, 1]),
        'SpatialGate.spatial.bn.weight': tf.tensor1d([1]),
        'SpatialGate.spatial.bn.bias': tf.tensor1d([0]),
        'SpatialGate.spatial.bn.running_mean': tf.tensor1d([0]),
        'SpatialGate.spatial.bn.running_var': tf.tensor1d([1 - 1e-5]),
      };
      const state = stateDict(module);
      expect([...state.keys()].sort()).toEqual(Object.keys(values).sort());
      for (const [name, variable] of state) variable.assign(values[name]!);
      return module;
    }

    it('gives the reference’s output within 1e-5, and stays finite on inputs of 10,000', () => {
      const given: CbamCase = cases['C16_cbam_reference']!;
      const module = moduleOf(given);
      const input = tensor4d(given.x, given.x_shape);
      expectClose(inFileOrder(module.forward(input, evaluation) as tf.Tensor4D), given.y);
      const large = inFileOrder(module.forward(tf.mul(input, 1e4), evaluation) as tf.Tensor4D);
      expect(large.every(Number.isFinite)).toBe(true);
    });
  });
});

describe('a few images more or less than a batch', () => {
  let root: string;

  beforeAll(async () => {
    root = await temporaryFolder();
  });

  afterAll(() => rm(root, { recursive: true }));

  const words = ['--arch', 'resnet18', '--image-size', '32', '--weights', 'none', '--epochs', '1,0,0', '--json'];

  interface Result {
    readonly stages: readonly { readonly epochs: readonly { readonly trainLoss: number; readonly validationLoss: number }[] }[];
  }

  async function trainOn(folder: string, batchSize: number): Promise<Result['stages'][number]['epochs'][number]> {
    const { code, stdout, stderr } = await runAttune(
      'finetune',
      join(root, folder),
      ...words,
      '--batch-size',
      `${batchSize}`,
      '--out',
      join(root, `${folder}-run`),
    );
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return (JSON.parse(stdout) as Result).stages[0]!.epochs[0]!;
  }

  it('C02: a last batch of one joins the one before it, so that batch norms have two values', async () => {
    await writeColourFolder(join(root, 'nine'), { train: 4, validation: 2 });
    await mkdir(join(root, 'nine/train/blue'), { recursive: true });
    await writeFile(join(root, 'nine/train/blue/ninth.ppm'), Buffer.concat([Buffer.from('P6\n40 40\n255\n'), new Uint8Array(40 * 40 * 3)]));
    const { trainLoss, validationLoss } = await trainOn('nine', 8);
    expect(Number.isFinite(trainLoss) && Number.isFinite(validationLoss)).toBe(true);
  });

  it('C15: fewer images than a batch are one batch', async () => {
    await writeColourFolder(join(root, 'few'), { train: 3, validation: 2 });
    const { trainLoss } = await trainOn('few', 32);
    expect(trainLoss).toBeGreaterThan(0);
    expect(Number.isFinite(trainLoss)).toBe(true);
  });
});
