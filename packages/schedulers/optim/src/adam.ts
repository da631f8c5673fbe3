import { refuseUnknownOptions } from '@attune/errors';
import { hasKernel, runKernel } from '@attune/kernel-table';
import * as tf from '@tensorflow/tfjs-core';

import { requireSettings } from './optimizer-error.ts';
import { type MovingMemory, Optimizer, type ParameterStep } from './optimizer.ts';

export interface AdamConfig {
  /** Decay of the mean of gradients and of the mean of their squares. */
  readonly betas?: readonly [number, number];
  /** Added to the root of the corrected second moment. */
  readonly epsilon?: number;
}

/** Adam as `torch.optim.Adam`: weight decay is added to the gradient.
 *
 * m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; w ← w − rate · m̂ / (√v̂ + ε), m̂ = m / (1 − β₁ᵗ),
 * v̂ = v / (1 − β₂ᵗ), t counted for each parameter.
 * Memory: exp_avg, exp_avg_sq.
 * Source: Kingma and Ba 2014, arXiv:1412.6980.
 * @throws {OptimizerError} on a setting out of its range; {UnknownOptionError} on one that does not
 * exist. */
export class Adam extends Optimizer {
  readonly #settings: Required<AdamConfig>;

  constructor(config: AdamConfig = {}) {
    super();
    this.#settings = checked('Adam', config);
  }

  protected move(request: ParameterStep, memory: MovingMemory): void {
    if (fusedStep(request, memory, { ...this.#settings, decoupled: false })) return;
    tf.tidy(() => {
      const gradient = scaledGradient(request);
      const { parameter, weightDecay = 0 } = request;
      followMoments(request, weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(parameter, weightDecay)), memory, this.#settings);
    });
  }
}

/** Adam with decoupled weight decay as `torch.optim.AdamW`: w ← w · (1 − rate ·
 * weightDecay) before the step.
 *
 * Memory: exp_avg, exp_avg_sq.
 * Source: Loshchilov and Hutter 2017, arXiv:1711.05101.
 * @throws {OptimizerError} on a setting out of its range; {UnknownOptionError} on one that does not
 * exist. */
export class AdamW extends Optimizer {
  readonly #settings: Required<AdamConfig>;

  constructor(config: AdamConfig = {}) {
    super();
    this.#settings = checked('AdamW', config);
  }

  protected move(request: ParameterStep, memory: MovingMemory): void {
    if (fusedStep(request, memory, { ...this.#settings, decoupled: true })) return;
    const { parameter, learningRate, weightDecay = 0 } = request;
    tf.tidy(() => {
      if (weightDecay !== 0) parameter.assign(tf.mul(parameter, 1 - learningRate * weightDecay));
      followMoments(request, scaledGradient(request), memory, this.#settings);
    });
  }
}

/** One pass over the parameter in place, where the backend has the kernel. */
function fusedStep(
  request: ParameterStep,
  { step, slot }: MovingMemory,
  { betas, epsilon, decoupled }: Required<AdamConfig> & { readonly decoupled: boolean },
): boolean {
  if (!hasKernel('AttuneAdam')) return false;
  const { parameter, gradient, learningRate, weightDecay: decay = 0, gradientScale = 1, momentum: beta1 = betas[0] } = request;
  const decays = decoupled ? { weightDecay: 0, decoupledWeightDecay: decay } : { weightDecay: decay, decoupledWeightDecay: 0 };
  const settings = { step, learningRate, beta1, beta2: betas[1], epsilon, gradientScale, ...decays };
  runKernel('AttuneAdam', { parameter, gradient, mean: slot('exp_avg'), square: slot('exp_avg_sq') }, settings);
  return true;
}

function checked(optimizer: string, config: AdamConfig): Required<AdamConfig> {
  refuseUnknownOptions(optimizer, config, { betas: true, epsilon: true } satisfies Record<keyof AdamConfig, true>);
  const { betas = [0.9, 0.999], epsilon = 1e-8 } = config;
  const inRange = betas.every((beta) => beta >= 0 && beta < 1);
  requireSettings(optimizer, [
    { setting: 'betas', value: betas.join(', '), rule: 'each at least 0 and under 1', holds: inRange },
    { setting: 'epsilon', value: epsilon, rule: 'from 0 up', holds: epsilon >= 0 },
  ]);
  return { betas, epsilon };
}

function scaledGradient({ gradient, gradientScale = 1 }: ParameterStep): tf.Tensor {
  return gradientScale === 1 ? gradient : tf.mul(gradient, gradientScale);
}

function followMoments(
  { parameter, learningRate, momentum }: ParameterStep,
  gradient: tf.Tensor,
  { step, slot }: MovingMemory,
  settings: Required<AdamConfig>,
): void {
  const [beta1, beta2] = [momentum ?? settings.betas[0], settings.betas[1]];
  const [mean, square] = [slot('exp_avg'), slot('exp_avg_sq')];
  mean.assign(tf.add(tf.mul(mean, beta1), tf.mul(gradient, 1 - beta1)));
  square.assign(tf.add(tf.mul(square, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
  const denominator = tf.add(tf.div(tf.sqrt(square), Math.sqrt(1 - beta2 ** step)), settings.epsilon);
  parameter.assign(tf.sub(parameter, tf.mul(tf.div(mean, denominator), learningRate / (1 - beta1 ** step))));
}
