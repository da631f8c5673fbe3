import { type TensorInfo, util } from '@tensorflow/tfjs-core';

import { type Argument, type Engine, float } from '../engine/engine.ts';
import { CHANNELS_PER_ITEM, FLOATS_PER_ITEM, positionPools } from './gates.ts';
import type { OwnKernel } from './kernel.ts';

/** The fields of `channel_gate` in `source/channel-gate.h`; addresses that are left out are 0. */
const addressNames = [
  'x',
  'y',
  'dy',
  'dx',
  'pools',
  'places',
  'hidden',
  'gate',
  'squeeze',
  'squeezeBias',
  'excite',
  'exciteBias',
  'dScores',
  'dPools',
  'dHidden',
  'dSqueeze',
  'dSqueezeBias',
  'dExcite',
  'dExciteBias',
] as const;

type Addresses = Partial<Record<(typeof addressNames)[number], number>>;

interface GateSize {
  readonly images: number;
  readonly positions: number;
  readonly channels: number;
  readonly units: number;
  readonly positionsPerItem: number;
}

function sizeOf(x: TensorInfo, squeeze: TensorInfo): GateSize {
  const [images, height, width, channels] = x.shape as [number, number, number, number];
  const units = util.sizeFromShape(squeeze.shape) / channels;
  return { images, positions: height * width, channels, units, positionsPerItem: Math.max(1, Math.floor(FLOATS_PER_ITEM / channels)) };
}

function fieldsOf(addresses: Addresses, { images, positions, channels, units, positionsPerItem }: GateSize, gain: number): Argument[] {
  return [...addressNames.map((name) => addresses[name] ?? 0), images, positions, channels, units, positionsPerItem, float(gain)];
}

function itemsOf({ images, positions, channels, positionsPerItem }: GateSize) {
  const groups = Math.ceil(channels / CHANNELS_PER_ITEM);
  return { ofPositions: Math.ceil((images * positions) / positionsPerItem), ofChannels: images * groups, ofWeights: groups };
}

function optional(engine: Engine, tensor: TensorInfo | undefined): number {
  return tensor === undefined ? 0 : engine.address(tensor);
}

export const channelGate: OwnKernel<'AttuneChannelGate'> = ({ inputs, attrs: { gain } }, engine) => {
  const { x, squeeze, excite, squeezeBias, exciteBias } = inputs;
  const size = sizeOf(x, squeeze);
  const { images, channels, units } = size;
  const [pools, places] = positionPools({ inputs: { x }, attrs: {} }, engine);
  const [y, gate, hidden] = [engine.output(x.shape), engine.output([images, 1, 1, channels]), engine.output([2 * images, units])];
  engine.scope(() => {
    const weights = {
      squeeze: engine.address(squeeze),
      squeezeBias: optional(engine, squeezeBias),
      excite: engine.address(excite),
      exciteBias: optional(engine, exciteBias),
    };
    const results = { y: engine.address(y), gate: engine.address(gate), hidden: engine.address(hidden) };
    const args = engine.write(fieldsOf({ ...weights, ...results, x: engine.address(x), pools: engine.address(pools) }, size, gain));
    engine.run('channelGateScores', args, images);
    engine.run('channelGateApply', args, itemsOf(size).ofPositions);
  });
  return [y, gate, pools, places, hidden];
};

export const channelGateGradient: OwnKernel<'AttuneChannelGateGrad'> = ({ inputs, attrs: { gain, biased } }, engine) => {
  const { dy, x, gate, pools, places, hidden, squeeze, excite } = inputs;
  const size = sizeOf(x, squeeze);
  const { images, channels, units } = size;
  const [dx, dSqueeze, dExcite] = [engine.output(x.shape), engine.output(squeeze.shape), engine.output(excite.shape)];
  const [dSqueezeBias, dExciteBias] = biased ? [engine.output([units]), engine.output([channels])] : [];
  engine.scope((allocate) => {
    const operands = { dy: engine.address(dy), x: engine.address(x), squeeze: engine.address(squeeze), excite: engine.address(excite) };
    const saved = { gate: engine.address(gate), pools: engine.address(pools), places: engine.address(places), hidden: engine.address(hidden) };
    const between = { dScores: allocate(images * channels), dPools: allocate(2 * images * channels), dHidden: allocate(2 * images * units) };
    const ofWeights = { dSqueeze: engine.address(dSqueeze), dExcite: engine.address(dExcite) };
    const ofBiases = { dSqueezeBias: optional(engine, dSqueezeBias), dExciteBias: optional(engine, dExciteBias) };
    const args = engine.write(fieldsOf({ ...operands, ...saved, ...between, ...ofWeights, ...ofBiases, dx: engine.address(dx) }, size, gain));
    const items = itemsOf(size);
    engine.run('channelGateScoreGradient', args, items.ofChannels);
    engine.run('channelGatePoolGradient', args, images);
    engine.run('channelGateWeightGradient', args, items.ofWeights);
    engine.run('channelGateGradientApply', args, items.ofPositions);
  });
  return [dx, dSqueeze, dExcite, dSqueezeBias, dExciteBias].filter((tensor) => tensor !== undefined);
};
