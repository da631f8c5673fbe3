import { setTimeout as sleep } from 'node:timers/promises';

import { loadStateDict, namedVariables, stateDict, whileLoading } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import {
  type Batch,
  type BatchOptions,
  ClassCountError,
  type EpochResult,
  type FineTuneEvent,
  type FineTuneOptions,
  NonFiniteLossError,
  type Recipe,
  type Split,
  type Stage,
  defineRecipe,
  fineTune,
  full,
  headOnly,
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

async function run(network: TinyNetwork, recipe: Recipe, options: FineTuneOptions = {}): Promise<FineTuneEvent[]> {
  const events: FineTuneEvent[] = [];
  for await (const event of fineTune(network, tinyData(), recipe, { batchSize: 4, seed: 7, ...options })) events.push(event);
  return events;
}

function stage(groups: unknown, rest: object = {}): Stage {
  return defineRecipe({ name: 'r', stages: [{ name: 's', epochs: 1, groups, ...rest }] }).stages[0]!;
}

function namesOfSlice(slice: unknown): string[] {
  const { groups } = planStage(new TinyNetwork(), stage([{ name: 's', select: { slice }, learningRate: 1 }]));
  return [...groups[0]!.parameters.keys()];
}

const weightsOf = (network: TinyNetwork) => Object.fromEntries([...namedVariables(network)].map(([name, variable]) => [name, [...variable.dataSync()]]));

/** Each pass begins 60 ms late. */
function late(split: Split): Split {
  async function* batches(options: BatchOptions): AsyncGenerator<Batch> {
    await sleep(60);
    yield* split.batches(options);
  }
  return { ...split, batches, batchIndices: (options) => split.batchIndices(options) };
}

async function lateEpochs(recipe: Recipe, epochs: number): Promise<EpochResult[]> {
  const data = tinyData();
  const results: EpochResult[] = [];
  for await (const event of fineTune(
    new TinyNetwork(),
    { ...data, train: late(data.train), validation: late(data.validation) },
    withEpochs(recipe, [epochs]),
  )) {
    if (event.kind === 'epoch-end') results.push(event.result);
  }
  return results;
}

describe('fineTune', () => {
  it('tells stages, steps and epochs in order, ends with the best epoch, and leaves no tensor', async () => {
    const network = new TinyNetwork();
    const before = tf.memory().numTensors;
    const events = await run(network, withEpochs(threeStage(), [2, 1, 1]));
    expect(tf.memory().numTensors).toBe(before);
    expect(events.filter(({ kind }) => kind === 'epoch-end')).toHaveLength(4);
    expect(events.filter(({ kind }) => kind === 'step')).toHaveLength(16);
    expect(events.at(-1)).toMatchObject({ kind: 'end' });
  });

  it('tells how much of an epoch was spent waiting for images, of both splits', async () => {
    for (const { seconds, waitingSeconds } of await lateEpochs(full(), 1)) {
      expect(waitingSeconds).toBeGreaterThan(0.11);
      expect(waitingSeconds).toBeLessThan(seconds);
    }
  });

  it('counts the images of features that are kept to the first epoch, and waits for nothing in the next', async () => {
    const [first, second] = await lateEpochs(headOnly(), 2);
    expect(first!.waitingSeconds).toBeGreaterThan(0.11);
    expect(first!.seconds).toBeGreaterThan(first!.waitingSeconds);
    expect(second!.waitingSeconds).toBe(0);
  });

  it('holds as many tensors after the third epoch as after the first', async () => {
    const counts: number[] = [];
    for await (const event of fineTune(new TinyNetwork(), tinyData(), withEpochs(full(), [3]), { batchSize: 4 })) {
      if (event.kind === 'epoch-end') counts.push(tf.memory().numTensors);
    }
    expect(counts[2]).toBe(counts[0]);
  });

  it('the same seed gives the same bits, another seed others', async () => {
    const [first, second, other] = [new TinyNetwork(), new TinyNetwork(), new TinyNetwork()];
    await run(first, withEpochs(full(), [2]));
    await run(second, withEpochs(full(), [2]));
    await run(other, withEpochs(full(), [2]), { seed: 8 });
    expect(weightsOf(second)).toEqual(weightsOf(first));
    expect(weightsOf(other)).not.toEqual(weightsOf(first));
  });

  it('a network whose weights are still being loaded trains from the loaded ones', async () => {
    const [waited, unwaited] = [new TinyNetwork({ seed: 1 }), new TinyNetwork({ seed: 2 })];
    const arriving = new Promise((resolve) => setTimeout(resolve, 20));
    void whileLoading(
      unwaited,
      arriving.then(() => loadStateDict(unwaited, stateDict(new TinyNetwork({ seed: 1 })))),
    );
    await run(unwaited, withEpochs(full(), [1]));
    await run(waited, withEpochs(full(), [1]));
    expect(weightsOf(unwaited)).toEqual(weightsOf(waited));
  });

  it('what a stage freezes, parameters and statistics, keeps its bits', async () => {
    const network = new TinyNetwork();
    const recipe = withEpochs(threeStage(), [2, 2, 0]);
    const before = weightsOf(network);
    await run(network, recipe);
    const after = weightsOf(network);
    for (const name of ['bn1.running_mean', 'bn1.running_var']) expect(after[name]).toEqual(before[name]);
    expect(after['fc.weight']).not.toEqual(before['fc.weight']);
  });

  it('features computed once give the weights of the run that computes them each epoch, to the bit', async () => {
    const [cached, computed] = [new TinyNetwork(), new TinyNetwork()];
    const recipe = withEpochs(threeStage(), [3, 0, 0]);
    const events = await run(cached, recipe);
    const plain = await run(computed, recipe, { cacheBytes: 0 });
    expect(events.some(({ kind }) => kind === 'features')).toBe(true);
    expect(plain.some(({ kind }) => kind === 'features-too-large')).toBe(true);
    expect(weightsOf(cached)).toEqual(weightsOf(computed));
  });

  it.each([
    ['it ends', {}],
    [
      'a run with every training feature ends',
      { accumulate: 2, ema: { decay: 0.9, warmUp: true }, classWeights: 'balanced', labelSmoothing: 0.1, augmentedViews: 1 },
    ],
  ] as const)('stopped after any step and resumed, %s with the bits of the uninterrupted run', async (_, features) => {
    const { stages, ...rest } = withTrainingFeatures(withEpochs(threeStage(), [2, 1, 1]), features);
    const recipe = { ...rest, stages: stages.map((each, index) => ({ ...each, carryOver: index === 2 })) };
    const whole = new TinyNetwork();
    const all = await run(whole, recipe, { store: memoryStore() });
    const steps = all.filter(({ kind }) => kind === 'step').length;
    for (let stopAfter = 1; stopAfter < steps; stopAfter++) {
      const store = memoryStore();
      const network = new TinyNetwork();
      const controller = new AbortController();
      let taken = 0;
      for await (const event of fineTune(network, tinyData(), recipe, { batchSize: 4, seed: 7, store, signal: controller.signal })) {
        if (event.kind === 'step' && ++taken === stopAfter) controller.abort();
      }
      const resumed = new TinyNetwork({ seed: 99 });
      await run(resumed, recipe, { store, resume: true });
      expect(weightsOf(resumed), `stopped after step ${stopAfter}`).toEqual(weightsOf(whole));
    }
  });

  it('a loss that is not finite stops the run before the step, and names stage, step, rates and images', async () => {
    const network = new TinyNetwork();
    network.fc.weight.assign(tf.fill([4, 3], Number.NaN) as tf.Tensor2D);
    const failure = await run(network, withEpochs(full(), [1])).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NonFiniteLossError);
    expect((failure as Error).message).toMatch(/Stage "all", epoch 1, step 1: the loss is NaN.*at rates all .*on images \d+, \d+/);
    expect(weightsOf(network)['conv1.weight']).toEqual(weightsOf(new TinyNetwork())['conv1.weight']);
  });

  it('a head of another size than the data is refused', async () => {
    await expect(run(new TinyNetwork({ classes: 5 }), full())).rejects.toThrow(ClassCountError);
  });
});

describe('planStage', () => {
  it('head alone leaves every segment before it still', () => {
    const plan = planStage(new TinyNetwork(), stage([{ name: 'head', select: 'head', learningRate: 1 }]));
    expect([...plan.groups[0]!.parameters.keys()]).toEqual(['fc.weight', 'fc.bias']);
    expect(plan).toMatchObject({ untaped: 2, still: 2 });
  });

  it('norms that follow the batches leave segments untaped but not still', () => {
    const plan = planStage(new TinyNetwork(), stage([{ name: 'head', select: 'head', learningRate: 1 }], { batchNorm: 'update' }));
    expect(plan).toMatchObject({ untaped: 2, still: 0 });
  });

  it('a parameter belongs to the first group that selects it', () => {
    const groups = [
      { name: 'attention', select: 'attention', learningRate: 1 },
      { name: 'body', select: { segments: ['body'] }, learningRate: 1 },
      { name: 'stem', select: { names: ['conv1.*'] }, learningRate: 1 },
      { name: 'norm', select: { pattern: '^bn1' }, learningRate: 1 },
      { name: 'rest', select: 'rest', learningRate: 1 },
    ];
    const { groups: planned } = planStage(new TinyNetwork(), stage(groups));
    expect(planned.map(({ parameters }) => [...parameters.keys()])).toEqual([
      ['cbam.weight'],
      ['conv2.weight', 'conv2.bias'],
      ['conv1.weight'],
      ['bn1.weight', 'bn1.bias'],
      ['fc.weight', 'fc.bias'],
    ]);
  });

  it("slices are Python's, also on a list that is shorter", () => {
    expect(namesOfSlice([-2, null])).toEqual(['fc.weight', 'fc.bias']);
    expect(namesOfSlice([-20, null])).toHaveLength(8);
  });

  it('a selector that matches nothing is an error, and so is a segment that is not there', () => {
    expect(() => planStage(new TinyNetwork(), stage([{ name: 'g', select: { names: ['layer9.**'] }, learningRate: 1 }]))).toThrow(
      /"layer9\.\*\*" selects no parameter/,
    );
    expect(() => planStage(new TinyNetwork(), stage([{ name: 'g', select: { segments: ['layer9'] }, learningRate: 1 }]))).toThrow(
      /no segment layer9; its segments are stem, body, head/,
    );
  });
});
