import { util } from '@tensorflow/tfjs-core';

import { defineProgram } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';
import type { WebgpuKernel } from './kernel.ts';
import { groupsOfPositions, side, sizeOf } from './map-size.ts';

const common = {
  reads: { dy: 'f32', x: 'f32', gate: 'f32' },
  writes: { dx: 'f32', dGate: 'f32' },
  settings: { positions: 'u32', channels: 'u32' },
  threads: [side, side],
  declarations: `
var<workgroup> sums: array<f32, ${side * side}>;`,
} as const;

/** A group takes 16 channels of one image. */
const ofChannels = defineProgram({
  ...common,
  name: 'AttuneGateGrad of channels',
  body: `
  let channel = group.x * ${side}u + local.x;
  var sum = 0.0;
  if (channel < settings.channels) {
    let factor = gate[group.y * settings.channels + channel];
    for (var position = local.y; position < settings.positions; position += ${side}u) {
      let index = (group.y * settings.positions + position) * settings.channels + channel;
      dx[index] = dy[index] * factor;
      sum += dy[index] * x[index];
    }
  }
  let at = local.y * ${side}u + local.x;
  sums[at] = sum;
  workgroupBarrier();
  for (var half = ${side / 2}u; half > 0u; half /= 2u) {
    if (local.y < half) { sums[at] += sums[at + half * ${side}u]; }
    workgroupBarrier();
  }
  if (local.y == 0u && channel < settings.channels) { dGate[group.y * settings.channels + channel] = sums[at]; }`,
});

/** A group takes 16 positions of all images. */
const ofPositions = defineProgram({
  ...common,
  name: 'AttuneGateGrad of positions',
  body: `
  let position = (group.y * groups.x + group.x) * ${side}u + local.y;
  var sum = 0.0;
  if (position < settings.positions) {
    let factor = gate[position];
    for (var channel = local.x; channel < settings.channels; channel += ${side}u) {
      let index = position * settings.channels + channel;
      dx[index] = dy[index] * factor;
      sum += dy[index] * x[index];
    }
  }
  let at = local.y * ${side}u + local.x;
  sums[at] = sum;
  workgroupBarrier();
  for (var half = ${side / 2}u; half > 0u; half /= 2u) {
    if (local.x < half) { sums[at] += sums[at + half]; }
    workgroupBarrier();
  }
  if (local.x == 0u && position < settings.positions) { dGate[position] = sums[at]; }`,
});

export const gateGradient: WebgpuKernel<'AttuneGateGrad'> = ({ inputs }, backend) => {
  const { x, gate } = inputs;
  const [dx, dGate] = [backend.makeTensorInfo(x.shape, 'float32'), backend.makeTensorInfo(gate.shape, 'float32')];
  const tensors = { ...inputs, dx, dGate };
  const { images, positions, channels } = sizeOf(x.shape);
  if (util.arraysEqual(gate.shape, [images, 1, 1, channels])) {
    runProgram(backend, ofChannels, { tensors, settings: { positions, channels }, groups: [Math.ceil(channels / side), images] });
  } else {
    const all = images * positions;
    runProgram(backend, ofPositions, { tensors, settings: { positions: all, channels }, groups: groupsOfPositions(all) });
  }
  return [dx, dGate];
};
