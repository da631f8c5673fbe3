import type { TensorInfo, backend_util } from '@tensorflow/tfjs-core';

import type { Engine } from '../engine/engine.ts';
import { joinParts } from './join-parts.ts';
import { POINTS, blockRows, panelCount, pointStride, roundUp } from './sizes.ts';

const TILE = 4;

// As in `source/winograd-convolution.h` and `source/winograd-filter-gradient.h`.
const TILES_PER_ITEM = 8;
const DEPTH_PART = 128;
const COLUMN_PART = 32;
const ROW_PART = 64;

// A block's input and sums at 36 points should stay in the second-level cache, and must
// fit the scratch.
const BLOCK_FLOATS = 2 ** 16;
const LEAST_BLOCK = 12;
// A filter at its points that is larger than a second-level cache is never stored: each item makes
// the columns that it needs, for so many tiles.
const LARGE_FILTER_FLOATS = 2 ** 20;
const COLUMN_BLOCK = 64;
const SPAN_FLOATS = 6 * 2 ** 20;
// Sums of so small a filter stay in the first caches, and each part of the tiles may have its own.
const SMALL_FILTER = 2 ** 12;
const MOST_PARTS = 16;
const PART_SPAN = 54;
// Of fewer tiles than this, a part's products cost less than to clear its sums and join them.
const LEAST_PART = 32;

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
  readonly filter: TensorInfo;
  readonly output: number;
  readonly bias: number;
  readonly relu: boolean;
  /** Whether the filter is read turned and with its channels exchanged. */
  readonly transposed: boolean;
}

/** output = relu?(input ∗ filter + bias) */
export function winogradConvolution(engine: Engine, plan: WinogradPlan, operands: WinogradOperands): void {
  const columns = roundUp(plan.outChannels, engine.tile.leastColumns);
  const isLarge = plan.inChannels * columns * POINTS > LARGE_FILTER_FLOATS;
  engine.scope((allocate) => (isLarge ? byColumns : byBlocks)(engine, plan, operands, allocate));
}

type Allocate = (floats: number) => number;

/** The filter's points are made once, for all blocks of tiles. */
function byBlocks(engine: Engine, plan: WinogradPlan, operands: WinogradOperands, allocate: Allocate): void {
  const columns = roundUp(plan.outChannels, engine.tile.leastColumns);
  const floats = POINTS * pointStride(plan.inChannels, columns);
  const make = (points: number) => engine.run('winogradFilter', filterArguments(engine, plan, operands, points), panelCount(columns, engine.tile));
  const kept = engine.kept.take(operands.filter.dataId, keptUse('points', plan, operands), { floats, make });
  const points = kept ?? allocate(floats);
  if (kept === undefined) make(points);
  const filter = filterArguments(engine, plan, operands, points);
  const tiles = tileCount(plan);
  const block = Math.max(LEAST_BLOCK, blockRows(engine.tile, tiles, { rowFloats: POINTS * (plan.inChannels + columns), floats: BLOCK_FLOATS, shares: 8 }));
  const args = engine.write([...convolutionArguments(engine, plan, operands, block), filter]);
  engine.run('winogradConvolution', args, Math.ceil(tiles / block));
}

/** The input's points are made once, for all parts of the columns. */
function byColumns(engine: Engine, plan: WinogradPlan, operands: WinogradOperands, allocate: Allocate): void {
  const tiles = tileCount(plan);
  const filter = filterArguments(engine, plan, operands, keptColumns(engine, plan, operands) ?? 0);
  const span = blockRows(engine.tile, tiles, { rowFloats: POINTS * plan.inChannels, floats: SPAN_FLOATS, shares: 1 });
  const block = Math.min(span, roundUp(COLUMN_BLOCK, engine.tile.rows));
  const inputPoints = allocate(partFloats(plan.inChannels, DEPTH_PART, span) + engine.tile.rows * DEPTH_PART);
  for (let first = 0; first < tiles; first += span) {
    const count = Math.min(span, tiles - first);
    const args = engine.write([...convolutionArguments(engine, plan, operands, block), filter, inputPoints, span, first, count]);
    engine.run('winogradInput', args, Math.ceil(count / TILES_PER_ITEM));
    engine.run('winogradColumns', args, Math.ceil(plan.outChannels / COLUMN_PART) * Math.ceil(count / block));
  }
}

/** The filter's points, if they are kept: as each item would make them. */
function keptColumns(engine: Engine, plan: WinogradPlan, operands: WinogradOperands): number | undefined {
  const { inChannels: depth, outChannels } = plan;
  const parts = Math.ceil(outChannels / COLUMN_PART);
  const [whole, rest] = [Math.floor(depth / DEPTH_PART), depth % DEPTH_PART];
  const floats = parts * POINTS * (whole * pointStride(DEPTH_PART, COLUMN_PART) + (rest === 0 ? 0 : pointStride(rest, COLUMN_PART)));
  const make = (points: number) => engine.run('winogradFilterColumns', filterArguments(engine, plan, operands, points), parts);
  return engine.kept.take(operands.filter.dataId, keptUse('columns', plan, operands), { floats, make });
}

function keptUse(kind: string, { inChannels, outChannels }: WinogradPlan, { transposed }: WinogradOperands): string {
  return `${kind} ${inChannels} ${outChannels} ${transposed}`;
}

/** Floats of a span's points, [channels / part][36][span, part]. */
function partFloats(channels: number, part: number, span: number): number {
  return Math.ceil(channels / part) * POINTS * pointStride(span, part);
}

/** The fields of `winograd_filter` in `source/winograd-convolution.h`. */
function filterArguments(engine: Engine, plan: WinogradPlan, { filter, transposed }: WinogradOperands, points: number): number {
  const [from, to] = transposed ? [plan.outChannels, plan.inChannels] : [plan.inChannels, plan.outChannels];
  return engine.write([engine.address(filter), points, from, to, Number(transposed)]);
}

/** The fields of `winograd_convolution` up to its filter. */
function convolutionArguments(engine: Engine, plan: WinogradPlan, { input, output, bias, relu }: WinogradOperands, block: number): number[] {
  const { inHeight, inWidth, inChannels, top, left, outHeight, outWidth, outChannels } = plan;
  const grid = engine.write([input, inHeight, inWidth, inChannels, top, left, tilesAlong(outHeight), tilesAlong(outWidth), engine.zeros]);
  return [input, output, bias, Number(relu), outHeight, outWidth, outChannels, tileCount(plan), block, grid];
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
    const inputPoints = allocate(partFloats(inChannels, ROW_PART, span) + ROW_PART);
    const dyPoints = allocate(partFloats(outChannels, COLUMN_PART, span) + COLUMN_PART);
    const grids = gradientGrids(engine, plan, operands);
    for (let first = 0; first < tiles; first += span) {
      const count = Math.min(span, tiles - first);
      const args = engine.write([...grids, inputPoints, dyPoints, 0, operands.gradient, inChannels, outChannels, first, count, span]);
      engine.run('winogradSpan', args, Math.ceil(count / TILES_PER_ITEM));
      engine.run('winogradGradient', args, Math.ceil(inChannels / ROW_PART) * Math.ceil(outChannels / COLUMN_PART));
    }
  });
}

function gradientInParts(engine: Engine, plan: WinogradPlan, operands: GradientOperands): void {
  engine.scope((allocate) => {
    const { inChannels, outChannels } = plan;
    const tiles = tileCount(plan);
    const partTiles = Math.max(LEAST_PART, Math.ceil(tiles / MOST_PARTS));
    const parts = Math.ceil(tiles / partTiles);
    const span = Math.min(PART_SPAN, roundUp(partTiles, engine.tile.rows));
    const floats = POINTS * pointStride(roundUp(inChannels, engine.tile.rows), roundUp(outChannels, engine.tile.leastColumns));
    const [partials, sums] = [allocate(parts * floats), allocate(floats)];
    const grids = gradientGrids(engine, plan, operands);
    const fields = (to: number) => [...grids, 0, 0, to, operands.gradient, inChannels, outChannels, 0, 0, span, tiles, partTiles];
    engine.run('winogradPart', engine.write(fields(partials)), parts);
    joinParts(engine, partials, sums, { parts, floats });
    engine.run('winogradTaps', engine.write(fields(sums)), inChannels);
  });
}
