import { util } from '@tensorflow/tfjs-core';

import { oneByOne } from '../program/one-by-one.ts';
import { defineProgram } from '../program/program.ts';
import { runProgram } from '../program/run-program.ts';
import type { WebgpuKernel } from './kernel.ts';
import { side, sizeOf } from './map-size.ts';
import { poolDeclarations, poolOver } from './pool-in-group.ts';

/** A group takes 16 channels of one image. */
const pool = defineProgram({
  name: 'AttunePositionPools',
  reads: { x: 'f32' },
  writes: { pools: 'f32', places: 'i32' },
  settings: { images: 'u32', positions: 'u32', channels: 'u32' },
  threads: [side, side],
  declarations: poolDeclarations,
  body: `
  let channel = group.x * ${side}u + local.x;
  var sum = 0.0;
  var largest = 0.0;
  var first = 0xffffffffu;
  if (channel < settings.channels) {
    for (var position = local.y; position < settings.positions; position += ${side}u) {
      let value = x[(group.y * settings.positions + position) * settings.channels + channel];
      sum += value;
      if (first == 0xffffffffu || isLarger(value, position, largest, first)) {
        largest = value;
        first = position;
      }
    }
  }
  ${poolOver('y')}
  if (local.y == 0u && channel < settings.channels) {
    let to = group.y * settings.channels + channel;
    pools[to] = sums[at] / f32(settings.positions);
    pools[settings.images * settings.channels + to] = maxima[at];
    places[to] = i32(firsts[at]);
  }`,
});

export const positionPools: WebgpuKernel<'AttunePositionPools'> = ({ inputs: { x } }, backend) => {
  const size = sizeOf(x.shape);
  const { images, channels } = size;
  const pools = backend.makeTensorInfo([2 * images, 1, 1, channels], 'float32');
  const places = backend.makeTensorInfo([images, channels], 'int32');
  runProgram(backend, pool, { tensors: { x, pools, places }, settings: { ...size }, groups: [Math.ceil(channels / side), images] });
  return [pools, places];
};

const spread = defineProgram({
  name: 'AttunePositionPoolsGrad',
  reads: { dy: 'f32', places: 'i32' },
  writes: { dx: 'f32' },
  settings: { count: 'u32', images: 'u32', positions: 'u32', channels: 'u32' },
  threads: oneByOne.threads,
  body: `${oneByOne.begin}
  let channel = index % settings.channels;
  let position = (index / settings.channels) % settings.positions;
  let pooled = (index / settings.channels / settings.positions) * settings.channels + channel;
  let ofMaximum = select(0.0, dy[settings.images * settings.channels + pooled], places[pooled] == i32(position));
  dx[index] = dy[pooled] / f32(settings.positions) + ofMaximum;`,
});

export const positionPoolsGradient: WebgpuKernel<'AttunePositionPoolsGrad'> = ({ inputs, attrs: { shape } }, backend) => {
  const dx = backend.makeTensorInfo(shape, 'float32');
  const count = util.sizeFromShape(shape);
  runProgram(backend, spread, { tensors: { ...inputs, dx }, settings: { count, ...sizeOf(shape) }, groups: oneByOne.groups(count) });
  return dx;
};
