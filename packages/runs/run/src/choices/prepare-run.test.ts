import { type OurCheckpoint, inOurNames, readCheckpoint } from '@attune/checkpoint';
import type { Preprocessing } from '@attune/data';
import { disposeModule, seededRandom } from '@attune/nn';
import {
  type Batch,
  type BatchOptions,
  type Recipe,
  type Split,
  headOnly,
  threeStage as threeStageAsWritten,
  withBodyRateScale,
  withRateScale,
} from '@attune/staged-finetune';
import { buildModel } from '@attune/zoo';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';

import { unusualRun as before } from '../../../../../tools/testing/unusual-run.ts';
import { memoryFiles } from '../file-store.ts';
import { measureRates } from '../measure-rates.ts';
import { withPublishedImages } from '../published-images.ts';
import type { RunConfig } from '../run-config.ts';
import { runFiles } from '../run-files.ts';
import { Run } from '../run.ts';
import { RunMaterialError } from './material-error.ts';
import { type NetworkChoices, chooseNetwork } from './choose-network.ts';
import { type RecipeChoices, chooseRecipe } from './choose-recipe.ts';
import { identifyWeights } from './identify-weights.ts';
import { type RunChoices, type RunImages, type RunMaterial, prepareRun } from './prepare-run.ts';
import { runConfigOf } from './run-config-of.ts';

const threeStage: RunChoices['recipe'] = { kind: 'named', name: 'three-stage' };
let weights: OurCheckpoint;
let plain: OurCheckpoint;

beforeAll(async () => {
  await tf.setBackend('cpu');
  weights = await weightsOf(before);
  plain = { ...weights, metadata: new Map() };
});

/** The weights of a run, as the run wrote them. */
async function weightsOf(config: RunConfig): Promise<OurCheckpoint> {
  const files = memoryFiles();
  const network = buildModel(config.model);
  await (await Run.create({ files, path: 'before' }, config, headOnly())).saveBest(network);
  disposeModule(network);
  return inOurNames(await readCheckpoint(await files.source(runFiles.best), { name: 'model.safetensors' }));
}

const none: Split = { size: 0, labels: new Int32Array(), batches: async function* () {}, batchIndices: () => [] };

/** Images of five classes, none of which is ever looked at. */
async function openImages(preprocessing: Preprocessing): Promise<RunImages> {
  return { classes: ['a', 'b', 'c', 'd', 'e'], train: none, validation: none, preprocessing };
}

/** What a run's `run.json` would say, and who decided on its images. */
async function prepared(choices: Partial<RunChoices>, material: Partial<RunMaterial<RunImages>>) {
  const run = await prepareRun({ recipe: threeStage, ...choices }, { checkpoint: null, openImages, ...material });
  disposeModule(run.network);
  const config = runConfigOf(run, { data: 'photos', weights: 'w', backend: 'cpu', threads: 1, skipBroken: false });
  return { ...run, config };
}

describe('weights with the card of the run that made them', () => {
  it.each(Object.keys(before.preprocessing) as (keyof Preprocessing)[])('are shown images with the %s of that run', async (field) => {
    const { config } = await prepared({}, { checkpoint: weights });
    expect(config.preprocessing[field]).toEqual(before.preprocessing[field]);
  });

  const kept = ['architecture', 'attention', 'reduction', 'placement', 'attentionStages', 'attentionBlocks', 'dropout', 'stochasticDepth'] as const;
  it.each(kept)('become a network with the %s of that run', async (field) => {
    const { config, loaded } = await prepared({}, { checkpoint: weights });
    expect(config.model[field]).toEqual(before.model[field]);
    expect(loaded!.fresh).toEqual([]);
  });

  it('take the classes of the data, with a new head, and the seed of the new run', async () => {
    const { config, loaded } = await prepared({ seed: 4 }, { checkpoint: weights });
    expect([config.model.classes, config.classes.length, config.model.seed, config.training.seed]).toEqual([5, 5, 4, 4]);
    expect(loaded!.reinitialised).toEqual(['linear.weight', 'linear.bias']);
  });

  it.each<[keyof NetworkChoices & keyof RunConfig['model'], NetworkChoices[keyof NetworkChoices]]>([
    ['placement', 'after-block'],
    ['attentionStages', [1, 2, 3]],
    ['attentionBlocks', ['layer2.0', 'layer2.2', 'layer3.1']],
    ['dropout', 0.1],
    ['stochasticDepth', 0],
  ])('give way to a choice of %s', async (field, value) => {
    const { config } = await prepared({ [field]: value }, { checkpoint: weights });
    expect(config.model[field]).toEqual(value);
  });

  it('give way to a choice of reduction, which attention of theirs could not be loaded into', () => {
    const identity = identifyWeights(weights);
    expect(chooseNetwork({ reduction: 8 }, { architecture: 'resnet20', identity, classes: 5 }).reduction).toBe(8);
  });

  it('give way to a choice of the size of images in the size alone: the same share is cut off', async () => {
    const { config, images } = await prepared({ imageSize: 60 }, { checkpoint: weights });
    expect(config.preprocessing).toEqual({ ...before.preprocessing, imageSize: 60, resizeSize: 69 });
    expect([images.size, images.rest]).toEqual(['choice', 'card']);
  });

  it('win over the size that data come in', async () => {
    const { images } = await prepared({}, { checkpoint: weights, usualSize: 32 });
    expect([images.preprocessing.imageSize, images.size]).toEqual([40, 'card']);
  });

  it('give nothing to attention of another kind', () => {
    const model = chooseNetwork({ attention: 'identity' }, { architecture: 'resnet20', identity: identifyWeights(weights), classes: 5 });
    expect(model).toMatchObject({ attention: 'identity', reduction: 16, placement: 'after-block' });
    expect(model).not.toHaveProperty('attentionBlocks');
  });
});

describe('weights without a card', () => {
  it('have the attention that their names tell, and images as is usual', async () => {
    const { config, images } = await prepared({}, { checkpoint: plain, usualSize: 36 });
    expect(config.model).toMatchObject({
      attention: 'timm',
      placement: 'in-block',
      reduction: 4,
      attentionStages: [2, 3],
      attentionBlocks: ['layer2.0', 'layer3.1'],
    });
    expect(config.preprocessing).toEqual({ imageSize: 36, resizeSize: 36, interpolation: 'bilinear', mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] });
    expect([images.size, images.rest]).toEqual(['default', 'default']);
  });

  it('are shown images as their publisher says for a crop of 224, at the size that is usual here', async () => {
    const published = { resizeSize: 232, interpolation: 'bicubic', mean: [0.1, 0.1, 0.1], std: [1, 1, 1] } as const;
    const { config, images } = await prepared({ imageSize: 112 }, { checkpoint: withPublishedImages(plain, published) });
    expect(config.preprocessing).toEqual({ ...published, imageSize: 112, resizeSize: 116 });
    expect(images.rest).toBe('publisher');
    expect((await prepared({}, { checkpoint: withPublishedImages(plain, published) })).images.preprocessing.imageSize).toBe(32);
  });
});

describe('no weights', () => {
  it('give attention that changes nothing, statistics that follow the batches, a plan for each stage, and a batch for the size', async () => {
    const { config, recipe, plan } = await prepared({ architecture: 'resnet20' }, {});
    expect(config.model).toEqual({ architecture: 'resnet20', classes: 5, attention: 'identity', reduction: 16, placement: 'after-block', seed: 0 });
    expect(recipe.stages.map(({ batchNorm }) => batchNorm)).toEqual(['update', 'update', 'update']);
    expect(plan.map(({ stage }) => stage.name)).toEqual(recipe.stages.map(({ name }) => name));
    expect(config.training.batchSize).toBe(64);
    expect((await prepared({ architecture: 'resnet20', imageSize: 64 }, {})).batchSize).toBe(16);
  });

  it('must have an architecture named', async () => {
    await expect(prepared({}, {})).rejects.toMatchObject({ code: 'ATTUNE_UNTOLD_ARCHITECTURE', file: null });
  });
});

describe('choices that cannot be', () => {
  it('are refused all at once before an image is opened: a VGG below its least size, placed in blocks that it lacks', async () => {
    let opened = 0;
    const counted = (preprocessing: Preprocessing) => ((opened += 1), openImages(preprocessing));
    const choices = { architecture: 'vgg11', imageSize: 16, placement: 'in-block', attentionBlocks: ['layer1.0'], stochasticDepth: 0.1 } as const;
    const error: unknown = await prepared(choices, { openImages: counted }).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'ATTUNE_MODEL_CHOICE', architecture: 'vgg11' });
    const faults = (error as { faults: { choice: string }[] }).faults.map(({ choice }) => choice);
    expect(faults.toSorted()).toEqual(['attentionBlocks', 'imageSize', 'placement', 'stochasticDepth']);
    expect(opened).toBe(0);
  });

  it('of a card are refused as well: its images are too small for the architecture', async () => {
    const card = JSON.stringify({
      model: { ...before.model, architecture: 'vgg11' },
      classes: before.classes,
      preprocessing: { ...before.preprocessing, imageSize: 20 },
    });
    const small = { ...plain, tensors: [], metadata: new Map([['attune.model', card]]) };
    await expect(prepared({}, { checkpoint: small })).rejects.toMatchObject({ faults: [{ choice: 'imageSize', value: 20 }] });
  });

  it('are refused by name when there is no such choice, and so is a run without a recipe', async () => {
    await expect(prepared({ architecture: 'resnet20', batchsize: 8 } as Partial<RunChoices>, {})).rejects.toMatchObject({
      code: 'ATTUNE_UNKNOWN_OPTION',
      message: expect.stringContaining('did you mean "batchSize"?'),
    });
    await expect(prepared({ architecture: 'resnet20' }, { openimages: openImages } as Partial<RunMaterial<RunImages>>)).rejects.toThrow(/"openImages"/u);
    const without = { architecture: 'resnet20', recipe: undefined } as unknown as Partial<RunChoices>;
    await expect(prepared(without, {})).rejects.toMatchObject({
      code: 'ATTUNE_RECIPE',
      message: expect.stringContaining("{ kind: 'named', name: 'three-stage' }"),
    });
    expect(() => chooseRecipe({ recipe: threeStage, epoch: [1] } as RecipeChoices)).toThrow(/did you mean "epochs"/u);
  });

  it('and material that is left out, all of it at once, before anything is opened', async () => {
    const nothing = { checkpoint: undefined, openImages: undefined } as unknown as RunMaterial<RunImages>;
    const error = await prepareRun({ architecture: 'resnet20', recipe: threeStage }, nothing).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'ATTUNE_RUN_MATERIAL', faults: [{ option: 'checkpoint' }, { option: 'openImages' }] });
    expect((error as Error).message).toContain('openImages is undefined, and must be a function that opens the images');
    await expect(prepared({ architecture: 'resnet20' }, { openImages: undefined } as unknown as Partial<RunMaterial<RunImages>>)).rejects.toThrow(
      RunMaterialError,
    );
  });

  it('leave no tensor behind when the weights are of another network', async () => {
    const held = tf.memory().numTensors;
    await expect(prepared({ architecture: 'resnet32' }, { checkpoint: weights })).rejects.toMatchObject({ code: 'ATTUNE_CHECKPOINT_MISFIT' });
    expect(tf.memory().numTensors).toBe(held);
  });
});

/** Learning rates of all but the head and attention. */
function bodyRates({ stages }: Recipe): number[] {
  return stages.flatMap(({ groups }) => groups.filter(({ select }) => select !== 'head' && select !== 'attention').map(({ learningRate }) => learningRate));
}

const noiseLabels = Int32Array.of(0, 1, 2, 3, 4);

function noiseIndices({ batchSize }: BatchOptions): Int32Array[] {
  return Array.from({ length: Math.ceil(5 / batchSize) }, (_, batch) => noiseLabels.subarray(batch * batchSize, (batch + 1) * batchSize));
}

/** An image of each class, of noise, which lies far from all that a network knows. */
async function* noise(options: BatchOptions): AsyncGenerator<Batch> {
  const random = seededRandom(1);
  for (const indices of noiseIndices(options)) {
    const images = Float32Array.from({ length: indices.length * 16 * 16 * 3 }, () => 8 * random());
    yield { images, shape: [indices.length, 16, 16, 3], labels: indices, indices };
  }
}

async function openNoise(preprocessing: Preprocessing): Promise<RunImages> {
  const split = { size: 5, labels: noiseLabels, batches: noise, batchIndices: noiseIndices };
  return { ...(await openImages(preprocessing)), train: split, validation: split };
}

/** Of pretrained weights on images of noise. */
function chosen(choices: Partial<RunChoices>, material: Partial<RunMaterial<RunImages>> = {}) {
  return prepared({ imageSize: 16, ...choices }, { checkpoint: plain, openImages: openNoise, ...material });
}

describe('rates of the body', () => {
  it('of three-stage are measured by itself, and the first stage is given what the measurement computed', async () => {
    const told: number[] = [];
    const { recipe, features, plan } = await chosen({}, { onMeasure: (done, images) => told.push(done / images) });
    expect(recipe.measured).toMatchObject({ bodyRateScale: 17, images: 5 });
    expect(recipe).not.toHaveProperty('bodyRates');
    expect(bodyRates(recipe)).toEqual(bodyRates(withBodyRateScale(threeStageAsWritten(), 17)));
    expect([features!.depth, features!.rows.size, told.at(-1)]).toEqual([plan[0]!.still, 5, 1]);
  });

  it('are multiplied by what a choice says, with every rate where all are scaled', async () => {
    expect((await chosen({ bodyRateScale: 3 })).recipe).toEqual(withBodyRateScale(threeStageAsWritten(), 3));
    const { recipe } = await chosen({ rateScale: 2 });
    expect(recipe.measured).toMatchObject({ bodyRateScale: 17 });
    expect(bodyRates(recipe)).toEqual(bodyRates(withBodyRateScale(withRateScale(threeStageAsWritten(), 2), 17)));
  });

  it.each<[string, Partial<RunChoices>, Partial<RunMaterial<RunImages>>]>([
    ['without weights', { architecture: 'resnet20' }, { checkpoint: null }],
    ['where the head alone is to train', { epochs: [2, 0, 0] }, {}],
    ['of other recipes', { recipe: { kind: 'named', name: 'three-stage-small' } }, {}],
    ["of the lecture's recipe", { recipe: { kind: 'named', name: 'lecture' } }, {}],
    ['of a recipe of one’s own', { recipe: { kind: 'text', text: stringify(threeStageAsWritten()) } }, {}],
  ])('are not measured %s', async (_, choices, material) => {
    const { recipe, features } = await chosen(choices, material);
    expect([recipe.measured, recipe.bodyRates, features]).toEqual([undefined, undefined, undefined]);
  });

  it('are measured of a recipe of one’s own that says so', async () => {
    const text = stringify({ ...threeStageAsWritten(), name: 'mine', bodyRates: 'measured' });
    expect((await chosen({ recipe: { kind: 'text', text } })).recipe).toMatchObject({ name: 'mine', measured: { bodyRateScale: 17 } });
  });

  it('may be left to a run that is kept: one that is stopped meanwhile has lost nothing, and measures the same when it goes on', async () => {
    const [choices, material] = [
      { recipe: threeStage, imageSize: 16, attentionRateScale: 3 },
      { checkpoint: plain, openImages: openNoise },
    ] as const;
    const at = { files: memoryFiles(), path: 'run' };
    const begun = await prepareRun(choices, { ...material, measures: false });
    const { network, dataset: data } = begun;
    const config = runConfigOf(begun, { data: 'photos', weights: 'w', backend: 'cpu', threads: 1, skipBroken: false });
    const stopped = measureRates(await Run.create(at, config, begun.recipe), { network, data }, { signal: AbortSignal.abort('stopped') });
    await expect(stopped).rejects.toBe('stopped');
    const run = await Run.open(at);
    expect(run.recipe.bodyRates).toBe('measured');
    const features = await measureRates(run, { network, data });
    const { recipe } = await prepared(choices, material);
    expect([recipe.measured?.bodyRateScale, features?.rows.size]).toEqual([17, 5]);
    expect([run.recipe, (await Run.open(at)).recipe]).toEqual([recipe, recipe]);
    expect(await measureRates(run, { network, data })).toBeUndefined();
    disposeModule(network);
  });

  it('are said to be measured where there are no images yet', async () => {
    expect(await chooseRecipe({ recipe: threeStage })({})).toEqual({ ...threeStageAsWritten(), bodyRates: 'measured' });
    expect(await chooseRecipe({ recipe: threeStage, bodyRateScale: 1 })({})).toEqual(threeStageAsWritten());
    expect(await chooseRecipe({ recipe: threeStage })({ pretrained: false })).not.toHaveProperty('bodyRates');
  });
});
