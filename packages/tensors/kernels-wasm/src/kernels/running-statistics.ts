import type { Tensor, Variable } from '@tensorflow/tfjs-core';

import type { Engine } from '../engine/engine.ts';
import type { OwnKernel } from './kernel.ts';
import { ownValues } from './own-values.ts';

/** Vectors this short take less time than the calls of tfjs that would compose them: seven a batch
 * norm, of a step's milliseconds on small images. */
export const runningStatistics: OwnKernel<'AttuneRunningStatistics'> = ({ inputs, attrs: { momentum, correction } }, engine) => {
  follow(engine, inputs.runningMean, { newest: inputs.mean, momentum, correction: 1 });
  follow(engine, inputs.runningVariance, { newest: inputs.variance, momentum, correction });
  return [];
};

/** Rounded to float32 after each operation, as tfjs's operations are. */
function follow(engine: Engine, running: Variable, { newest, momentum, correction }: { newest: Tensor; momentum: number; correction: number }): void {
  ownValues(engine, running);
  const [values, towards] = [running, newest].map((tensor) => engine.backend.typedArrayFromHeap(tensor));
  const [keep, share, factor] = [1 - momentum, momentum, correction].map(Math.fround) as [number, number, number];
  towards!.forEach((value, index) => {
    const corrected = Math.fround(value * factor);
    values![index] = Math.fround(values![index]! * keep) + Math.fround(corrected * share);
  });
  engine.announceChange(running);
}
