import type { backend_util } from '@tensorflow/tfjs-core';

import type { Engine } from '../engine/engine.ts';
import { joinParts } from './join-parts.ts';
import { POINTS, type TileShape, blockRows, panelCount, pointStride, roundUp } from './sizes.ts';

const TILE = 4;
const TILES_PER_ITEM = 8;
// A block's input and sums at 36 points should stay in the second-level cache, and must
// fit the scratch.
const BLOCK_FLOATS = 2 ** 16;
const LEAST_BLOCK = 12;
// A filter at its points that is larger than a second-level cache is better read once,
// in phases over spans of tiles.
const LARGE_FILTER_FLOATS = 2 ** 20;
const SPAN_FLOATS = 6 * 2 ** 20;
// Sums of so small a filter stay in the first caches, and each part of the tiles may have its own.
const SMALL_FILTER = 2 ** 12;
const PARTS = 16;
const PART_SPAN = 54;

/** One 3×3 convolution at stride 1, of a map by a filter, as Winograd's algorithm sees it. */
export interface WinogradPlan {
  readonly images: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly top: number;
  readonly left: number;
}

export function forwardPlan(info: backend_util.Conv2DInfo): WinogradPlan {
  const { batchSize: images, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info;
  return { images, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, top: padInfo.top, left: padInfo.left };
}

/** The gradient of the input is a convolution of the output's gradient. */
export function backwardPlan(info: backend_util.Conv2DInfo): WinogradPlan {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, top, left, images } = forwardPlan(info);
  return {
    images,
    inHeight: outHeight,
    inWidth: outWidth,
    inChannels: outChannels,
    outHeight: inHeight,
    outWidth: inWidth,
    outChannels: inChannels,
    top: 2 - top,
    left: 2 - left,
  };
}

export interface WinogradOperands {
  readonly input: number;
  readonly filter: number;
  readonly output: number;
  readonly bias: number;
  readonly relu: boolean;
  /** Whether the filter is read turned and with its channels exchanged. */
  readonly transposed: boolean;
}

/** output = relu?(input ∗ filter + bias) */
export function winogradConvolution(engine: Engine, plan: WinogradPlan, operands: WinogradOperands): void {
  engine.scope((allocate) => {
    const columns = roundUp(plan.outChannels, engine.tile.leastColumns);
    const points = allocate(POINTS * pointStride(plan.inChannels, columns));
    const [from, to] = operands.transposed ? [plan.outChannels, plan.inChannels] : [plan.inChannels, plan.outChannels];
    engine.run('winogradFilter', engine.write([operands.filter, points, from, to, Number(operands.transposed)]), panelCount(columns, engine.tile));
    if (plan.inChannels * columns * POINTS > LARGE_FILTER_FLOATS) inPhases(engine, { plan, operands, points }, allocate);
    else inBlocks(engine, { plan, operands, points });
  });
}

interface ConvolutionWork {
  readonly plan: WinogradPlan;
  readonly operands: WinogradOperands;
  /** Address of the filter at its points. */
  readonly points: number;
}

function inBlocks(engine: Engine, work: ConvolutionWork): void {
  const { plan } = work;
  const tiles = tileCount(plan);
  const perTile = POINTS * (plan.inChannels + roundUp(plan.outChannels, engine.tile.leastColumns));
  const block = Math.max(LEAST_BLOCK, blockRows(engine.tile, tiles, { rowFloats: perTile, floats: BLOCK_FLOATS, shares: 8 }));
  engine.run('winogradConvolution', engine.write(convolutionArguments(engine, work, block)), Math.ceil(tiles / block));
}

function inPhases(engine: Engine, work: ConvolutionWork, allocate: (floats: number) => number): void {
  const { plan } = work;
  const tiles = tileCount(plan);
  const columns = roundUp(plan.outChannels, engine.tile.leastColumns);
  const span = blockRows(engine.tile, tiles, { rowFloats: POINTS * (plan.inChannels + columns), floats: SPAN_FLOATS, shares: 1 });
  const inputPoints = allocate(POINTS * pointStride(span, plan.inChannels) + engine.tile.rows * plan.inChannels);
  const sums = allocate(POINTS * pointStride(span, columns) + engine.tile.rows * columns);
  for (let first = 0; first < tiles; first += span) {
    const args = engine.write([...convolutionArguments(engine, work, span), inputPoints, sums, first]);
    const items = Math.ceil(Math.min(span, tiles - first) / TILES_PER_ITEM);
    engine.run('winogradInput', args, items);
    engine.run('winogradMultiply', args, POINTS);
    engine.run('winogradOutput', args, items);
  }
}

function convolutionArguments(engine: Engine, { plan, operands, points }: ConvolutionWork, block: number): number[] {
  const { input, output, bias, relu } = operands;
  const { inHeight, inWidth, inChannels, top, left } = plan;
  const grid = engine.write([input, inHeight, inWidth, inChannels, top, left, tilesAlong(plan.outHeight), tilesAlong(plan.outWidth), engine.zeros]);
  return [input, points, output, bias, Number(relu), plan.outHeight, plan.outWidth, plan.outChannels, tileCount(plan), block, grid];
}

function tilesAlong(size: number): number {
  return Math.ceil(size / TILE);
}

function tileCount({ images, outHeight, outWidth }: WinogradPlan): number {
  return images * tilesAlong(outHeight) * tilesAlong(outWidth);
}

interface GradientOperands {
  readonly input: number;
  readonly dy: number;
  readonly gradient: number;
}

/** gradient [3, 3, C, K] = the sum over all windows of window · dy */
export function winogradFilterGradient(engine: Engine, plan: WinogradPlan, operands: GradientOperands): void {
  if (plan.inChannels * plan.outChannels <= SMALL_FILTER) gradientInParts(engine, plan, operands);
  else gradientInSpans(engine, plan, operands);
}

/** Floats of a filter's gradient at its points. */
function sumFloats(tile: TileShape, { inChannels, outChannels }: WinogradPlan): number {
  return POINTS * pointStride(roundUp(inChannels, tile.rows), roundUp(outChannels, tile.leastColumns));
}

function gradientGrids(engine: Engine, plan: WinogradPlan, { input, dy }: GradientOperands): readonly [number, number] {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, top, left } = plan;
  const along = [tilesAlong(outHeight), tilesAlong(outWidth), engine.zeros];
  return [engine.write([input, inHeight, inWidth, inChannels, top, left, ...along]), engine.write([dy, outHeight, outWidth, outChannels, 0, 0, ...along])];
}

function gradientInSpans(engine: Engine, plan: WinogradPlan, operands: GradientOperands): void {
  engine.scope((allocate) => {
    const { inChannels, outChannels } = plan;
    const tiles = tileCount(plan);
    const span = blockRows(engine.tile, tiles, { rowFloats: POINTS * (inChannels + outChannels), floats: SPAN_FLOATS, shares: 1 });
    const inputPoints = allocate(POINTS * pointStride(span, inChannels) + engine.tile.leastColumns);
    const dyPoints = allocate(POINTS * pointStride(span, outChannels) + engine.tile.leastColumns);
    const sums = allocate(sumFloats(engine.tile, plan));
    engine.zero(sums, sumFloats(engine.tile, plan));
    const grids = gradientGrids(engine, plan, operands);
    for (let first = 0; first < tiles; first += span) {
      const count = Math.min(span, tiles - first);
      const args = engine.write([...grids, inputPoints, dyPoints, sums, operands.gradient, inChannels, outChannels, first, count, span]);
      engine.run('winogradSpan', args, Math.ceil(count / TILES_PER_ITEM));
      engine.run('winogradSum', args, POINTS);
      if (first + span >= tiles) engine.run('winogradTaps', args, inChannels);
    }
  });
}

function gradientInParts(engine: Engine, plan: WinogradPlan, operands: GradientOperands): void {
  engine.scope((allocate) => {
    const { inChannels, outChannels } = plan;
    const tiles = tileCount(plan);
    const partTiles = Math.ceil(tiles / PARTS);
    const parts = Math.ceil(tiles / partTiles);
    const span = Math.min(PART_SPAN, roundUp(partTiles, engine.tile.rows));
    const floats = sumFloats(engine.tile, plan);
    const [partials, sums] = [allocate(parts * floats), allocate(floats)];
    const grids = gradientGrids(engine, plan, operands);
    const fields = (to: number) => [...grids, 0, 0, to, operands.gradient, inChannels, outChannels, 0, 0, span, tiles, partTiles];
    engine.run('winogradPart', engine.write(fields(partials)), parts);
    joinParts(engine, partials, sums, { parts, floats });
    engine.run('winogradTaps', engine.write(fields(sums)), inChannels);
  });
}
