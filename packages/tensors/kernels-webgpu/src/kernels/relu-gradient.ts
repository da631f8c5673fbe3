import { util } from '@tensorflow/tfjs-core';

import { oneByOne } from '../program/one-by-one.ts';
import { defineProgram } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';
import type { WebgpuKernel } from './kernel.ts';

const program = defineProgram({
  name: 'AttuneReluGrad',
  reads: { dy: 'f32', y: 'f32' },
  writes: { dx: 'f32' },
  settings: { count: 'u32' },
  threads: oneByOne.threads,
  body: `${oneByOne.begin}
  dx[index] = select(0.0, dy[index], y[index] > 0.0);`,
});

export const reluGradient: WebgpuKernel<'AttuneReluGrad'> = ({ inputs }, backend) => {
  const dx = backend.makeTensorInfo(inputs.dy.shape, 'float32');
  const count = util.sizeFromShape(dx.shape);
  runProgram(backend, program, { tensors: { ...inputs, dx }, settings: { count }, groups: oneByOne.groups(count) });
  return dx;
};
