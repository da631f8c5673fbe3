import { type TensorInfo, util } from '@tensorflow/tfjs-core';

import { oneByOne } from '../program/one-by-one.ts';
import { type ProgramSource, defineProgram } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';
import type { WebgpuBackend } from '../program/webgpu-backend.ts';
import { shareOf, side } from './batch-norm-share.ts';
import type { WebgpuKernel } from './kernel.ts';

const f32 = 'f32' as const;

/** dy behind a ReLU, whose output is y. */
function through(withRelu: boolean, index: string): string {
  return withRelu ? `select(0.0, dy[${index}], y[${index}] > 0.0)` : `dy[${index}]`;
}

/** Each part's sums of dy and of dy · (x − mean). */
const sumsOfParts = byRelu((withRelu) => ({
  name: 'AttuneBatchNormGrad sums',
  reads: { dy: f32, x: f32, mean: f32, ...(withRelu && { y: f32 }) },
  writes: { partials: f32 },
  settings: { rows: 'u32', channels: 'u32', rowsPerPart: 'u32' },
  threads: [side, side],
  declarations: `
var<workgroup> sums: array<vec2<f32>, ${side * side}>;`,
  body: `
  let channel = group.x * ${side}u + local.x;
  let end = min((group.y + 1u) * settings.rowsPerPart, settings.rows);
  var sum = vec2<f32>(0.0, 0.0);
  if (channel < settings.channels) {
    let middle = mean[channel];
    for (var row = group.y * settings.rowsPerPart + local.y; row < end; row += ${side}u) {
      let at = row * settings.channels + channel;
      let value = ${through(withRelu, 'at')};
      sum += vec2<f32>(value, value * (x[at] - middle));
    }
  }
  let place = local.y * ${side}u + local.x;
  sums[place] = sum;
  workgroupBarrier();
  for (var half = ${side / 2}u; half > 0u; half /= 2u) {
    if (local.y < half) { sums[place] += sums[place + half * ${side}u]; }
    workgroupBarrier();
  }
  if (local.y == 0u && channel < settings.channels) {
    partials[2u * group.y * settings.channels + channel] = sums[place].x;
    partials[(2u * group.y + 1u) * settings.channels + channel] = sums[place].y;
  }`,
}));

/** dGamma and dBeta, and of each channel what makes dx of dy and x. */
const sums = defineProgram({
  name: 'AttuneBatchNormGrad join',
  reads: { partials: f32, gamma: f32, mean: f32, inverse: f32 },
  writes: { dGamma: f32, dBeta: f32, factors: f32 },
  settings: { count: 'u32', parts: 'u32', rows: 'f32' },
  threads: oneByOne.threads,
  body: `${oneByOne.begin}
  var sum = vec2<f32>(0.0, 0.0);
  for (var part = 0u; part < settings.parts; part += 1u) {
    sum += vec2<f32>(partials[2u * part * settings.count + index], partials[(2u * part + 1u) * settings.count + index]);
  }
  let scale = inverse[index];
  let slope = gamma[index] * scale;
  dBeta[index] = sum.x;
  dGamma[index] = sum.y * scale;
  factors[index] = slope;
  factors[settings.count + index] = slope * sum.x / settings.rows;
  factors[2u * settings.count + index] = slope * scale * scale * sum.y / settings.rows;
  factors[3u * settings.count + index] = mean[index];`,
});

/** dx through the batch's own statistics. */
const throughStatistics = byRelu((withRelu, withResidual) => ({
  name: 'AttuneBatchNormGrad in training',
  reads: { dy: f32, x: f32, factors: f32, ...(withRelu && { y: f32 }) },
  writes: { dx: f32, ...(withResidual && { dResidual: f32 }) },
  settings: { count: 'u32', channels: 'u32' },
  threads: oneByOne.threads,
  body: `${oneByOne.begin}
  let channel = index % settings.channels;
  let value = ${through(withRelu, 'index')};
  let apart = x[index] - factors[3u * settings.channels + channel];
  dx[index] = factors[channel] * value - factors[settings.channels + channel] - apart * factors[2u * settings.channels + channel];
  ${withResidual ? 'dResidual[index] = value;' : ''}`,
}));

/** dx where the statistics are constants. */
const pastStatistics = byRelu((withRelu, withResidual) => ({
  name: 'AttuneBatchNormGrad',
  reads: { dy: f32, gamma: f32, inverse: f32, ...(withRelu && { y: f32 }) },
  writes: { dx: f32, ...(withResidual && { dResidual: f32 }) },
  settings: { count: 'u32', channels: 'u32' },
  threads: oneByOne.threads,
  body: `${oneByOne.begin}
  let channel = index % settings.channels;
  let value = ${through(withRelu, 'index')};
  dx[index] = value * gamma[channel] * inverse[channel];
  ${withResidual ? 'dResidual[index] = value;' : ''}`,
}));

/** One program for each way that a batch norm ends. */
function byRelu<Buffer extends string, Setting extends string>(source: (withRelu: boolean, withResidual: boolean) => ProgramSource<Buffer, Setting>) {
  const [plain, withRelu, withBoth] = [defineProgram(source(false, false)), defineProgram(source(true, false)), defineProgram(source(true, true))];
  return (y: TensorInfo | undefined, dResidual?: TensorInfo) => {
    if (y === undefined) return plain;
    return dResidual === undefined ? withRelu : withBoth;
  };
}

export const batchNormGradient: WebgpuKernel<'AttuneBatchNormGrad'> = ({ inputs, attrs }, backend) => {
  const { dy, y } = inputs;
  const { training, affine, withResidual } = attrs;
  const dx = backend.makeTensorInfo(dy.shape, 'float32');
  // Without a ReLU the residual's gradient is dy itself.
  const dResidual = withResidual && y !== undefined ? backend.makeTensorInfo(dy.shape, 'float32') : undefined;
  const joined = affine ? joinedSums(inputs, backend) : undefined;
  const count = util.sizeFromShape(dy.shape);
  const work = { settings: { count, channels: dy.shape.at(-1)! }, groups: oneByOne.groups(count) };
  const tensors = { ...inputs, x: inputs.x ?? dy, y: y ?? dy, dx, dResidual: dResidual ?? dx, factors: joined?.factors ?? dy };
  if (training) runProgram(backend, throughStatistics(y, dResidual), { ...work, tensors });
  else runProgram(backend, pastStatistics(y, dResidual), { ...work, tensors });
  if (joined !== undefined) backend.disposeData(joined.factors.dataId);
  const ofResidual = withResidual ? (dResidual ?? alias(backend, dy)) : undefined;
  return [dx, joined?.dGamma, joined?.dBeta, ofResidual].filter((tensor) => tensor !== undefined);
};

function joinedSums(
  { dy, x = dy, y, gamma, mean = gamma, inverse }: Parameters<typeof batchNormGradient>[0]['inputs'],
  backend: WebgpuBackend,
): Readonly<Record<'dGamma' | 'dBeta' | 'factors', TensorInfo>> {
  const { rows, channels, rowsPerPart, parts } = shareOf(dy);
  const tensor = (...shape: number[]) => backend.makeTensorInfo(shape, 'float32');
  const [dGamma, dBeta, factors, partials] = [tensor(channels), tensor(channels), tensor(4, channels), tensor(2 * parts, channels)];
  const groups = [Math.ceil(channels / side), parts] as const;
  runProgram(backend, sumsOfParts(y), { tensors: { dy, x, y: y ?? dy, mean, partials }, settings: { rows, channels, rowsPerPart }, groups });
  const tensors = { partials, gamma, mean, inverse, dGamma, dBeta, factors };
  runProgram(backend, sums, { tensors, settings: { count: channels, parts, rows }, groups: oneByOne.groups(channels) });
  backend.disposeData(partials.dataId);
  return { dGamma, dBeta, factors };
}

/** The same values as another tensor. */
function alias(backend: WebgpuBackend, { dataId, shape, dtype }: TensorInfo): TensorInfo {
  backend.incRef(dataId);
  return { dataId, shape, dtype };
}
