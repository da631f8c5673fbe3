import { type TensorInfo, util } from '@tensorflow/tfjs-core';

import { defineProgram } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';
import type { WebgpuBackend } from '../program/webgpu-backend.ts';
import type { WebgpuKernel } from './kernel.ts';

const threads = 256;
const valuesPerGroup = 16_384;
const mostGroups = 256;

/** One sum a group: of values, of their squares, and the root of a sum of values. */
const addUp = sumProgram({ term: 'value', result: 'shares[0]' });
const addUpSquares = sumProgram({ term: 'value * value', result: 'shares[0]' });
const rootOfSum = sumProgram({ term: 'value', result: 'sqrt(shares[0])' });

function sumProgram({ term, result }: { readonly term: string; readonly result: string }) {
  return defineProgram({
    name: 'AttuneSumOfSquares',
    reads: { x: 'f32' },
    writes: { sums: 'f32' },
    settings: { count: 'u32', at: 'u32' },
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
  if (local.x == 0u) { sums[settings.at + group.x] = ${result}; }`,
  });
}

function groupsOf({ shape }: TensorInfo): number {
  return Math.min(mostGroups, Math.ceil(util.sizeFromShape(shape) / valuesPerGroup));
}

export const sumOfSquares: WebgpuKernel<'AttuneSumOfSquares'> = ({ inputs: { x } }, backend) => {
  const groups = groupsOf(x);
  if (groups === 1) return added(backend, addUpSquares, x);
  const partials = backend.makeTensorInfo([groups], 'float32');
  addTo(backend, addUpSquares, { x, sums: partials, at: 0, groups });
  const sum = added(backend, addUp, partials);
  backend.disposeData(partials.dataId);
  return sum;
};

/** One program a tensor, and one for all. */
export const norm: WebgpuKernel<'AttuneNorm'> = ({ inputs }, backend) => {
  const tensors = Object.values(inputs) as TensorInfo[];
  const partials = backend.makeTensorInfo([tensors.reduce((sum, x) => sum + groupsOf(x), 0)], 'float32');
  let at = 0;
  for (const x of tensors) {
    addTo(backend, addUpSquares, { x, sums: partials, at, groups: groupsOf(x) });
    at += groupsOf(x);
  }
  const root = added(backend, rootOfSum, partials);
  backend.disposeData(partials.dataId);
  return root;
};

type SumProgram = ReturnType<typeof sumProgram>;

function added(backend: WebgpuBackend, program: SumProgram, x: TensorInfo): TensorInfo {
  const sums = backend.makeTensorInfo([], 'float32');
  addTo(backend, program, { x, sums, at: 0, groups: 1 });
  return sums;
}

interface Sums {
  readonly x: TensorInfo;
  readonly sums: TensorInfo;
  /** The place of the first group's sum. */
  readonly at: number;
  readonly groups: number;
}

function addTo(backend: WebgpuBackend, program: SumProgram, { x, sums, at, groups }: Sums): void {
  runProgram(backend, program, { tensors: { x, sums }, settings: { count: util.sizeFromShape(x.shape), at }, groups: [groups, 1] });
}
