import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { Dropout, DropoutRateError, Flatten, Identity, Relu } from './activations.ts';
import { type BatchPart, type ForwardContext, evaluation } from './module.ts';
import { seededRandom } from './random.ts';

const trainingFrom = (seed: number): ForwardContext => ({ training: true, frozen: new Set(), random: seededRandom(seed) });

const ones = () => tf.ones<tf.Rank.R2>([100, 100]);
const maskOf = (seed: number) => [...new Dropout({ rate: 0.5 }).forward(ones(), trainingFrom(seed)).dataSync()];

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('Relu and Identity', () => {
  it('cut negative values to 0, and pass everything', () => {
    const input = tf.tensor4d([-2, 0, 3], [1, 1, 1, 3]);
    expect([...new Relu().forward(input, evaluation).dataSync()]).toEqual([0, 0, 3]);
    expect(new Identity().forward(input, evaluation)).toBe(input);
  });
});

const drawing = (part?: BatchPart) => ({ training: true, frozen: new Set<tf.Variable>(), random: () => 0.3, part }) as const;

describe('Dropout', () => {
  it('passes its very input outside training and at rate 0', () => {
    const input = ones();
    expect(new Dropout({ rate: 0.5 }).forward(input, evaluation)).toBe(input);
    expect(new Dropout({ rate: 0 }).forward(input, trainingFrom(1))).toBe(input);
  });

  it('zeroes a share of `rate` within 2 points and scales the rest by 1 / (1 − rate)', () => {
    const values = new Dropout({ rate: 0.2 }).forward(ones(), trainingFrom(1)).dataSync();
    expect([...new Set(values)].sort()).toEqual([0, Math.fround(1 / 0.8)]);
    expect(values.filter((value) => value === 0).length / values.length).toBeCloseTo(0.2, 1);
  });

  it('draws from the context alone: one seed gives one mask, another seed another', () => {
    expect(maskOf(7)).toEqual(maskOf(7));
    expect(maskOf(7)).not.toEqual(maskOf(8));
  });

  it('advances the generator by one draw, so that two layers of a network have masks of their own', () => {
    const context = trainingFrom(3);
    const dropout = new Dropout({ rate: 0.5 });
    const [first, second] = [dropout.forward(ones(), context), dropout.forward(ones(), context)];
    expect([...first.dataSync()]).not.toEqual([...second.dataSync()]);
  });

  it('sends the gradient where the value went', () => {
    const input = tf.variable(ones());
    const dropout = new Dropout({ rate: 0.5 });
    const output = dropout.forward(input as tf.Tensor as tf.Tensor2D, trainingFrom(5)).dataSync();
    const { grads } = tf.variableGrads(() => tf.sum(dropout.forward(input as tf.Tensor as tf.Tensor2D, trainingFrom(5))), [input]);
    expect([...grads[input.name]!.dataSync()]).toEqual([...output]);
  });

  it('drops of a part of a batch what it drops of the whole', () => {
    const input = tf.randomNormal<tf.Rank.R2>([6, 5]);
    const whole = new Dropout({ rate: 0.5 }).forward(input, drawing()).arraySync();
    const part = new Dropout({ rate: 0.5 }).forward(tf.slice(input, [2, 0], [3, 5]), drawing({ first: 2, of: 6 }));
    expect(part.arraySync()).toEqual(whole.slice(2, 5));
  });

  it.each([-0.1, 1, 1.5, Number.NaN])('refuses a rate of %s, naming it', (rate) => {
    expect(() => new Dropout({ rate })).toThrow(DropoutRateError);
    expect(() => new Dropout({ rate })).toThrow(`A dropout rate of ${rate}`);
    expect(new DropoutRateError(rate)).toMatchObject({ code: 'ATTUNE_DROPOUT_RATE', name: 'DropoutRateError', rate });
  });
});

describe('Flatten', () => {
  it("lays an image out in torch's order, channels outermost", () => {
    const input = tf.tensor4d([1, 10, 2, 20, 3, 30, 4, 40], [1, 2, 2, 2]);
    expect(new Flatten().forward(input, evaluation).arraySync()).toEqual([[1, 2, 3, 4, 10, 20, 30, 40]]);
  });
});
