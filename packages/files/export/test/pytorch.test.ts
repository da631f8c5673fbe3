import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { startBackend } from '@attune/backend';
import { type CbamVariant, cbam, cbamVariants } from '@attune/cbam';
import { saveModel, writeTorch } from '@attune/checkpoint';
import { type Network, disposeModule, evaluation } from '@attune/nn';
import { type ResNetPlacement, resnet18, resnet20, resnetPlacements } from '@attune/resnet';
import { se } from '@attune/se';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { fillWithGenerated, generatedImages } from '../../../../tools/testing/generated-network.ts';
import { relativeDifferenceOf } from '../../../../tools/testing/golden.ts';

const python = '/usr/bin/python3';
const hasTorch = spawnSync(python, ['-c', 'import torchvision'], { timeout: 600_000 }).status === 0;
const program = fileURLToPath(new URL('pytorch_logits.py', import.meta.url));

/** What the Python side builds, and what ours does. */
interface Case {
  readonly architecture: 'resnet18' | 'resnet20';
  readonly attention: CbamVariant | 'se' | 'se-timm';
  readonly placement: ResNetPlacement;
  readonly options: { readonly reduction?: number; readonly kernel_size?: number; readonly gates?: 'channels' | 'positions' };
  readonly stages: readonly number[] | null;
  readonly blocks: readonly string[] | null;
  /** Of the images: the first of those that there are. */
  readonly channels?: 1;
}

const plain = { architecture: 'resnet20', options: { reduction: 8 }, stages: null, blocks: null } as const;

const cases: readonly Case[] = [
  ...cbamVariants.flatMap((attention) => resnetPlacements.map((placement): Case => ({ ...plain, attention, placement }))),
  ...(['se', 'se-timm'] as const).flatMap((attention) => resnetPlacements.map((placement): Case => ({ ...plain, attention, placement }))),
  ...cbamVariants.map((attention): Case => ({ ...plain, attention, placement: 'after-block', options: { kernel_size: 3, gates: 'positions' } })),
  ...cbamVariants.map((attention): Case => ({ ...plain, attention, placement: 'in-block', options: { gates: 'channels' }, stages: [2, 3] })),
  { ...plain, attention: 'authors', placement: 'after-block', blocks: ['layer1.0', 'layer3.2'] },
  { ...plain, architecture: 'resnet18', attention: 'identity', placement: 'after-block', options: {} },
  { ...plain, architecture: 'resnet18', attention: 'identity', placement: 'after-block', options: {}, channels: 1 },
  { ...plain, attention: 'identity', placement: 'after-block', channels: 1 },
];

const nameOf = ({ architecture, attention, placement, options, stages, blocks, channels }: Case) =>
  [architecture, channels && 'gray', attention, placement, JSON.stringify(options), stages && `stages ${stages}`, blocks && `blocks ${blocks}`]
    .filter(Boolean)
    .join(', ');

function build({ architecture, attention, placement, options: { reduction, kernel_size: kernelSize, gates }, stages, blocks, channels }: Case): Network {
  const shared = reduction === undefined ? {} : { reduction };
  const isSe = attention === 'se' || attention === 'se-timm';
  const factory = isSe
    ? se({ variant: attention, ...shared })
    : cbam({ variant: attention, ...shared, ...(kernelSize && { kernelSize }), ...(gates && { gates }) });
  const where = { ...(stages && { attentionStages: stages }), ...(blocks && { attentionBlocks: blocks }) };
  return (architecture === 'resnet18' ? resnet18 : resnet20)({ classes: 5, channels, attention: factory, placement, ...where });
}

describe.skipIf(!hasTorch)('the PyTorch networks of the package load our files strictly, and give our logits within 1e-4', () => {
  let folder: string;
  let theirs: number[][];
  const ours: Float32Array[] = [];

  beforeAll(async () => {
    await startBackend('wasm');
    folder = await mkdtemp(join(tmpdir(), 'attune-pytorch-'));
    const images = generatedImages('images.1', 2, 32);
    const values = tf.tidy(() => [...tf.transpose(images, [0, 3, 1, 2]).dataSync()]);
    await writeFile(join(folder, 'images.json'), JSON.stringify({ shape: [2, 3, 32, 32], values }));
    for (const [index, one] of cases.entries()) {
      const network = fillWithGenerated(build(one));
      const seen = () => (one.channels === undefined ? images : tf.slice(images, 0, [2, 32, 32, one.channels]));
      ours.push(tf.tidy(() => Float32Array.from(network.forward(seen(), evaluation).dataSync())));
      await writeFile(join(folder, `${index}.pth`), writeTorch(await saveModel(network)));
      disposeModule(network);
    }
    await writeFile(join(folder, 'networks.json'), JSON.stringify(cases.map((one, index) => ({ ...one, classes: 5, file: `${index}.pth` }))));
    images.dispose();
    const { stdout } = await promisify(execFile)(python, [program, folder], { maxBuffer: 2 ** 26 });
    theirs = JSON.parse(stdout) as number[][];
  });

  afterAll(() => rm(folder, { recursive: true }));

  it.each(cases.map((one, index) => [nameOf(one), index] as const))('%s', (_, index) => {
    expect(relativeDifferenceOf(Float32Array.from(theirs[index]!), ours[index]!)).toBeLessThan(1e-4);
  });
});
