import { util } from '@tensorflow/tfjs-core';

import { oneByOne } from '../program/one-by-one.ts';
import { defineProgram } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';
import type { WebgpuKernel } from './kernel.ts';
import { ownValues } from './own-values.ts';

const follow = defineProgram({
  name: 'AttuneRunningStatistics',
  reads: { mean: 'f32', variance: 'f32' },
  writes: { runningMean: 'f32', runningVariance: 'f32' },
  settings: { count: 'u32', momentum: 'f32', keep: 'f32', correction: 'f32' },
  threads: oneByOne.threads,
  body: `${oneByOne.begin}
  runningMean[index] = settings.keep * runningMean[index] + settings.momentum * mean[index];
  runningVariance[index] = settings.keep * runningVariance[index] + settings.momentum * (settings.correction * variance[index]);`,
});

export const runningStatistics: WebgpuKernel<'AttuneRunningStatistics'> = ({ inputs, attrs: { momentum, correction } }, backend) => {
  ownValues(backend, inputs.runningMean);
  ownValues(backend, inputs.runningVariance);
  const count = util.sizeFromShape(inputs.mean.shape);
  runProgram(backend, follow, { tensors: inputs, settings: { count, momentum, keep: 1 - momentum, correction }, groups: oneByOne.groups(count) });
  return [];
};
