import { refuseUnknownOptions } from '@attune/errors';
import { type KernelTable, hasKernel, runKernel } from '@attune/kernel-table';
import * as tf from '@tensorflow/tfjs-core';

import { requireSettings } from './optimizer-error.ts';
import { type MovingMemory, Optimizer, type ParameterStep } from './optimizer.ts';

export interface SgdConfig {
  readonly momentum?: number;
  /** Share of the newest gradient that is left out of the momentum, from the second step on. */
  readonly dampening?: number;
  readonly nesterov?: boolean;
}

/** Stochastic gradient descent as `torch.optim.SGD`.
 *
 * g ← gradient + weightDecay · w; v ← momentum · v + (1 − dampening) · g, the first v being g
 * itself; w ← w − rate · (nesterov ? g + momentum · v : v).
 * Memory: momentum_buffer, when there is momentum.
 * @throws {OptimizerError} on a setting out of its range; {UnknownOptionError} on one that does not
 * exist. */
export class Sgd extends Optimizer {
  readonly #momentum: number;
  readonly #dampening: number;
  readonly #nesterov: boolean;

  constructor(config: SgdConfig = {}) {
    super();
    refuseUnknownOptions('SGD', config, { momentum: true, dampening: true, nesterov: true } satisfies Record<keyof SgdConfig, true>);
    const { momentum = 0, dampening = 0, nesterov = false } = config;
    requireSettings('SGD', [
      { setting: 'momentum', value: momentum, rule: 'from 0 up', holds: momentum >= 0 },
      { setting: 'nesterov', value: nesterov, rule: 'only with a momentum and no dampening', holds: !nesterov || (momentum > 0 && dampening === 0) },
    ]);
    this.#momentum = momentum;
    this.#dampening = dampening;
    this.#nesterov = nesterov;
  }

  protected move(
    { parameter, gradient, learningRate, weightDecay = 0, gradientScale = 1, momentum = this.#momentum }: ParameterStep,
    memory: MovingMemory,
  ): void {
    const velocity = momentum === 0 ? null : memory.slot('momentum_buffer');
    const dampening = memory.step === 1 ? 0 : this.#dampening;
    const settings = { learningRate, momentum, dampening, weightDecay, gradientScale, nesterov: this.#nesterov };
    if (fusedStep(parameter, gradient, velocity, settings)) return;
    tf.tidy(() => composedStep(parameter, gradient, velocity, settings));
  }
}

type SgdStep = KernelTable['AttuneSgd']['attrs'];

/** One pass over the parameter in place, where the backend has the kernel. */
function fusedStep(parameter: tf.Variable, gradient: tf.Tensor, velocity: tf.Variable | null, settings: SgdStep): boolean {
  if (velocity === null || !hasKernel('AttuneSgd')) return false;
  runKernel('AttuneSgd', { parameter, gradient, velocity }, settings);
  return true;
}

function composedStep(parameter: tf.Variable, gradient: tf.Tensor, velocity: tf.Variable | null, settings: SgdStep): void {
  const { learningRate, momentum, dampening, weightDecay, gradientScale, nesterov } = settings;
  const scaled = gradientScale === 1 ? gradient : tf.mul(gradient, gradientScale);
  const decayed = weightDecay === 0 ? scaled : tf.add(scaled, tf.mul(parameter, weightDecay));
  let direction = decayed;
  if (velocity !== null) {
    velocity.assign(tf.add(tf.mul(velocity, momentum), dampening === 0 ? decayed : tf.mul(decayed, 1 - dampening)));
    direction = nesterov ? tf.add(decayed, tf.mul(velocity, momentum)) : velocity;
  }
  parameter.assign(tf.sub(parameter, tf.mul(direction, learningRate)));
}
