import { readFileSync } from 'node:fs';

import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { Adam, AdamW, type Optimizer, Sgd, clipScale, gradientNorm } from '../../src/index.ts';

interface Settings {
  readonly lr: number;
  readonly momentum?: number;
  readonly dampening?: number;
  readonly nesterov?: boolean;
  readonly weight_decay?: number;
  readonly betas?: [number, number];
  readonly eps?: number;
}

interface Golden {
  readonly start: number[];
  readonly gradients: number[][];
  readonly cases: Record<string, { readonly settings: Settings; readonly weights: number[][] }>;
  readonly clip: { readonly maximum: number; readonly norm: number; readonly clipped: number[][] };
}

const golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8')) as Golden;

function optimizerOf(name: string, { momentum = 0, dampening = 0, nesterov = false, betas = [0.9, 0.999], eps = 1e-8 }: Settings): Optimizer {
  if (name.startsWith('sgd')) return new Sgd({ momentum, dampening, nesterov });
  return name === 'adamw' ? new AdamW({ betas, epsilon: eps }) : new Adam({ betas, epsilon: eps });
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('torch.optim over 20 steps', () => {
  it.each(Object.entries(golden.cases))('%s gives the same weights at every step within 1e-6', (name, { settings, weights }) => {
    const parameter = tf.variable(tf.tensor1d(golden.start));
    const optimizer = optimizerOf(name, settings);
    golden.gradients.forEach((values, step) => {
      const gradient = tf.tensor1d(values);
      optimizer.step({ name: 'w', parameter, gradient, learningRate: settings.lr, weightDecay: settings.weight_decay ?? 0 });
      const moved = parameter.dataSync();
      weights[step]!.forEach((wanted, index) => expect(Math.abs(moved[index]! - wanted)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(wanted))));
    });
  });
});

describe('torch.nn.utils.clip_grad_norm_', () => {
  it('measures the same norm and leaves the same gradients within 1e-6', () => {
    const { maximum, norm, clipped } = golden.clip;
    const gradients = golden.gradients.slice(0, clipped.length).map((values) => tf.tensor1d(values));
    const measured = gradientNorm(gradients).dataSync()[0]!;
    expect(measured).toBeCloseTo(norm, 5);
    const scale = clipScale(measured, maximum);
    clipped.forEach((row, index) => row.forEach((wanted, at) => expect(golden.gradients[index]![at]! * scale).toBeCloseTo(wanted, 6)));
  });
});
