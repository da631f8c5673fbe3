import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { Relu } from './activations.ts';
import { BatchNorm2d } from './batch-norm.ts';
import { Conv2d } from './conv2d.ts';
import {
  type ForwardContext,
  Module,
  buffer,
  countScalars,
  disposeModule,
  evaluation,
  namedModules,
  namedParameters,
  namedVariables,
  parameter,
  sequence,
  stateDict,
} from './module.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Every kind of field that a module may have. */
class Sample extends Module {
  readonly conv1 = new Conv2d({ inChannels: 1, outChannels: 1, kernelSize: 1 });
  readonly scale = parameter(tf.tensor1d([1]));
  readonly features: readonly Module[] = [new Relu(), new BatchNorm2d({ channels: 1 })];
  readonly downsample: Module | null = null;
  readonly note = 'no state';
  readonly #hidden = new Conv2d({ inChannels: 1, outChannels: 1, kernelSize: 1 });

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    return this.#hidden.forward(input, context);
  }
}

describe('namedVariables', () => {
  it('names state by the path of public fields; arrays are numbered, null, values and #private fields are no state', () => {
    expect([...namedVariables(new Sample())].map(([name]) => name)).toEqual([
      'scale',
      'conv1.weight',
      'conv1.bias',
      'features.1.weight',
      'features.1.bias',
      'features.1.running_mean',
      'features.1.running_var',
    ]);
  });

  it('gives live references', () => {
    const sample = new Sample();
    expect(stateDict(sample).get('features.1.running_mean')).toBe((sample.features[1] as BatchNorm2d).running_mean);
  });

  it('lets two instances live side by side: names are paths, not tfjs names', () => {
    const [one, other] = [new Sample(), new Sample()];
    expect([...stateDict(one).keys()]).toEqual([...stateDict(other).keys()]);
    expect(stateDict(one).get('scale')).not.toBe(stateDict(other).get('scale'));
  });
});

describe('namedModules', () => {
  it('walks parents before children, itself included, with their paths', () => {
    expect([...namedModules(new Sample())].map(([path]) => path)).toEqual(['', 'conv1', 'features.0', 'features.1']);
  });
});

describe('namedParameters', () => {
  it('leaves the buffers out', () => {
    expect([...namedParameters(new Sample()).keys()]).toEqual(['scale', 'conv1.weight', 'conv1.bias', 'features.1.weight', 'features.1.bias']);
  });
});

describe('parameter and buffer', () => {
  it('take their initial tensor over and fix whether an optimizer may move it', () => {
    const initial = tf.tensor1d([1, 2]);
    const weight = parameter(initial);
    expect(initial.isDisposed).toBe(true);
    expect([...weight.dataSync()]).toEqual([1, 2]);
    expect([weight.trainable, buffer(tf.tensor1d([0])).trainable]).toEqual([true, false]);
  });

  it('keep buffers out of every gradient', () => {
    const [weight, statistic] = [parameter(tf.scalar(2)), buffer(tf.scalar(3))];
    const { grads } = tf.variableGrads(() => tf.mul<tf.Scalar>(weight, statistic));
    expect(Object.keys(grads)).toEqual([weight.name]);
  });
});

describe('countScalars', () => {
  it('adds the sizes up', () => {
    expect(countScalars(namedParameters(new Conv2d({ inChannels: 2, outChannels: 4, kernelSize: 3 })).values())).toBe(2 * 4 * 9 + 4);
  });
});

describe('sequence', () => {
  it('runs modules one after another, and none at all is the identity', () => {
    const double = new Conv2d({ inChannels: 1, outChannels: 1, kernelSize: 1, bias: false, initialize: (shape) => tf.mul(tf.ones([...shape]), -2) });
    const input = tf.ones<tf.Rank.R4>([1, 1, 1, 1]);
    expect(sequence([double, double], input, evaluation).dataSync()[0]).toBe(4);
    expect(sequence([double, new Relu()], input, evaluation).dataSync()[0]).toBe(0);
    expect(sequence([], input, evaluation)).toBe(input);
  });
});

describe('disposeModule', () => {
  it('frees every named variable', () => {
    const before = tf.memory().numTensors;
    const layer = new BatchNorm2d({ channels: 4 });
    expect(tf.memory().numTensors).toBe(before + 4);
    disposeModule(layer);
    expect(tf.memory().numTensors).toBe(before);
  });
});
