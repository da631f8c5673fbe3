import { util } from '@tensorflow/tfjs-core';

import { oneByOne } from '../program/one-by-one.ts';
import { defineProgram } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';
import type { WebgpuKernel } from './kernel.ts';
import { ownValues } from './own-values.ts';

const sgdStep = defineProgram({
  name: 'AttuneSgd',
  reads: { gradient: 'f32' },
  writes: { parameter: 'f32', velocity: 'f32' },
  settings: { count: 'u32', rate: 'f32', momentum: 'f32', share: 'f32', weightDecay: 'f32', gradientScale: 'f32', nesterov: 'u32' },
  threads: oneByOne.threads,
  body: `${oneByOne.begin}
  let weight = parameter[index];
  let g = settings.gradientScale * gradient[index] + settings.weightDecay * weight;
  let v = settings.momentum * velocity[index] + settings.share * g;
  velocity[index] = v;
  parameter[index] = weight - settings.rate * select(v, g + settings.momentum * v, settings.nesterov == 1u);`,
});

export const sgd: WebgpuKernel<'AttuneSgd'> = ({ inputs, attrs }, backend) => {
  const { learningRate: rate, momentum, dampening, weightDecay, gradientScale, nesterov } = attrs;
  ownValues(backend, inputs.parameter);
  ownValues(backend, inputs.velocity);
  const count = util.sizeFromShape(inputs.parameter.shape);
  const settings = { count, rate, momentum, share: 1 - dampening, weightDecay, gradientScale, nesterov: Number(nesterov) };
  runProgram(backend, sgdStep, { tensors: inputs, settings, groups: oneByOne.groups(count) });
  return [];
};

const adamStep = defineProgram({
  name: 'AttuneAdam',
  reads: { gradient: 'f32' },
  writes: { parameter: 'f32', mean: 'f32', square: 'f32' },
  settings: {
    count: 'u32',
    rate: 'f32',
    beta1: 'f32',
    share1: 'f32',
    beta2: 'f32',
    share2: 'f32',
    weightDecay: 'f32',
    gradientScale: 'f32',
    correction2: 'f32',
    epsilon: 'f32',
    keep: 'f32',
  },
  threads: oneByOne.threads,
  body: `${oneByOne.begin}
  let weight = parameter[index];
  let g = settings.gradientScale * gradient[index] + settings.weightDecay * weight;
  let m = settings.beta1 * mean[index] + settings.share1 * g;
  let v = settings.beta2 * square[index] + settings.share2 * g * g;
  mean[index] = m;
  square[index] = v;
  parameter[index] = settings.keep * weight - settings.rate * m / (sqrt(v) / settings.correction2 + settings.epsilon);`,
});

export const adam: WebgpuKernel<'AttuneAdam'> = ({ inputs, attrs }, backend) => {
  const { step, learningRate, beta1, beta2, epsilon, weightDecay, decoupledWeightDecay, gradientScale } = attrs;
  for (const variable of [inputs.parameter, inputs.mean, inputs.square]) ownValues(backend, variable);
  const count = util.sizeFromShape(inputs.parameter.shape);
  const corrections = { rate: learningRate / (1 - beta1 ** step), correction2: Math.sqrt(1 - beta2 ** step), keep: 1 - learningRate * decoupledWeightDecay };
  const settings = { ...corrections, count, beta1, share1: 1 - beta1, beta2, share2: 1 - beta2, weightDecay, gradientScale, epsilon };
  runProgram(backend, adamStep, { tensors: inputs, settings, groups: oneByOne.groups(count) });
  return [];
};
