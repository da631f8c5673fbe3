import { type Preprocessing, pixelDataset } from '@attune/data/browser';
import { disposeModule } from '@attune/nn';
import { Run, type RunConfig, memoryFiles, runFiles } from '@attune/run';
import { headOnly } from '@attune/staged-finetune';
import { buildModel } from '@attune/zoo';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { unusualRun as before } from '../../../../../tools/testing/unusual-run.ts';
import { describeWeights } from '../choices/describe-weights.ts';
import { openWeights } from '../choices/weights.ts';
import type { ModelChoice } from '../protocol/choices.ts';
import { prepareTraining } from './prepare-training.ts';

const fields: Omit<ModelChoice, 'weights'> = { architecture: 'resnet20', attention: 'timm', placement: 'in-block', reduction: 4 };

let weights: ModelChoice['weights'];

beforeAll(async () => {
  await tf.setBackend('cpu');
  const files = memoryFiles();
  const network = buildModel(before.model);
  await (await Run.create({ files, path: 'before' }, before, headOnly())).saveBest(network);
  disposeModule(network);
  weights = { kind: 'file', name: 'model.safetensors', file: new Blob([(await files.read(runFiles.best))!]) };
});

/** Four grey images of 50 × 50 pixels. */
async function openImages(preprocessing: Preprocessing) {
  const images = { width: 50, height: 50, pixels: new Uint8Array(4 * 50 * 50 * 3), labels: Int32Array.of(0, 1, 0, 1) };
  return pixelDataset({ classes: ['x', 'y'], train: images, validation: images, preprocessing });
}

/** What the run's `run.json` says. */
async function trained(model: Partial<ModelChoice>): Promise<RunConfig> {
  const job = { model: { ...fields, weights, ...model }, recipe: { kind: 'named', name: 'three-stage', epochs: [1, 0, 0] }, batchSize: 4, seed: 2 } as const;
  const { prepared, config } = await prepareTraining(job, { openImages, started: { name: 'cpu', threads: 1, hindrance: null } });
  disposeModule(prepared.network);
  return config;
}

describe('a training of the page on weights with the card of a run', () => {
  it.each(Object.keys(before.preprocessing) as (keyof Preprocessing)[])('shows images with the %s of that run', async (field) => {
    expect((await trained({})).preprocessing[field]).toEqual(before.preprocessing[field]);
  });

  it.each(['attention', 'reduction', 'placement', 'attentionStages', 'attentionBlocks', 'dropout', 'stochasticDepth'] as const)(
    'has the %s of that run',
    async (field) => {
      expect((await trained({})).model[field]).toEqual(before.model[field]);
    },
  );

  it('has what the page says where it says something, and the classes of the photos', async () => {
    const config = await trained({ imageSize: 60, attentionBlocks: ['layer2.0', 'layer3.0', 'layer3.1', 'layer3.2', 'layer2.1', 'layer2.2'] });
    expect(config.preprocessing).toEqual({ ...before.preprocessing, imageSize: 60, resizeSize: 69 });
    expect(config.model.attentionBlocks).toHaveLength(6);
    expect(config).toMatchObject({ classes: ['x', 'y'], training: { data: 'photos', weights: 'model.safetensors', batchSize: 4, seed: 2, backend: 'cpu' } });
  });

  it('fills the fields of the page: they are what the weights are of', async () => {
    const { suits } = describeWeights((await openWeights(weights))!, { ...fields, weights }, 2);
    expect(suits).toEqual({ architecture: 'resnet20', attention: 'timm', placement: 'in-block', reduction: 4, imageSize: 40 });
  });

  it('is refused below the least size of its architecture, before a photo is opened', async () => {
    await expect(trained({ architecture: 'vgg11', attention: 'none', weights: { kind: 'none' }, imageSize: 16 })).rejects.toMatchObject({
      code: 'ATTUNE_MODEL_CHOICE',
      faults: [{ choice: 'imageSize', value: 16 }],
    });
  });
});
