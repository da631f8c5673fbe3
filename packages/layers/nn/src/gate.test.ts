import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';

import { SqueezeExcite } from '../../../../tools/testing/squeeze-excite.ts';
import { Conv2d } from './conv2d.ts';
import { Gate, applyGate, attentionNames, gatesOf, pathAround } from './gate.ts';
import { type ForwardContext, type GateReport, Module, evaluation, namedModules, stateDict } from './module.ts';
import { seededRandom } from './random.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const random = seededRandom(1);
const convolution = () => new Conv2d({ inChannels: 4, outChannels: 4, kernelSize: 1, bias: false, random });

/** A block that is given attention, and attention beside it. */
class Block extends Module {
  readonly conv1 = convolution();
  readonly attention: Module | null;
  readonly layer1 = [convolution()];
  readonly attention1: Module | null;
  readonly cbam2 = convolution();

  constructor(attention: Module | null, attention1: Module | null) {
    super();
    this.attention = attention;
    this.attention1 = attention1;
  }

  forward(input: tf.Tensor4D): tf.Tensor4D {
    return input;
  }
}

describe('attention in a module', () => {
  it('is named by its kind, in its place among the fields', () => {
    expect([...stateDict(new Block(new SqueezeExcite(4, random), new SqueezeExcite(4, random))).keys()]).toEqual([
      'conv1.weight',
      ...['squeeze.weight', 'squeeze.bias', 'excite.weight', 'excite.bias'].map((name) => `own.${name}`),
      'layer1.0.weight',
      ...['squeeze.weight', 'squeeze.bias', 'excite.weight', 'excite.bias'].map((name) => `own1.${name}`),
      'cbam2.weight',
    ]);
  });

  it('is called cbam where it tells no kind, as before there were kinds', () => {
    const block = new Block(convolution(), null);
    expect([...stateDict(block).keys()]).toEqual(['conv1.weight', 'cbam.weight', 'layer1.0.weight', 'cbam2.weight']);
    expect([...gatesOf(block).keys()]).toEqual(['cbam', 'cbam2']);
    expect([...attentionNames(block)]).toEqual(['cbam.weight', 'cbam2.weight']);
  });

  it('is found by what it is, whatever the field; its parts are not listed apart', () => {
    class Other extends Module {
      readonly blocks = [new Block(null, new SqueezeExcite(4, random))];
      readonly lens = new SqueezeExcite(4, random);

      forward(input: tf.Tensor4D): tf.Tensor4D {
        return input;
      }
    }
    expect([...gatesOf(new Other()).keys()]).toEqual(['blocks.0.own1', 'blocks.0.cbam2', 'lens']);
  });
});

describe('pathAround', () => {
  it('is the path that a name lies below, whole fields alone', () => {
    expect(pathAround(['layer1.0.se', 'se1'], 'layer1.0.se.fc1.weight')).toBe('layer1.0.se');
    expect(pathAround(['layer1.0.se', 'se1'], 'se1')).toBe('se1');
    expect(pathAround(['se1'], 'se10.weight')).toBeUndefined();
  });
});

describe('applyGate', () => {
  it('multiplies, and tells the observer the gate, its input and whose it is', () => {
    const seen: GateReport[] = [];
    const context: ForwardContext = { ...evaluation, onGate: (report) => void seen.push(report) };
    const input = tf.ones<tf.Rank.R4>([1, 2, 2, 4]);
    const gate = new SqueezeExcite(4, random);
    const output = gate.forward(input, context);
    expect(seen).toEqual([{ module: gate, gate: seen[0]!.gate, input }]);
    expect(output.dataSync()).toEqual(tf.mul(input, seen[0]!.gate).dataSync());
  });

  it('takes a gate for each feature', () => {
    const input = tf.reshape<tf.Rank.R4>(tf.range(0, 8), [1, 2, 2, 2]);
    expect(applyGate(input, input).dataSync()).toEqual(tf.square(input).dataSync());
  });
});

describe('another installed copy of the package', () => {
  it('has modules and gates that this one walks, names and finds', async () => {
    vi.resetModules();
    const copy = await import('./gate.ts');
    expect(copy.Gate).not.toBe(Gate);
    const { Module: OtherModule } = await import('./module.ts');
    class Foreign extends copy.Gate {
      readonly kind = 'foreign';
      readonly weight = tf.variable(tf.ones([2]));

      forward(input: tf.Tensor4D): tf.Tensor4D {
        return input;
      }
    }
    const block = new Block(new Foreign(), null);
    expect([Gate.isInstance(block.attention), Gate.isInstance(block), Module.isInstance(block.attention), OtherModule.isInstance(block)]).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect([...stateDict(block).keys()]).toContain('foreign.weight');
    expect([...namedModules(block)].map(([path]) => path)).toContain('foreign');
    expect(gatesOf(block).has('foreign')).toBe(true);
  });
});
