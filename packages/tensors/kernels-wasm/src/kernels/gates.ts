import { type TensorInfo, util } from '@tensorflow/tfjs-core';

import type { Engine } from '../engine/engine.ts';
import type { TaskName } from '../engine/tasks.ts';
import type { OwnKernel } from './kernel.ts';

/** As in `source/gates.h`. */
export const CHANNELS_PER_ITEM = 16;
export const FLOATS_PER_ITEM = 16_384;

/** [N, H, W, C] as the gates' tasks see it. */
interface MapSize {
  readonly images: number;
  readonly positions: number;
  readonly channels: number;
}

function sizeOf(shape: readonly number[]): MapSize {
  const [images, height, width, channels] = shape as [number, number, number, number];
  return { images, positions: height * width, channels };
}

/** Addresses of `gate` in `source/gates.h`; those that are left out are 0. */
interface Addresses {
  readonly x?: number;
  readonly dy?: number;
  readonly dx?: number;
  readonly means?: number;
  readonly maxima?: number;
  readonly places?: number;
  readonly gate?: number;
  readonly dGate?: number;
}

interface GateWork {
  readonly size: MapSize;
  readonly addresses: Addresses;
  /** Whether items are groups of channels, and not of positions. */
  readonly byChannels?: boolean;
  readonly meanAt?: number;
}

function run(engine: Engine, task: TaskName, { size, addresses, byChannels = false, meanAt = 0 }: GateWork): void {
  const { images, positions, channels } = size;
  const { x = 0, dy = 0, dx = 0, means = 0, maxima = 0, places = 0, gate = 0, dGate = 0 } = addresses;
  const positionsPerItem = Math.max(1, Math.floor(FLOATS_PER_ITEM / channels));
  const items = byChannels ? images * Math.ceil(channels / CHANNELS_PER_ITEM) : Math.ceil((images * positions) / positionsPerItem);
  engine.scope(() =>
    engine.run(task, engine.write([x, dy, dx, means, maxima, places, gate, dGate, images, positions, channels, meanAt, positionsPerItem]), items),
  );
}

export const positionPools: OwnKernel<'AttunePositionPools'> = ({ inputs }, engine) => {
  const size = sizeOf(inputs.x.shape);
  const { images, channels } = size;
  const [pools, places] = [engine.output([2 * images, 1, 1, channels]), engine.output([images, channels], 'int32')];
  const means = engine.address(pools);
  const addresses = { x: engine.address(inputs.x), means, maxima: means + 4 * images * channels, places: engine.address(places) };
  run(engine, 'positionPools', { size, addresses, byChannels: true });
  return [pools, places];
};

export const positionPoolsGradient: OwnKernel<'AttunePositionPoolsGrad'> = ({ inputs, attrs }, engine) => {
  const { shape } = attrs;
  const size = sizeOf(shape);
  const dx = engine.output(shape);
  const means = engine.address(inputs.dy);
  const addresses = { dx: engine.address(dx), means, maxima: means + 4 * size.images * size.channels, places: engine.address(inputs.places) };
  run(engine, 'positionPoolsGradient', { size, addresses });
  return dx;
};

export const channelPools: OwnKernel<'AttuneChannelPools'> = ({ inputs, attrs }, engine) => {
  const shape = inputs.x.shape.slice(0, 3);
  const [maps, places] = [engine.output([...shape, 2]), engine.output(shape, 'int32')];
  const addresses = { x: engine.address(inputs.x), means: engine.address(maps), places: engine.address(places) };
  run(engine, 'channelPools', { size: sizeOf(inputs.x.shape), addresses, meanAt: attrs.meanAt });
  return [maps, places];
};

export const channelPoolsGradient: OwnKernel<'AttuneChannelPoolsGrad'> = ({ inputs, attrs }, engine) => {
  const { shape } = attrs;
  const dx = engine.output(shape);
  const addresses = { dx: engine.address(dx), means: engine.address(inputs.dy), places: engine.address(inputs.places) };
  run(engine, 'channelPoolsGradient', { size: sizeOf(shape), addresses, meanAt: attrs.meanAt });
  return dx;
};

export const gateGradient: OwnKernel<'AttuneGateGrad'> = ({ inputs }, engine) => {
  const [dy, x, gate] = [inputs.dy, inputs.x, inputs.gate];
  const [dx, dGate] = [engine.output(x.shape), engine.output(gate.shape)];
  const addresses = { dy: engine.address(dy), x: engine.address(x), gate: engine.address(gate), dx: engine.address(dx), dGate: engine.address(dGate) };
  const byChannels = isChannelGate(gate, x);
  run(engine, byChannels ? 'channelGateGradient' : 'positionGateGradient', { size: sizeOf(x.shape), addresses, byChannels });
  return [dx, dGate];
};

function isChannelGate(gate: TensorInfo, { shape }: TensorInfo): boolean {
  return util.arraysEqual(gate.shape, [shape[0]!, 1, 1, shape[3]!]);
}
