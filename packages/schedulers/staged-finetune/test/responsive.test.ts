import { NonFiniteOutputError } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { evaluate, findRate, fineTune, full, headOnly, withEpochs, withTrainingFeatures } from '../src/index.ts';
import { TinyNetwork, tinyData } from './tiny.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Aborted by the event loop at its next turn: only a loop that lets the process
 * breathe sees it. */
function abortedNextTurn(): AbortSignal {
  const controller = new AbortController();
  setImmediate(() => controller.abort());
  return controller.signal;
}

describe('a signal that the event loop aborts', () => {
  it('ends an evaluation before its last batch', async () => {
    let done = 0;
    const evaluating = evaluate(new TinyNetwork(), tinyData().validation, { batchSize: 1, signal: abortedNextTurn(), onProgress: (images) => (done = images) });
    await expect(evaluating).rejects.toThrow(/abort/u);
    expect(done).toBeLessThan(9);
  });

  it.each([
    ['steps', full()],
    ['steps on kept features', withTrainingFeatures(headOnly(), { augmentedViews: 1 })],
  ])('stops %s within the first epoch', async (_, recipe) => {
    const kinds: string[] = [];
    const run = fineTune(new TinyNetwork(), tinyData(), withEpochs(recipe, [3]), { batchSize: 1, signal: abortedNextTurn() });
    for await (const { kind } of run) kinds.push(kind);
    expect(kinds.at(-1)).toBe('stopped');
    expect(kinds).not.toContain('epoch-end');
  });

  it('ends a search for a learning rate before its last batch', async () => {
    let done = 0;
    const finding = findRate(new TinyNetwork(), tinyData(), full(), { batchSize: 1, steps: 50, signal: abortedNextTurn(), onStep: (steps) => (done = steps) });
    await expect(finding).rejects.toThrow(/abort/u);
    expect(done).toBeLessThan(50);
  });
});

describe('an evaluation of a network that holds NaN', () => {
  it('fails, naming the tensor, and leaves no tensor', async () => {
    const network = new TinyNetwork();
    network.bn1.running_var.assign(tf.tensor1d([1, 1, Number.NaN, 1]));
    const before = tf.memory().numTensors;
    const error = await evaluate(network, tinyData().validation).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(NonFiniteOutputError);
    expect(error).toMatchObject({ where: 'bn1.running_var holds values that are not finite' });
    expect(tf.memory().numTensors).toBe(before);
  });
});
