import { startBackend } from '@attune/backend';
import {
  type AnyModule,
  BatchNorm2d,
  type ForwardContext,
  type Network,
  crossEntropy,
  evaluation,
  namedModules,
  namedParameters,
  namedVariables,
  segmentVariables,
  disposeModule,
} from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { readGolden } from '../../../../tools/testing/golden.ts';
import { resnets } from './models.ts';

interface Names {
  /** Names and torch shapes, in torch's order. */
  readonly state: readonly (readonly [name: string, shape: readonly number[]])[];
  /** How many `num_batches_tracked` there are besides. */
  readonly counters: number;
}

const { architectures } = readGolden<{ readonly architectures: Record<string, Names> }>(new URL('../test/parity/names.json', import.meta.url));
const all = Object.entries(resnets);
const training: ForwardContext = { training: true, frozen: new Set(), random: Math.random };

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

describe('every ResNet', () => {
  it('is in the registry under its own name', () => {
    expect(Object.keys(resnets).toSorted()).toEqual(Object.keys(architectures).toSorted());
  });

  it.each(all)(
    "%s has the names, order and shapes of torchvision's (the CIFAR ones, akamaster's), and segments that cover every variable once",
    (name, build) => {
      const network = build({ seed: null });
      expect(network.architecture).toBe(name);
      expect([...namedVariables(network)].map(([variable, { shape }]) => [variable, torchShape(shape)])).toEqual(architectures[name]!.state);
      expect(countNorms(network)).toBe(architectures[name]!.counters);
      expect(coveredBySegments(network)).toEqual([...namedVariables(network)].map(([variable]) => variable));
      disposeModule(network);
    },
  );

  it.each(all)('%s gives logits at a small size, and every parameter a finite gradient, leaving no tensor behind', (name, build) => {
    const network = build({ classes: 3 });
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const size = name in { resnet18: 0, resnet34: 0, resnet50: 0, resnet101: 0, resnet152: 0 } ? 33 : 16;
      const images = tf.randomNormal<tf.Rank.R4>([2, size, size, 3], 0, 1, 'float32', 1);
      expect(network.forward(images, evaluation).shape).toEqual([2, 3]);
      const parameters = [...namedParameters(network).values()];
      const { value, grads } = tf.variableGrads(() => crossEntropy(network.forward(images, training), tf.tensor1d([0, 2], 'int32')), parameters);
      expect(Number.isFinite(value.dataSync()[0])).toBe(true);
      for (const parameter of parameters) expect(grads[parameter.name]!.shape).toEqual(parameter.shape);
      const sums = parameters.map((parameter) => tf.sum(tf.abs(grads[parameter.name]!)));
      expect([...tf.stack(sums).dataSync()].every((sum) => Number.isFinite(sum) && sum > 0)).toBe(true);
    });
    expect(tf.memory().numTensors).toBe(before);
    disposeModule(network);
  });
});
