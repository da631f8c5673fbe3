import { startBackend } from '@attune/backend';
import {
  type AnyModule,
  BatchNorm2d,
  type ForwardContext,
  type Network,
  crossEntropy,
  disposeModule,
  evaluation,
  namedModules,
  namedParameters,
  namedVariables,
  segmentVariables,
  seededRandom,
} from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { readGolden } from '../../../../tools/testing/golden.ts';
import { vggs } from './models.ts';

interface Names {
  /** Names and torch shapes, in torch's order. */
  readonly state: readonly (readonly [name: string, shape: readonly number[]])[];
  /** How many `num_batches_tracked` there are besides. */
  readonly counters: number;
}

const { architectures } = readGolden<{ readonly architectures: Record<string, Names> }>(new URL('../test/parity/names.json', import.meta.url));
const all = Object.entries(vggs);
const training: ForwardContext = { training: true, frozen: new Set(), random: seededRandom(1) };
/** The head is what is large in a VGG. */
const narrow = { hidden: 16, poolSize: 1, classes: 3 };

beforeAll(async () => {
  await startBackend('wasm', { threads: 1 });
});

function torchShape(shape: readonly number[]): readonly number[] {
  if (shape.length === 4) return [shape[3]!, shape[2]!, shape[0]!, shape[1]!];
  return shape.length === 2 ? [shape[1]!, shape[0]!] : shape;
}

function countNorms(module: AnyModule): number {
  return [...namedModules(module)].filter(([, child]) => child instanceof BatchNorm2d).length;
}

function coveredBySegments(network: Network): string[] {
  return network.segments().flatMap((segment) => [...segmentVariables(network, segment).keys()]);
}

/** torchvision's shapes but for the head's three sizes. */
function narrowed(name: string, shape: readonly number[]): readonly number[] {
  const heads: Record<string, readonly number[]> = {
    'classifier.0.weight': [16, 512],
    'classifier.3.weight': [16, 16],
    'classifier.6.weight': [3, 16],
    'classifier.0.bias': [16],
    'classifier.3.bias': [16],
    'classifier.6.bias': [3],
  };
  return heads[name] ?? shape;
}

describe('every VGG', () => {
  it('is in the registry under its own name', () => {
    expect(Object.keys(vggs).toSorted()).toEqual(Object.keys(architectures).toSorted());
  });

  it.each(all)("%s has torchvision's names, order and shapes (a narrow head aside), and segments that cover every variable once", (name, build) => {
    const network = build({ ...narrow, seed: null });
    const { state, counters } = architectures[name]!;
    expect(network.architecture).toBe(name);
    expect([...namedVariables(network)].map(([variable, { shape }]) => [variable, torchShape(shape)])).toEqual(
      state.map(([variable, shape]) => [variable, narrowed(variable, shape)]),
    );
    expect(countNorms(network)).toBe(counters);
    expect(coveredBySegments(network)).toEqual([...namedVariables(network)].map(([variable]) => variable));
    disposeModule(network);
  });

  it.each(all)('%s gives logits at a small size, and every parameter a finite gradient, leaving no tensor behind', (_, build) => {
    const network = build(narrow);
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const images = tf.randomNormal<tf.Rank.R4>([2, 32, 32, 3], 0, 1, 'float32', 1);
      expect(network.forward(images, evaluation).shape).toEqual([2, 3]);
      const parameters = [...namedParameters(network).values()];
      const { value, grads } = tf.variableGrads(() => crossEntropy(network.forward(images, training), tf.tensor1d([0, 2], 'int32')), parameters);
      expect(Number.isFinite(value.dataSync()[0])).toBe(true);
      for (const parameter of parameters) expect(grads[parameter.name]!.shape).toEqual(parameter.shape);
      const sums = parameters.map((parameter) => tf.sum(tf.abs(grads[parameter.name]!)));
      expect([...tf.stack(sums).dataSync()].every(Number.isFinite)).toBe(true);
    });
    expect(tf.memory().numTensors).toBe(before);
    disposeModule(network);
  });
});

describe('vgg11 as it comes', () => {
  it("has torchvision's head: 7 × 7 positions, 4,096 units, 1,000 classes", () => {
    const network = vggs.vgg11({ seed: null });
    expect([...namedVariables(network)].map(([variable, { shape }]) => [variable, torchShape(shape)])).toEqual(architectures.vgg11!.state);
    disposeModule(network);
  });
});
