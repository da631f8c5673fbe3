import { type TensorInfo, util } from '@tensorflow/tfjs-core';

import { oneByOne } from '../program/one-by-one.ts';
import { defineProgram } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';
import { relu as reluFunction } from '../program/snippets.ts';
import type { WebgpuBackend } from '../program/webgpu-backend.ts';
import { shareOf, side } from './batch-norm-share.ts';
import type { WebgpuKernel } from './kernel.ts';

/** Mean and sum of squared distances from it of each part's rows, as Welford updates and Chan
 * joins them: nothing is lost where the mean is large. */
const statisticsOfParts = defineProgram({
  name: 'AttuneBatchNorm statistics',
  reads: { x: 'f32' },
  writes: { partials: 'f32' },
  settings: { rows: 'u32', channels: 'u32', rowsPerPart: 'u32' },
  threads: [side, side],
  declarations: `
var<workgroup> counts: array<f32, ${side * side}>;
var<workgroup> means: array<f32, ${side * side}>;
var<workgroup> spreads: array<f32, ${side * side}>;
fn join(a: u32, b: u32) {
  let count = counts[a] + counts[b];
  if (counts[b] == 0.0) { return; }
  let apart = means[b] - means[a];
  spreads[a] += spreads[b] + apart * apart * (counts[a] * counts[b] / count);
  means[a] += apart * (counts[b] / count);
  counts[a] = count;
}`,
  body: `
  let channel = group.x * ${side}u + local.x;
  let end = min((group.y + 1u) * settings.rowsPerPart, settings.rows);
  var count = 0.0;
  var mean = 0.0;
  var spread = 0.0;
  if (channel < settings.channels) {
    for (var row = group.y * settings.rowsPerPart + local.y; row < end; row += ${side}u) {
      let value = x[row * settings.channels + channel];
      let apart = value - mean;
      count += 1.0;
      mean += apart / count;
      spread += apart * (value - mean);
    }
  }
  let at = local.y * ${side}u + local.x;
  counts[at] = count;
  means[at] = mean;
  spreads[at] = spread;
  workgroupBarrier();
  for (var half = ${side / 2}u; half > 0u; half /= 2u) {
    if (local.y < half) { join(at, at + half * ${side}u); }
    workgroupBarrier();
  }
  if (local.y == 0u && channel < settings.channels) {
    partials[2u * group.y * settings.channels + channel] = means[at];
    partials[(2u * group.y + 1u) * settings.channels + channel] = spreads[at];
  }`,
});

const statistics = defineProgram({
  name: 'AttuneBatchNorm join',
  reads: { partials: 'f32' },
  writes: { mean: 'f32', variance: 'f32', inverse: 'f32' },
  settings: { count: 'u32', rows: 'u32', rowsPerPart: 'u32', epsilon: 'f32' },
  threads: oneByOne.threads,
  body: `${oneByOne.begin}
  var total = 0.0;
  var middle = 0.0;
  var spread = 0.0;
  var part = 0u;
  for (var first = 0u; first < settings.rows; first += settings.rowsPerPart) {
    let count = f32(min(settings.rowsPerPart, settings.rows - first));
    let apart = partials[2u * part * settings.count + index] - middle;
    let sum = total + count;
    spread += partials[(2u * part + 1u) * settings.count + index] + apart * apart * (total * count / sum);
    middle += apart * (count / sum);
    total = sum;
    part += 1u;
  }
  mean[index] = middle;
  variance[index] = spread / total;
  inverse[index] = inverseSqrt(spread / total + settings.epsilon);`,
});

const operands = { x: 'f32', gamma: 'f32', beta: 'f32', mean: 'f32', inverse: 'f32' } as const;
const [apply, applyWithResidual] = [false, true].map((withResidual) =>
  defineProgram({
    name: 'AttuneBatchNorm apply',
    reads: { ...operands, ...(withResidual && { residual: 'f32' as const }) },
    writes: { y: 'f32' },
    settings: { count: 'u32', channels: 'u32', relu: 'u32' },
    threads: oneByOne.threads,
    declarations: reluFunction,
    body: `${oneByOne.begin}
  let channel = index % settings.channels;
  let value = (x[index] - mean[channel]) * inverse[channel] * gamma[channel] + beta[channel]${withResidual ? ' + residual[index]' : ''};
  y[index] = select(value, relu(value), settings.relu == 1u);`,
  }),
);

export const batchNorm: WebgpuKernel<'AttuneBatchNorm'> = ({ inputs, attrs: { epsilon, relu } }, backend) => {
  const { x } = inputs;
  const { rows, channels, rowsPerPart, parts } = shareOf(x);
  const vector = () => backend.makeTensorInfo([channels], 'float32');
  const [mean, variance, inverse] = [vector(), vector(), vector()];
  const partials = backend.makeTensorInfo([2 * parts, channels], 'float32');
  const groups = [Math.ceil(channels / side), parts] as const;
  runProgram(backend, statisticsOfParts, { tensors: { x, partials }, settings: { rows, channels, rowsPerPart }, groups });
  const joined = { tensors: { partials, mean, variance, inverse }, settings: { count: channels, rows, rowsPerPart, epsilon } };
  runProgram(backend, statistics, { ...joined, groups: oneByOne.groups(channels) });
  backend.disposeData(partials.dataId);
  return [applied(backend, { ...inputs, mean, inverse }, relu), mean, variance, inverse];
};

export const batchNormStored: WebgpuKernel<'AttuneBatchNormStored'> = ({ inputs, attrs: { relu } }, backend) => applied(backend, inputs, relu);

interface Operands extends Readonly<Record<keyof typeof operands, TensorInfo>> {
  readonly residual?: TensorInfo | undefined;
}

function applied(backend: WebgpuBackend, { x, gamma, beta, mean, inverse, residual }: Operands, relu: boolean): TensorInfo {
  const y = backend.makeTensorInfo(x.shape, 'float32');
  const count = util.sizeFromShape(x.shape);
  const tensors = { x, gamma, beta, mean, inverse, y, residual: residual ?? x };
  const settings = { count, channels: x.shape.at(-1)!, relu: Number(relu) };
  runProgram(backend, residual === undefined ? apply! : applyWithResidual!, { tensors, settings, groups: oneByOne.groups(count) });
  return y;
}
