import { type TensorInfo, util } from '@tensorflow/tfjs-core';

import { defineProgram } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';
import type { WebgpuBackend } from '../program/webgpu-backend.ts';
import type { WebgpuKernel } from './kernel.ts';

const threads = 256;
const valuesPerGroup = 16_384;
const mostGroups = 256;

/** One sum a group, of values or of their squares. */
const [addUp, addUpSquares] = ['value', 'value * value'].map((term) =>
  defineProgram({
    name: 'AttuneSumOfSquares',
    reads: { x: 'f32' },
    writes: { sums: 'f32' },
    settings: { count: 'u32' },
    threads: [threads, 1],
    declarations: `
var<workgroup> shares: array<f32, ${threads}>;`,
    body: `
  var sum = 0.0;
  for (var index = group.x * ${threads}u + local.x; index < settings.count; index += groups.x * ${threads}u) {
    let value = x[index];
    sum += ${term};
  }
  shares[local.x] = sum;
  workgroupBarrier();
  for (var half = ${threads / 2}u; half > 0u; half /= 2u) {
    if (local.x < half) { shares[local.x] += shares[local.x + half]; }
    workgroupBarrier();
  }
  if (local.x == 0u) { sums[group.x] = shares[0]; }`,
  }),
);

export const sumOfSquares: WebgpuKernel<'AttuneSumOfSquares'> = ({ inputs: { x } }, backend) => {
  const groups = Math.min(mostGroups, Math.ceil(util.sizeFromShape(x.shape) / valuesPerGroup));
  if (groups === 1) return added(backend, addUpSquares!, x, 1);
  const partials = added(backend, addUpSquares!, x, groups);
  const sum = added(backend, addUp!, partials, 1);
  backend.disposeData(partials.dataId);
  return sum;
};

function added(backend: WebgpuBackend, program: NonNullable<typeof addUp>, x: TensorInfo, groups: number): TensorInfo {
  const sums = backend.makeTensorInfo(groups === 1 ? [] : [groups], 'float32');
  runProgram(backend, program, { tensors: { x, sums }, settings: { count: util.sizeFromShape(x.shape) }, groups: [groups, 1] });
  return sums;
}
