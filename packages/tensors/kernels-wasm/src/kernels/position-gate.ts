import { type TensorInfo, util } from '@tensorflow/tfjs-core';

import { type Argument, type Engine, float } from '../engine/engine.ts';
import { conv2D, conv2DBackpropFilter, conv2DBackpropInput } from './convolution.ts';
import { FLOATS_PER_ITEM, channelPools } from './gates.ts';
import type { OwnKernel } from './kernel.ts';

/** Addresses of `position_gate` in `source/position-gate.h`; those that are left out are 0. */
interface Addresses {
  readonly x?: number;
  readonly y?: number;
  readonly dy?: number;
  readonly dx?: number;
  readonly scores?: number;
  readonly gate: number;
  readonly dMaps?: number;
  readonly places?: number;
}

interface GateWork {
  readonly shape: readonly number[];
  readonly gain: number;
  readonly meanAt: number;
}

/** The task's arguments and how many items it has. */
function workOf({ x = 0, y = 0, dy = 0, dx = 0, scores = 0, gate, dMaps = 0, places = 0 }: Addresses, { shape, gain, meanAt }: GateWork) {
  const channels = shape[3]!;
  const rows = util.sizeFromShape(shape.slice(0, 3));
  const rowsPerItem = Math.max(1, Math.floor(FLOATS_PER_ITEM / channels));
  const fields: Argument[] = [x, y, dy, dx, scores, gate, dMaps, places, rows, channels, meanAt, rowsPerItem, float(gain)];
  return { fields, items: Math.ceil(rows / rowsPerItem) };
}

function sameSize({ shape }: TensorInfo) {
  return { strides: 1, pad: (shape[0]! - 1) / 2, dilations: 1, dataFormat: 'NHWC' };
}

/** A convolution that our kernels cover whatever its size. */
function convolved(kernel: typeof conv2D, inputs: Record<string, TensorInfo>, attrs: object, engine: Engine): TensorInfo {
  return kernel({ inputs, attrs: { ...attrs }, backend: engine.backend }, engine) as TensorInfo;
}

export const positionGate: OwnKernel<'AttunePositionGate'> = ({ inputs: { x, filter }, attrs: { gain, meanAt } }, engine) => {
  const [maps, places] = channelPools({ inputs: { x }, attrs: { meanAt } }, engine);
  const scores = convolved(conv2D, { x: maps, filter }, sameSize(filter), engine);
  const [y, gate] = [engine.output(x.shape), engine.output(scores.shape)];
  engine.scope(() => {
    const addresses = { x: engine.address(x), y: engine.address(y), scores: engine.address(scores), gate: engine.address(gate) };
    const { fields, items } = workOf(addresses, { shape: x.shape, gain, meanAt });
    engine.run('positionGateApply', engine.write(fields), items);
  });
  engine.backend.disposeData(scores.dataId);
  return [y, gate, maps, places];
};

export const positionGateGradient: OwnKernel<'AttunePositionGateGrad'> = ({ inputs, attrs: { gain, meanAt } }, engine) => {
  const { dy, x, gate, maps, places, filter } = inputs;
  const [dx, dScores] = [engine.output(x.shape), engine.output(gate.shape)];
  const operands = { dy: engine.address(dy), gate: engine.address(gate) };
  const work = { shape: x.shape, gain, meanAt };
  engine.scope(() => {
    const { fields, items } = workOf({ ...operands, x: engine.address(x), scores: engine.address(dScores) }, work);
    engine.run('positionGateScoreGradient', engine.write(fields), items);
  });
  const dFilter = convolved(conv2DBackpropFilter, { x: maps, dy: dScores }, { ...sameSize(filter), filterShape: filter.shape }, engine);
  const dMaps = convolved(conv2DBackpropInput, { dy: dScores, filter }, { ...sameSize(filter), inputShape: maps.shape }, engine);
  engine.scope(() => {
    const addresses = { ...operands, dx: engine.address(dx), dMaps: engine.address(dMaps), places: engine.address(places) };
    const { fields, items } = workOf(addresses, work);
    engine.run('positionGateGradientApply', engine.write(fields), items);
  });
  for (const { dataId } of [dScores, dMaps]) engine.backend.disposeData(dataId);
  return [dx, dFilter];
};
