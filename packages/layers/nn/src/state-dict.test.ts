import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import { Conv2d } from './conv2d.ts';
import { Linear } from './linear.ts';
import { stateDict } from './module.ts';
import { seededRandom } from './random.ts';
import { StateDictError, loadStateDict } from './state-dict.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const linear = (seed = 0) => new Linear({ inFeatures: 2, outFeatures: 3, random: seededRandom(seed) });
const valuesOf = (module: Linear | Conv2d) => [...stateDict(module)].map(([name, variable]) => [name, [...variable.dataSync()]]);

function faultOf(load: () => void): StateDictError {
  try {
    load();
  } catch (error) {
    if (error instanceof StateDictError) return error;
  }
  throw new Error('no StateDictError was thrown');
}

describe('loadStateDict', () => {
  it('undoes stateDict for any sizes: the loaded module equals the saved one bit for bit', () => {
    const size = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(fc.record({ inChannels: size, outChannels: size, kernelSize: size, bias: fc.boolean() }), fc.nat(), (config, seed) => {
        const saved = new Conv2d({ ...config, random: seededRandom(seed) });
        const loaded = new Conv2d({ ...config, random: seededRandom(seed + 1) });
        loadStateDict(loaded, stateDict(saved));
        expect(valuesOf(loaded)).toEqual(valuesOf(saved));
      }),
      { numRuns: 30 },
    );
  });

  it('copies: no memory is shared with the source, which a backend could then update in place for both', () => {
    const [source, target] = [linear(1), linear(2)];
    loadStateDict(target, stateDict(source));
    expect(target.weight.dataId).not.toBe(source.weight.dataId);
  });

  it('leaves the given tensors alone and no tensor behind', () => {
    const target = linear();
    const state = new Map<string, tf.Tensor>([
      ['weight', tf.ones([2, 3])],
      ['bias', tf.ones([3])],
    ]);
    const before = tf.memory().numTensors;
    loadStateDict(target, state);
    expect(tf.memory().numTensors).toBe(before);
    expect([...state.values()].every((tensor) => !tensor.isDisposed)).toBe(true);
  });

  it('takes whole numbers as float32', () => {
    const target = linear();
    loadStateDict(
      target,
      new Map([
        ['weight', tf.ones([2, 3], 'int32')],
        ['bias', tf.zeros([3])],
      ]),
    );
    expect(target.weight.dtype).toBe('float32');
    expect([...target.weight.dataSync()]).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('names everything missing, unexpected and misshapen at once, and loads nothing', () => {
    const target = linear();
    const before = valuesOf(target);
    const error = faultOf(() =>
      loadStateDict(
        target,
        new Map([
          ['weight', tf.ones([3, 2])],
          ['extra', tf.ones([1])],
        ]),
      ),
    );
    expect(error).toMatchObject({
      code: 'ATTUNE_STATE_DICT',
      name: 'StateDictError',
      missing: ['bias'],
      unexpected: ['extra'],
      misshapen: [{ name: 'weight', expected: [2, 3], actual: [3, 2] }],
    });
    expect(error.message).toContain('1 missing (bias); 1 unexpected (extra); 1 of another shape (weight is [3, 2], the model has [2, 3])');
    expect(valuesOf(target)).toEqual(before);
  });

  it('lets a predicate name what may be absent, and nothing else', () => {
    const target = linear();
    const [, bias] = valuesOf(target);
    const state = new Map([['weight', tf.ones([2, 3])]]);
    loadStateDict(target, state, { allowMissing: (name) => name === 'bias' });
    expect(valuesOf(target)).toEqual([['weight', [1, 1, 1, 1, 1, 1]], bias]);
    expect(faultOf(() => loadStateDict(target, new Map(), { allowMissing: (name) => name === 'bias' })).missing).toEqual(['weight']);
  });
});
