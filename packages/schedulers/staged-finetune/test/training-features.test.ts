import { namedParameters, namedVariables } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import {
  type FeatureSpill,
  type FineTuneEvent,
  type FineTuneOptions,
  NonFiniteLossError,
  type Recipe,
  RecipeError,
  type TrainingCheckpoint,
  type TrainingData,
  defineRecipe,
  describeRecipe,
  fineTune,
  full,
  memoryStore,
  planStage,
  threeStage,
  withEpochs,
  withTrainingFeatures,
} from '../src/index.ts';
import { TinyNetwork, tinyData } from './tiny.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

async function run(network: TinyNetwork, recipe: Recipe, options: FineTuneOptions = {}, data: TrainingData = tinyData()): Promise<FineTuneEvent[]> {
  const events: FineTuneEvent[] = [];
  for await (const event of fineTune(network, data, recipe, { batchSize: 4, seed: 7, ...options })) events.push(event);
  return events;
}

const weightsOf = (network: TinyNetwork) => Object.fromEntries([...namedVariables(network)].map(([name, variable]) => [name, [...variable.dataSync()]]));
const ofKind = <K extends FineTuneEvent['kind']>(events: readonly FineTuneEvent[], kind: K) =>
  events.filter((event): event is Extract<FineTuneEvent, { kind: K }> => event.kind === kind);

/** Head, then everything, over what never changes by chance: no dropout is drawn where
 * nothing trains through it. */
const plain = (rest: object) =>
  defineRecipe({ name: 'plain', stages: [{ name: 'all', epochs: 1, augment: false, groups: [{ name: 'all', select: 'rest', learningRate: 0.05 }], ...rest }] });

const undecayed = (noDecay: string[]) => [...planStage(new TinyNetwork(), plain({ weightDecay: 0.1, noDecay }).stages[0]!).groups[0]!.undecayed];

/** Twice two epochs along a cosine. */
const stages = (carryOver: boolean) =>
  defineRecipe({
    name: 'r',
    stages: ['a', 'b'].map((name, index) => ({
      name,
      epochs: 2,
      augment: false,
      schedule: { kind: 'cosine' },
      carryOver: index === 1 && carryOver,
      groups: [{ name: 'all', select: 'rest', learningRate: 0.1 }],
    })),
  });

/** Of the first step, with every image mixed so. */
const lossOf = async (mix: { partnerLabels: Int32Array; weight: Float32Array } | undefined) => {
  const data = tinyData({ train: 3 });
  const train = {
    ...data.train,
    async *batches(options: Parameters<typeof data.train.batches>[0]) {
      for await (const batch of data.train.batches(options)) yield { ...batch, mix };
    },
  };
  const events = await run(new TinyNetwork({ dropout: 0 }), plain({}), {}, { ...data, train });
  return ofKind(events, 'step')[0]!.loss;
};

/** Keeps features in a plain array, as much as is asked for. */
function arraySpill(): FeatureSpill & { opened: number; openNow: number } {
  const spill = {
    opened: 0,
    openNow: 0,
    open: async (numbers: number) => {
      const kept = new Float32Array(numbers);
      spill.opened += 1;
      spill.openNow += 1;
      return {
        write: async (position: number, values: Float32Array) => kept.set(values, position),
        read: async (position: number, values: Float32Array) => values.set(kept.subarray(position, position + values.length)),
        close: async () => void (spill.openNow -= 1),
      };
    },
  };
  return spill;
}

/** How far one step of rate 1 moves attention and all else. */
const stepLengths = async (ofAttention: object, ofStage: object) => {
  const groups = [
    { name: 'attention', select: 'attention', learningRate: 1, ...ofAttention },
    { name: 'rest', select: 'rest', learningRate: 1 },
  ];
  const network = new TinyNetwork({ dropout: 0 });
  const before = weightsOf(network);
  const optimizer = { kind: 'sgd', momentum: 0 } as const;
  await run(network, defineRecipe({ name: 'r', optimizer, stages: [{ name: 'all', epochs: 1, groups, ...ofStage }] }), {}, tinyData({ train: 4 }));
  const after = weightsOf(network);
  const length = (names: string[]) => Math.hypot(...names.flatMap((name) => after[name]!.map((value, index) => value - before[name]![index]!)));
  const parameters = [...namedParameters(network).keys()];
  return [length(parameters.filter((name) => name.startsWith('cbam.'))), length(parameters.filter((name) => !name.startsWith('cbam.')))] as const;
};

const normOfFirstStep = async (recipe: Recipe) => ofKind(await run(new TinyNetwork({ dropout: 0 }), recipe), 'step')[0]!.gradientNorm;
const clipNormsOf = (recipe: Recipe) => recipe.stages.map(({ clipNorm, groups }) => [clipNorm, ...groups.map((group) => group.clipNorm)]);

describe('accumulation', () => {
  it('three batches of four make the step of one batch of twelve, images weighted alike', async () => {
    const [parts, whole] = [new TinyNetwork({ dropout: 0 }), new TinyNetwork({ dropout: 0 })];
    const data = tinyData({ train: 11 });
    const accumulated = await run(parts, plain({ accumulate: 3, clipNorm: 0.1 }), {}, data);
    const together = await run(whole, plain({ clipNorm: 0.1 }), { batchSize: 12 }, data);
    expect(ofKind(accumulated, 'step')).toHaveLength(1);
    expect(ofKind(accumulated, 'step')[0]).toMatchObject({ images: 11, imagesDone: 11, stepsPerEpoch: 1 });
    expect(ofKind(accumulated, 'step')[0]!.loss).toBeCloseTo(ofKind(together, 'step')[0]!.loss, 6);
    expect(ofKind(accumulated, 'step')[0]!.gradientNorm).toBeCloseTo(ofKind(together, 'step')[0]!.gradientNorm, 6);
    for (const [name, variable] of namedParameters(parts)) {
      const expected = namedParameters(whole).get(name)!;
      expect(tf.max(tf.abs(tf.sub(variable, expected))).dataSync()[0], name).toBeLessThan(1e-6);
    }
  });
});

describe('clipping', () => {
  it('a group with a norm of its own is clipped apart: neither counts in the other’s norm', async () => {
    const [attention, rest] = await stepLengths({ clipNorm: 1e-3 }, { clipNorm: 1e-2 });
    expect(attention).toBeCloseTo(1e-3, 6);
    expect(rest).toBeCloseTo(1e-2, 6);
    const [together, others] = await stepLengths({}, { clipNorm: 1e-2 });
    expect(Math.hypot(together, others)).toBeCloseTo(1e-2, 6);
    expect(others).toBeLessThan(rest);
  });

  it('a group alone may be clipped: what else trains takes its whole step', async () => {
    const [whole, free] = [await stepLengths({}, {}), await stepLengths({ clipNorm: 1e-3 }, {})];
    expect(free[0]).toBeCloseTo(1e-3, 6);
    expect(free[1]).toBe(whole[1]);
  });

  it('the norm that is told is that of all groups together', async () => {
    const apart = defineRecipe({
      name: 'apart',
      stages: [
        {
          name: 'all',
          epochs: 1,
          clipNorm: 1,
          augment: false,
          groups: [
            { name: 'attention', select: 'attention', learningRate: 0.05, clipNorm: 1 },
            { name: 'rest', select: 'rest', learningRate: 0.05 },
          ],
        },
      ],
    });
    expect(await normOfFirstStep(apart)).toBeCloseTo(await normOfFirstStep(plain({ clipNorm: 1 })), 6);
  });

  it('three-stage clips attention apart, and one norm that is asked for goes to both', () => {
    expect(clipNormsOf(threeStage())).toEqual([
      [1, undefined],
      [1, undefined, 1, undefined, undefined],
      [1, undefined, 1, undefined, undefined, undefined],
    ]);
    expect(clipNormsOf(withTrainingFeatures(threeStage(), { clipNorm: 7 }))[1]).toEqual([7, undefined, 7, undefined, undefined]);
    const words = describeRecipe(threeStage()).map(({ group, features }) => [group, features[0]]);
    expect(words.slice(1, 3)).toEqual([
      ['head', 'gradients clipped to 1'],
      ['attention', 'gradients clipped apart to 1'],
    ]);
  });
});

describe('a schedule of a group', () => {
  it('moves the rate of that group, with a warm-up of its own, and the other has that of the stage', async () => {
    const groups = [
      { name: 'head', select: 'head', learningRate: 0.1, schedule: { kind: 'constant' }, warmUp: { steps: 2, from: 0.5 } },
      { name: 'body', select: 'rest', learningRate: 0.01 },
    ];
    const stage = { epochs: 2, groups, schedule: { kind: 'step', everyEpochs: 1, gamma: 0.1 } };
    const rates = ofKind(await run(new TinyNetwork({ dropout: 0 }), plain(stage), {}, tinyData({ train: 12 })), 'step').map((step) => step.learningRates);
    // Three steps an epoch: torch's LinearLR(0.5, total_iters=2) for the one, StepLR(1)
    // for the other.
    expect(rates.map(({ head }) => head)).toEqual([0.05, expect.closeTo(0.075, 12), 0.1, 0.1, 0.1, 0.1]);
    expect(rates.map(({ body }) => body)).toEqual([0.01, 0.01, 0.01, expect.closeTo(0.001, 12), expect.closeTo(0.001, 12), expect.closeTo(0.001, 12)]);
  });

  it('at a rate of nothing leaves its parameters to the bit', async () => {
    const network = new TinyNetwork({ dropout: 0 });
    const before = weightsOf(network);
    const groups = [
      { name: 'head', select: 'head', learningRate: 0.1, schedule: { kind: 'constant' }, warmUp: { steps: 1000, from: 0 } },
      { name: 'body', select: 'rest', learningRate: 0.05 },
    ];
    for await (const event of fineTune(network, tinyData({ train: 4 }), plain({ groups }), { batchSize: 4, seed: 7 })) if (event.kind === 'step') break;
    expect(weightsOf(network)['fc.weight']).toEqual(before['fc.weight']);
    expect(weightsOf(network)['conv1.weight']).not.toEqual(before['conv1.weight']);
  });
});

describe('class weights', () => {
  it('balanced gives each class the same share: images / (classes · images of the class)', async () => {
    const [balanced, spelled] = [new TinyNetwork(), new TinyNetwork()];
    await run(balanced, plain({ classWeights: 'balanced' }));
    await run(spelled, plain({ classWeights: [14 / 15, 14 / 15, 14 / 12] }));
    expect(weightsOf(balanced)).toEqual(weightsOf(spelled));
    const named = new TinyNetwork();
    await run(named, plain({ classWeights: { c: 14 / 12, a: 14 / 15, b: 14 / 15 } }));
    expect(weightsOf(named)).toEqual(weightsOf(spelled));
    const none = new TinyNetwork();
    await run(none, plain({}));
    expect(weightsOf(balanced)).not.toEqual(weightsOf(none));
  });

  it('of another number than the classes are refused before anything trains', () => {
    expect(() => planStage(new TinyNetwork(), plain({ classWeights: [1, 2] }).stages[0]!)).toThrow(RecipeError);
    expect(() => planStage(new TinyNetwork(), plain({ classWeights: [1, 2] }).stages[0]!)).toThrow(/has 2 weights and the network 3 classes/);
  });

  it('for a class that the data lacks are refused before anything trains', async () => {
    const network = new TinyNetwork();
    const before = weightsOf(network);
    await expect(run(network, plain({ classWeights: { a: 1, b: 1, cats: 1 } }))).rejects.toThrow(/no class "cats".*no weight for "c"/);
    expect(weightsOf(network)).toEqual(before);
  });
});

describe('weight decay', () => {
  it('leaves alone what it is told to: norms, biases, gates', () => {
    expect(undecayed(['norms'])).toEqual(['bn1.weight', 'bn1.bias']);
    expect(undecayed(['biases'])).toEqual(['bn1.bias', 'conv2.bias', 'fc.bias']);
    expect(undecayed(['gates'])).toEqual(['cbam.weight']);
    expect(undecayed([])).toEqual([]);
  });

  it('moves an undecayed parameter as if there were no decay', async () => {
    const [decayed, spared, none] = [new TinyNetwork(), new TinyNetwork(), new TinyNetwork()];
    const data = tinyData({ train: 4 });
    await run(decayed, plain({ weightDecay: 0.5 }), {}, data);
    await run(spared, plain({ weightDecay: 0.5, noDecay: ['norms', 'biases', 'gates'] }), {}, data);
    await run(none, plain({}), {}, data);
    for (const name of ['bn1.weight', 'fc.bias']) expect(weightsOf(spared)[name]).toEqual(weightsOf(none)[name]);
    expect(weightsOf(decayed)['bn1.weight']).not.toEqual(weightsOf(none)['bn1.weight']);
    expect(weightsOf(spared)['conv1.weight']).toEqual(weightsOf(decayed)['conv1.weight']);
  });
});

const swa = (rest: object = {}) => plain({ epochs: 5, batchNorm: 'update', swa: {}, ...rest });
const meanOf = (rows: readonly (readonly number[])[]) => rows[0]!.map((_, at) => rows.reduce((sum, row) => sum + row[at]!, 0) / rows.length);
const resultsOf = (all: readonly FineTuneEvent[]) =>
  ofKind(all, 'end')[0]!.results[0]!.epochs.map(({ swa: average, validationLoss }) => [average, validationLoss]);

/** Mean and unbiased variance of each channel that the stem's batch norm is given, batch by batch
 * of an epoch. */
async function statisticsOfBatches(weight: readonly number[], epoch: number): Promise<{ mean: number[]; variance: number[] }[]> {
  const statistics: { mean: number[]; variance: number[] }[] = [];
  for await (const { images, shape } of tinyData().train.batches({ batchSize: 4, shuffle: true, seed: 7, epoch })) {
    const output = tf.conv2d(tf.tensor4d(images, [...shape]), tf.tensor4d([...weight], [3, 3, 3, 4]), 1, 1);
    const { mean, variance } = tf.moments(output, [0, 1, 2]);
    const count = output.size / 4;
    statistics.push({ mean: [...mean.dataSync()], variance: [...tf.mul(variance, count / (count - 1)).dataSync()] });
  }
  return statistics;
}

describe('mean of the weights over epochs', () => {
  it('is the mean of the weights at the end of each epoch from half of them on, with batch norms measured again', async () => {
    const network = new TinyNetwork({ dropout: 0 });
    const ends: ReturnType<typeof weightsOf>[] = [];
    let tried: ReturnType<typeof weightsOf> = {};
    for await (const event of fineTune(network, tinyData(), swa(), { batchSize: 4, seed: 7 })) {
      if (event.kind === 'validation' && event.weights === 'swa') tried = weightsOf(network);
      if (event.kind !== 'epoch-end') continue;
      ends.push(weightsOf(network));
      expect(event.result.swa === undefined).toBe(event.result.epoch < 2);
    }
    for (const name of ['conv1.weight', 'bn1.weight', 'fc.weight'] as const)
      meanOf(ends.slice(2).map((weights) => weights[name]!)).forEach((value, at) => expect(tried[name]![at]).toBeCloseTo(value, 5));
    const batches = await statisticsOfBatches(tried['conv1.weight']!, 4);
    meanOf(batches.map(({ mean }) => mean)).forEach((value, at) => expect(tried['bn1.running_mean']![at]).toBeCloseTo(value, 5));
    meanOf(batches.map(({ variance }) => variance)).forEach((value, at) => expect(tried['bn1.running_var']![at]).toBeCloseTo(value, 5));
  });

  it('goes on to the bit after a stop while the averages were tried', async () => {
    const whole = new TinyNetwork();
    const wanted = await run(whole, swa());
    const store = memoryStore();
    const network = new TinyNetwork();
    const abort = new AbortController();
    for await (const event of fineTune(network, tinyData(), swa(), { batchSize: 4, seed: 7, store, signal: abort.signal })) {
      if (event.kind === 'validation' && event.weights === 'swa' && event.epoch === 3) abort.abort();
    }
    const events = await run(network, swa(), { store, resume: true });
    expect(resultsOf(events)).toEqual(resultsOf(wanted));
  });

  it('is refused beside a moving average: a stage keeps one', () => {
    expect(() => swa({ ema: {} })).toThrow(RecipeError);
    expect(() => swa({ ema: {} })).toThrow('leave one of them out');
  });
});

describe('moving average of the weights', () => {
  it('is decay · average + (1 − decay) · weight after each step, from the weights the stage starts with', async () => {
    const network = new TinyNetwork();
    let expected = weightsOf(network)['fc.weight']!;
    let saved: TrainingCheckpoint | null = null;
    const store = { ...memoryStore(), saveCheckpoint: async (checkpoint: TrainingCheckpoint) => void (saved = checkpoint) };
    for await (const event of fineTune(network, tinyData(), plain({ ema: { decay: 0.5, warmUp: false } }), { batchSize: 4, store })) {
      if (event.kind === 'step') expected = expected.map((value, at) => 0.5 * value + 0.5 * weightsOf(network)['fc.weight']![at]!);
    }
    const average = saved!.tensors.get('ema.fc.weight')!.values;
    expected.forEach((value, at) => expect(average[at]).toBeCloseTo(value, 6));
  });

  it('warms up: the first step keeps 2/11 of the start', async () => {
    const network = new TinyNetwork();
    const first = weightsOf(network)['fc.weight']![0]!;
    let saved: TrainingCheckpoint | null = null;
    const store = { ...memoryStore(), saveCheckpoint: async (checkpoint: TrainingCheckpoint) => void (saved = checkpoint) };
    await run(network, plain({ ema: {} }), { store }, tinyData({ train: 4 }));
    expect(saved!.tensors.get('ema.fc.weight')!.values[0]).toBeCloseTo((2 / 11) * first + (9 / 11) * weightsOf(network)['fc.weight']![0]!, 6);
  });

  it('is tried beside the weights, kept at its best, and leaves the run to the bit as it is without', async () => {
    const [withAverage, without] = [new TinyNetwork(), new TinyNetwork()];
    const recipe = withEpochs(threeStage(), [2, 1, 1]);
    const tried: string[] = [];
    const store = { ...memoryStore(), saveBestEma: async (network: object) => void tried.push(JSON.stringify(weightsOf(network as TinyNetwork)['fc.weight'])) };
    const before = tf.memory().numTensors;
    const events = await run(withAverage, withTrainingFeatures(recipe, { ema: { decay: 0.9, warmUp: true } }), { store });
    expect(tf.memory().numTensors).toBe(before);
    await run(without, recipe);
    expect(weightsOf(withAverage)).toEqual(weightsOf(without));
    for (const { result } of ofKind(events, 'epoch-end')) expect(result.ema!.validationAccuracy).toBeGreaterThanOrEqual(0);
    const end = ofKind(events, 'end')[0]!;
    expect(end.bestEma!.validationAccuracy).toBe(Math.max(...ofKind(events, 'epoch-end').map(({ result }) => result.ema!.validationAccuracy!)));
    expect(tried.length).toBeGreaterThan(0);
    expect(tried.at(-1)).not.toEqual(JSON.stringify(weightsOf(withAverage)['fc.weight']));
  });
});

describe('features that are computed once', () => {
  const recipe = withEpochs(threeStage(), [3, 0, 0]);

  it('go outside memory when they do not fit in it, and come back with the same bits', async () => {
    const [spilled, computed] = [new TinyNetwork(), new TinyNetwork()];
    const spill = arraySpill();
    const events = await run(spilled, recipe, { cacheBytes: 0, spill });
    await run(computed, recipe, { cacheBytes: 0 });
    expect(spill).toMatchObject({ opened: 2, openNow: 0 });
    expect(new Set(ofKind(events, 'features').map(({ place }) => place))).toEqual(new Set(['disk']));
    expect(weightsOf(spilled)).toEqual(weightsOf(computed));
  });

  it('of a declared number of augmented views equal the run that augments anew, to the bit', async () => {
    const [kept, computed, endless] = [new TinyNetwork(), new TinyNetwork(), new TinyNetwork()];
    const varied = { ...recipe, stages: [{ ...recipe.stages[0]!, epochs: 4, augment: true, augmentedViews: 2 }] };
    const data = tinyData({ varies: true });
    const events = await run(kept, varied, {}, data);
    await run(computed, varied, { cacheBytes: 0 }, data);
    await run(endless, { ...varied, stages: [{ ...varied.stages[0]!, augmentedViews: undefined }] }, {}, data);
    expect(Math.max(...ofKind(events, 'features').map(({ images }) => images))).toBe(2 * 14);
    expect(weightsOf(kept)).toEqual(weightsOf(computed));
    expect(weightsOf(kept)).not.toEqual(weightsOf(endless));
  });
});

describe('carrying over', () => {
  it('two stages that carry over take the steps of one stage twice as long, schedule and momentum too', async () => {
    const [two, one] = [new TinyNetwork(), new TinyNetwork()];
    const steps = ofKind(await run(two, stages(true)), 'step').map(({ learningRates }) => learningRates['all']);
    const long = defineRecipe({ name: 'one', stages: [{ ...stages(false).stages[0]!, epochs: 4 }] });
    expect(steps).toEqual(ofKind(await run(one, long), 'step').map(({ learningRates }) => learningRates['all']));
    expect(weightsOf(two)).toEqual(weightsOf(one));
  });

  it('without it the second stage starts its schedule anew', async () => {
    const rates = ofKind(await run(new TinyNetwork(), stages(false)), 'step').map(({ learningRates }) => learningRates['all']);
    expect(rates[8]).toBe(rates[0]);
  });
});

describe('mixed images', () => {
  it('are trained towards both of their labels, each by its share', async () => {
    const own = await lossOf(undefined);
    const other = await lossOf({ partnerLabels: Int32Array.of(1, 1, 1), weight: new Float32Array(3) });
    const half = await lossOf({ partnerLabels: Int32Array.of(1, 1, 1), weight: new Float32Array(3).fill(0.5) });
    expect(half).toBeCloseTo((own + other) / 2, 5);
    expect(other).not.toBeCloseTo(own, 2);
  });
});

describe('checkpoints by time', () => {
  it('are written after the step under way when the newest is old enough', async () => {
    const events = await run(new TinyNetwork(), withEpochs(full(), [1]), { store: memoryStore(), checkpointEverySeconds: 0 });
    expect(ofKind(events, 'checkpoint')).toHaveLength(ofKind(events, 'step').length + 1);
  });
});

describe('a loss that is not finite', () => {
  it.each([
    ['a parameter that holds none', (network: TinyNetwork) => network.conv2.bias!.assign(tf.fill([4], Number.NaN) as tf.Tensor1D), /conv2\.bias holds values/],
    ['a layer that overflows', (network: TinyNetwork) => network.conv1.weight.assign(tf.fill([3, 3, 3, 4], 3e38) as tf.Tensor4D), /; conv1 gives values/],
  ])('is followed to %s', async (_, spoil, message) => {
    const network = new TinyNetwork();
    spoil(network);
    const failure = await run(network, withEpochs(full(), [1])).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NonFiniteLossError);
    expect((failure as Error).message).toMatch(message);
  });
});
