import { util } from '@tensorflow/tfjs-core';

import { oneByOne } from '../program/one-by-one.ts';
import { defineProgram } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';
import type { WebgpuKernel } from './kernel.ts';
import { groupsOfPositions, side, sizeOf } from './map-size.ts';
import { poolDeclarations, poolOver } from './pool-in-group.ts';

/** A group takes 16 positions, whose channels its threads share. */
const pool = defineProgram({
  name: 'AttuneChannelPools',
  reads: { x: 'f32' },
  writes: { maps: 'f32', places: 'i32' },
  settings: { positions: 'u32', channels: 'u32', meanAt: 'u32' },
  threads: [side, side],
  declarations: poolDeclarations,
  body: `
  let position = (group.y * groups.x + group.x) * ${side}u + local.y;
  var sum = 0.0;
  var largest = 0.0;
  var first = 0xffffffffu;
  if (position < settings.positions) {
    for (var channel = local.x; channel < settings.channels; channel += ${side}u) {
      let value = x[position * settings.channels + channel];
      sum += value;
      if (first == 0xffffffffu || isLarger(value, channel, largest, first)) {
        largest = value;
        first = channel;
      }
    }
  }
  ${poolOver('x')}
  if (local.x == 0u && position < settings.positions) {
    maps[2u * position + settings.meanAt] = sums[at] / f32(settings.channels);
    maps[2u * position + 1u - settings.meanAt] = maxima[at];
    places[position] = i32(firsts[at]);
  }`,
});

export const channelPools: WebgpuKernel<'AttuneChannelPools'> = ({ inputs: { x }, attrs: { meanAt } }, backend) => {
  const shape = x.shape.slice(0, 3);
  const maps = backend.makeTensorInfo([...shape, 2], 'float32');
  const places = backend.makeTensorInfo(shape, 'int32');
  const positions = util.sizeFromShape(shape);
  const settings = { positions, channels: sizeOf(x.shape).channels, meanAt };
  runProgram(backend, pool, { tensors: { x, maps, places }, settings, groups: groupsOfPositions(positions) });
  return [maps, places];
};

const spread = defineProgram({
  name: 'AttuneChannelPoolsGrad',
  reads: { dy: 'f32', places: 'i32' },
  writes: { dx: 'f32' },
  settings: { count: 'u32', channels: 'u32', meanAt: 'u32' },
  threads: oneByOne.threads,
  body: `${oneByOne.begin}
  let position = index / settings.channels;
  let isMaximum = places[position] == i32(index % settings.channels);
  let ofMaximum = select(0.0, dy[2u * position + 1u - settings.meanAt], isMaximum);
  dx[index] = dy[2u * position + settings.meanAt] / f32(settings.channels) + ofMaximum;`,
});

export const channelPoolsGradient: WebgpuKernel<'AttuneChannelPoolsGrad'> = ({ inputs, attrs: { meanAt, shape } }, backend) => {
  const dx = backend.makeTensorInfo(shape, 'float32');
  const count = util.sizeFromShape(shape);
  const settings = { count, channels: sizeOf(shape).channels, meanAt };
  runProgram(backend, spread, { tensors: { ...inputs, dx }, settings, groups: oneByOne.groups(count) });
  return dx;
};
