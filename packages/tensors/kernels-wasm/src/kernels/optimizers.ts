import { type Tensor, type Variable, util } from '@tensorflow/tfjs-core';

import { type Engine, float } from '../engine/engine.ts';
import type { OwnKernel } from './kernel.ts';
import { ownValues } from './own-values.ts';

const FLOATS_PER_ITEM = 16_384;

/** Settings of one step, as `update` in `source/optimizers.h` reads them; what a rule has not is
 * 0, or 1 where it multiplies. */
interface UpdateSettings {
  readonly rate: number;
  readonly beta1: number;
  readonly share1: number;
  readonly beta2?: number;
  readonly weightDecay: number;
  readonly gradientScale: number;
  readonly nesterov?: boolean;
  readonly correction2?: number;
  readonly epsilon?: number;
  readonly keep?: number;
}

interface Update {
  /** The parameter, then its memory. */
  readonly variables: readonly Variable[];
  readonly gradient: Tensor;
  readonly settings: UpdateSettings;
}

/** Moves the parameter and its memory in place, and gives back nothing. */
function update(engine: Engine, rule: 'sgd' | 'adam', { variables, gradient, settings }: Update): [] {
  for (const variable of variables) ownValues(engine, variable);
  engine.scope(() => {
    const [parameter, first, second = 0] = variables.map((variable) => engine.address(variable));
    const count = util.sizeFromShape(variables[0]!.shape);
    const { rate, beta1, share1, beta2 = 0, weightDecay, gradientScale, nesterov = false, correction2 = 1, epsilon = 0, keep = 1 } = settings;
    const addresses = [parameter!, engine.address(gradient), first!, second, count, FLOATS_PER_ITEM];
    const rates = [rate, beta1, share1, beta2, weightDecay, gradientScale].map(float);
    const args = engine.write([...addresses, ...rates, Number(nesterov), float(correction2), float(epsilon), float(keep)]);
    engine.run(rule, args, Math.ceil(count / FLOATS_PER_ITEM));
  });
  for (const variable of variables) engine.announceChange(variable);
  return [];
}

export const sgd: OwnKernel<'AttuneSgd'> = ({ inputs, attrs }, engine) => {
  const { learningRate, momentum, dampening, weightDecay, gradientScale, nesterov } = attrs;
  const settings = { rate: learningRate, beta1: momentum, share1: 1 - dampening, weightDecay, gradientScale, nesterov };
  return update(engine, 'sgd', { variables: [inputs.parameter, inputs.velocity], gradient: inputs.gradient, settings });
};

export const adam: OwnKernel<'AttuneAdam'> = ({ inputs, attrs }, engine) => {
  const { step, learningRate, beta1, beta2, epsilon, weightDecay, decoupledWeightDecay, gradientScale } = attrs;
  const corrections = { rate: learningRate / (1 - beta1 ** step), correction2: Math.sqrt(1 - beta2 ** step), keep: 1 - learningRate * decoupledWeightDecay };
  const settings = { ...corrections, beta1, share1: 1 - beta1, beta2, weightDecay, gradientScale, epsilon };
  return update(engine, 'adam', { variables: [inputs.parameter, inputs.mean, inputs.square], gradient: inputs.gradient, settings });
};
