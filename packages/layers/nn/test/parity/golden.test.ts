import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { type Packed, readGolden, relativeDifference, unpack } from '../../../../../tools/testing/golden.ts';
import { gradientsOf } from '../../../../../tools/testing/gradients.ts';
import { AdaptiveAveragePool2d, BatchNorm2d, Conv2d, type ForwardContext, Linear, MaxPool2d, crossEntropy, evaluation, maximum } from '../../src/index.ts';

interface Backward {
  readonly input: Packed;
  readonly output: Packed;
  readonly dy: Packed;
  readonly dInput: Packed;
}

interface Affine extends Backward {
  readonly weight: Packed;
  readonly bias?: Packed;
  readonly dWeight: Packed;
  readonly dBias?: Packed;
}

interface Step extends Backward {
  readonly training: boolean;
  readonly dWeight: Packed;
  readonly dBias: Packed;
  readonly running_mean: Packed;
  readonly running_var: Packed;
  readonly batches: number;
}

interface Maxima extends Record<'input' | 'positions' | 'dPositions' | 'dInputOfPositions' | 'channels' | 'dChannels' | 'dInputOfChannels', Packed> {
  readonly name: string;
}

interface Golden {
  readonly convolutions: readonly (Affine & { readonly config: ConstructorParameters<typeof Conv2d>[0] })[];
  readonly linears: readonly (Affine & { readonly config: ConstructorParameters<typeof Linear>[0] })[];
  readonly batchNorms: readonly {
    readonly name: string;
    readonly channels: number;
    readonly epsilon: number;
    readonly momentum: number;
    readonly weight: Packed;
    readonly bias: Packed;
    readonly steps: readonly Step[];
  }[];
  readonly maxPools: readonly (Backward & { readonly name: string; readonly config: ConstructorParameters<typeof MaxPool2d>[0] })[];
  readonly adaptiveAverages: readonly (Backward & { readonly size: number })[];
  readonly maxima: readonly Maxima[];
  readonly crossEntropies: readonly { name: string; labelSmoothing: number; logits: Packed; labels: number[]; loss: number; gradient: Packed }[];
}

const golden = readGolden<Golden>(new URL('golden.json', import.meta.url));
const tolerance = 1e-5;

const variableOf = <R extends tf.Rank = tf.Rank.R4>(packed: Packed) => tf.variable(unpack(packed)) as tf.Variable<R>;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Output and gradients (of the input, then of `parameters`) against torch's. */
function expectEqual(forward: (input: tf.Variable<tf.Rank>) => tf.Tensor, wanted: Backward, parameters: readonly [tf.Variable, Packed][] = []): void {
  const input = variableOf<tf.Rank>(wanted.input);
  let output: tf.Tensor | undefined;
  const run = () => (output = tf.keep(forward(input)));
  const gradients = gradientsOf(run, unpack(wanted.dy), [input, ...parameters.map(([variable]) => variable)]);
  expect(relativeDifference(output!, wanted.output)).toBeLessThan(tolerance);
  [wanted.dInput, ...parameters.map(([, gradient]) => gradient)].forEach((gradient, index) => {
    expect(relativeDifference(gradients[index]!, gradient)).toBeLessThan(tolerance);
  });
}

function loadAffine(
  layer: { readonly weight: tf.Variable; readonly bias: tf.Variable | null },
  { weight, bias, dWeight, dBias }: Affine,
): [tf.Variable, Packed][] {
  layer.weight.assign(unpack(weight));
  if (layer.bias === null) return [[layer.weight, dWeight]];
  layer.bias.assign(unpack(bias!));
  return [
    [layer.weight, dWeight],
    [layer.bias, dBias!],
  ];
}

describe('torch.nn.Conv2d', () => {
  it.each(golden.convolutions)('output and gradients equal torch within 1e-5: $config', (wanted) => {
    const layer = new Conv2d(wanted.config);
    const parameters = loadAffine(layer, wanted);
    expectEqual((input) => layer.forward(input as tf.Tensor as tf.Tensor4D, evaluation), wanted, parameters);
  });
});

describe('torch.nn.Linear', () => {
  it.each(golden.linears)('output and gradients equal torch within 1e-5: $config', (wanted) => {
    const layer = new Linear(wanted.config);
    const parameters = loadAffine(layer, wanted);
    expectEqual((input) => layer.forward(input as tf.Tensor as tf.Tensor2D, evaluation), wanted, parameters);
  });
});

const normOf = ({ channels, epsilon, momentum }: Golden['batchNorms'][number]) => new BatchNorm2d({ channels, epsilon, momentum });

describe('torch.nn.BatchNorm2d', () => {
  it.each(golden.batchNorms)('$name: outputs, gradients and running statistics over three training steps, then evaluation, within 1e-5', (wanted) => {
    const layer = normOf(wanted);
    layer.weight.assign(unpack(wanted.weight));
    layer.bias.assign(unpack(wanted.bias));
    for (const step of wanted.steps) {
      const context: ForwardContext = step.training ? { training: true, frozen: new Set(), random: Math.random } : evaluation;
      expectEqual((input) => layer.forward(input as tf.Tensor as tf.Tensor4D, context), step, [
        [layer.weight, step.dWeight],
        [layer.bias, step.dBias],
      ]);
      expect(relativeDifference(layer.running_mean, step.running_mean)).toBeLessThan(tolerance);
      expect(relativeDifference(layer.running_var, step.running_var)).toBeLessThan(tolerance);
      expect(layer.batchesTracked).toBe(step.batches);
    }
  });

  it.each(golden.batchNorms)('$name: frozen in training it is what torch has in evaluation', (wanted) => {
    const layer = normOf(wanted);
    const step = wanted.steps.at(-1)!;
    const { weight, bias } = wanted;
    const state = { weight, bias, running_mean: step.running_mean, running_var: step.running_var };
    for (const [field, packed] of Object.entries(state)) layer[field as keyof typeof state].assign(unpack(packed));
    const frozen: ForwardContext = { training: true, frozen: new Set([layer.running_mean]), random: Math.random };
    expectEqual((input) => layer.forward(input as tf.Tensor as tf.Tensor4D, frozen), step, [
      [layer.weight, step.dWeight],
      [layer.bias, step.dBias],
    ]);
    expect(layer.batchesTracked).toBe(0);
  });
});

describe('torch.nn.MaxPool2d', () => {
  it.each(golden.maxPools)('$name: output and gradient equal torch within 1e-5', (wanted) => {
    expectEqual((input) => new MaxPool2d(wanted.config).forward(input as tf.Tensor as tf.Tensor4D, evaluation), wanted);
  });
});

describe('torch.nn.AdaptiveAvgPool2d', () => {
  it.each(golden.adaptiveAverages)('$size × $size from $input.shape: output and gradient equal torch within 1e-5', (wanted) => {
    expectEqual((input) => new AdaptiveAveragePool2d({ size: wanted.size }).forward(input as tf.Tensor as tf.Tensor4D, evaluation), wanted);
  });
});

describe('torch.max(dim) and adaptive_max_pool2d', () => {
  it.each(golden.maxima)('$name: values and gradients equal torch within 1e-5', (wanted) => {
    const [count, height, width, channels] = wanted.input.shape as [number, number, number, number];
    const overPositions = (input: tf.Tensor) => tf.reshape(maximum(tf.reshape(input, [count, height * width, channels]), 1), [count, 1, 1, channels]);
    expectEqual(overPositions, { input: wanted.input, output: wanted.positions, dy: wanted.dPositions, dInput: wanted.dInputOfPositions });
    expectEqual((input) => tf.expandDims(maximum(input, 3), 3), {
      input: wanted.input,
      output: wanted.channels,
      dy: wanted.dChannels,
      dInput: wanted.dInputOfChannels,
    });
  });
});

describe('torch.nn.functional.cross_entropy', () => {
  it.each(golden.crossEntropies)('$name: loss and gradient equal torch within 1e-5', ({ labelSmoothing, logits, labels, loss, gradient }) => {
    const input = variableOf<tf.Rank.R2>(logits);
    const { value, grads } = tf.variableGrads(() => crossEntropy(input, tf.tensor1d(labels, 'int32'), { labelSmoothing }), [input]);
    expect(Math.abs(value.dataSync()[0]! - loss) / loss).toBeLessThan(tolerance);
    expect(relativeDifference(grads[input.name]!, gradient)).toBeLessThan(tolerance);
  });
});
