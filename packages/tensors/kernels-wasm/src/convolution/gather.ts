import type { TensorInfo, backend_util } from '@tensorflow/tfjs-core';

import type { Engine } from '../engine/engine.ts';
import { joinParts } from './join-parts.ts';
import { type TileShape, blockRows, panelCount, roundUp } from './sizes.ts';

// A block's windows and sums stay in the second-level cache.
const BLOCK_FLOATS = 100_000;
// Panels of a larger filter would come from memory for each block of pixels: items compute a part
// of its columns, whose panels stay in the second-level cache beside a block. Wasm's 14² 256 → 512
// at stride 2 takes 20.4 ms in place of 24.3, AVX2's 10.9 of 11.7 (one thread of an EPYC). With
// vectors of 16, gathering again for each part costs as much as it saves.
const LARGE_FILTER_FLOATS = 2 ** 20;
const PART_FLOATS = 150_000;
const MOST_PART_LANES = 8;

/** A stretch of filter taps over neighbouring pixels of one row. */
interface TapRun {
  readonly row: number;
  readonly column: number;
  readonly taps: number;
}

/** The pixels of a map that are computed together, and the windows they are computed from. */
interface Grid {
  readonly height: number;
  readonly width: number;
  /** Pixels that windows advance by in what is read. */
  readonly step: number;
  /** Where the grid lies in what is written. */
  readonly outStep: number;
  readonly outTop: number;
  readonly outLeft: number;
  readonly runs: readonly TapRun[];
  /** The filter's taps in the order of the runs. */
  readonly taps: readonly number[];
}

interface Map4D {
  readonly address: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Strides that differ by direction are left to tfjs. */
export function isGatherable({ strideHeight, strideWidth, outChannels }: backend_util.Conv2DInfo): boolean {
  return strideHeight === strideWidth && outChannels <= 8192;
}

function forwardGrid({ outHeight, outWidth, strideHeight, filterHeight, filterWidth, dilationHeight, dilationWidth, padInfo }: backend_util.Conv2DInfo): Grid {
  const rows = Array.from({ length: filterHeight }, (_, row) => row * dilationHeight - padInfo.top);
  const columns = Array.from({ length: filterWidth }, (_, column) => column * dilationWidth - padInfo.left);
  const runs =
    dilationWidth === 1
      ? rows.map((row) => ({ row, column: -padInfo.left, taps: filterWidth }))
      : rows.flatMap((row) => columns.map((column) => ({ row, column, taps: 1 })));
  const taps = Array.from({ length: filterHeight * filterWidth }, (_, tap) => tap);
  return { height: outHeight, width: outWidth, step: strideHeight, outStep: 1, outTop: 0, outLeft: 0, runs, taps };
}

/** The input's pixels whose rows and columns leave these remainders by the stride: all of them are
 * reached by the same taps. */
function residueGrid(info: backend_util.Conv2DInfo, top: number, left: number): Grid {
  const { inHeight, inWidth, strideHeight: stride, filterHeight, filterWidth, padInfo } = info;
  const rows = tapsReaching(top + padInfo.top, filterHeight, stride);
  const columns = tapsReaching(left + padInfo.left, filterWidth, stride);
  const runs = columns.length === 0 ? [] : rows.map(({ offset }) => ({ row: offset, column: columns[0]!.offset, taps: columns.length }));
  const taps = rows.flatMap((row) => columns.map((column) => row.tap * filterWidth + column.tap));
  const count = (size: number, first: number) => Math.ceil((size - first) / stride);
  return { height: count(inHeight, top), width: count(inWidth, left), step: 1, outStep: stride, outTop: top, outLeft: left, runs, taps };
}

/** Taps that reach a padded position, with the position of the output, relative to the residue's,
 * that they reach it from; outputs ascending. */
function tapsReaching(position: number, size: number, stride: number): { readonly tap: number; readonly offset: number }[] {
  return Array.from({ length: size }, (_, tap) => ({ tap, offset: (position - tap) / stride }))
    .filter(({ offset }) => Number.isInteger(offset))
    .reverse();
}

export interface GatherOperands {
  readonly input: number;
  readonly filter: TensorInfo;
  readonly output: number;
  readonly bias: number;
  readonly relu: boolean;
}

/** output = relu?(input ∗ filter + bias) */
export function gatherConvolution(engine: Engine, info: backend_util.Conv2DInfo, operands: GatherOperands): void {
  const input = { address: operands.input, height: info.inHeight, width: info.inWidth, channels: info.inChannels };
  const output = { address: operands.output, height: info.outHeight, width: info.outWidth, channels: info.outChannels };
  computeGrid(engine, forwardGrid(info), { ...operands, images: info.batchSize, input, output, transposed: false, fills: false });
}

/** dx = the sum over all windows of dy · filter */
export function gatherInputGradient(
  engine: Engine,
  info: backend_util.Conv2DInfo,
  { dy, filter, dx }: { readonly dy: number; readonly filter: TensorInfo; readonly dx: number },
): void {
  const input = { address: dy, height: info.outHeight, width: info.outWidth, channels: info.outChannels };
  const output = { address: dx, height: info.inHeight, width: info.inWidth, channels: info.inChannels };
  const residues = Array.from({ length: info.strideHeight }, (_, residue) => residue);
  const grids = residues.flatMap((top) => residues.map((left) => residueGrid(info, top, left)));
  const reached = grids.filter(({ taps }) => taps.length > 0);
  // Pixels that no tap reaches are zero: the grid at the top left, if it is the only
  // one, fills them.
  const fills = reached.length === 1 && reached[0] === grids[0];
  if (reached.length < grids.length && !fills) engine.zero(dx, info.batchSize * info.inHeight * info.inWidth * info.inChannels);
  const work = { images: info.batchSize, input, output, filter, bias: engine.zeros, relu: false, transposed: true, fills: fills && grids.length > 1 };
  for (const grid of reached) computeGrid(engine, grid, work);
}

interface GridWork {
  readonly images: number;
  readonly input: Map4D;
  readonly output: Map4D;
  readonly filter: TensorInfo;
  readonly bias: number;
  readonly relu: boolean;
  readonly transposed: boolean;
  /** Whether pixels between the grid's become zeros. */
  readonly fills: boolean;
}

function computeGrid(engine: Engine, grid: Grid, { images, input, output, filter, bias, relu, transposed, fills }: GridWork): void {
  const pixels = images * grid.height * grid.width;
  if (grid.taps.length === 0 || pixels === 0) return;
  engine.scope((allocate) => {
    const depth = grid.taps.length * input.channels;
    const columns = roundUp(output.channels, engine.tile.leastColumns);
    const panels = packedPanels(engine, { filter, taps: grid.taps, from: input.channels, to: output.channels, transposed, allocate });
    const part = partColumns(engine.tile, depth, columns);
    const block = blockRows(engine.tile, pixels, { rowFloats: depth + part, floats: BLOCK_FLOATS, shares: 8 });
    const whole =
      columns === output.channels || bias === engine.zeros
        ? bias
        : paddedBias(engine, { bias, channels: output.channels, address: allocate(columns), columns });
    const args = windowArguments(engine, grid, { images, input, output, panels, bias: whole, relu, block, part, fills });
    engine.run('gatherConvolution', engine.write(args), Math.ceil(pixels / block) * Math.ceil(columns / part));
  });
}

/** Columns of an item: all, or whole panels that, together, stay in the cache. */
function partColumns({ lanes }: TileShape, depth: number, columns: number): number {
  if (lanes > MOST_PART_LANES || depth * columns <= LARGE_FILTER_FLOATS) return columns;
  const panel = 2 * lanes;
  return Math.max(panel, Math.floor(PART_FLOATS / depth / panel) * panel);
}

interface Packing extends Pick<GridWork, 'filter' | 'transposed'> {
  readonly taps: readonly number[];
  /** Channels of what is read and of what is written. */
  readonly from: number;
  readonly to: number;
  readonly allocate: (floats: number) => number;
}

/** Address of the filter in panels: kept ones, or made for this call. */
function packedPanels(engine: Engine, { filter, taps, from, to, transposed, allocate }: Packing): number {
  const columns = roundUp(to, engine.tile.leastColumns);
  const floats = taps.length * from * columns;
  const make = (panels: number) => {
    const packing = [engine.address(filter), panels, engine.write(taps), taps.length, ...(transposed ? [to, from] : [from, to]), Number(transposed)];
    engine.run('packPanel', engine.write(packing), panelCount(columns, engine.tile));
  };
  const use = `panels ${from} ${to} ${transposed} ${taps.join(' ')}`;
  const kept = engine.kept.take(filter.dataId, use, { floats, make });
  if (kept !== undefined) return kept;
  const panels = allocate(floats);
  make(panels);
  return panels;
}

/** A bias that is read in whole vectors, with zeros behind it: what follows the tensor is not
 * ours to read. */
function paddedBias(engine: Engine, { bias, channels, address, columns }: { bias: number; channels: number; address: number; columns: number }): number {
  engine.zero(address, columns);
  engine.copyFloats(bias, address, channels);
  return address;
}

interface WindowWork extends Pick<GridWork, 'images' | 'input' | 'output' | 'bias' | 'relu' | 'fills'> {
  readonly panels: number;
  /** Pixels and columns of an item. */
  readonly block: number;
  readonly part: number;
}

/** The fields of `gather_convolution` in `source/gather-convolution.h`. */
function windowArguments(engine: Engine, grid: Grid, { images, input, output, panels, bias, relu, block, part, fills }: WindowWork): number[] {
  const runs = engine.write(grid.runs.flatMap(({ row, column, taps }) => [row, column, taps]));
  const isPlain = grid.taps.length === 1 && grid.step === 1 && grid.height === input.height && grid.width === input.width && isCentre(grid.runs[0]!);
  const filter = [panels, output.address, bias, runs, grid.runs.length, grid.taps.length * input.channels];
  const reading = [input.height, input.width, input.channels, grid.step, grid.height, grid.width];
  const writing = [output.height, output.width, output.channels, grid.outStep, grid.outTop, grid.outLeft];
  return [input.address, ...filter, ...reading, ...writing, images * grid.height * grid.width, block, part, Number(relu), Number(isPlain), Number(fills)];
}

function isCentre({ row, column }: TapRun): boolean {
  return row === 0 && column === 0;
}

// A rectangle of the gradient that one item computes: its sums stay in the second-level cache, and
// each window is gathered for many columns.
const GRADIENT_ROWS = 96;
// So few rows are one share: all of dy is read once, from memory where the map is large.
const UNDIVIDED_ROWS = 160;
const GRADIENT_COLUMNS = 128;

// Small filters have few rectangles: the pixels are cut in parts until so many items can be shared,
// whatever the number of threads.
const LEAST_ITEMS = 16;

/** gradient [R, S, C, K] = the sum over all windows of window · dy */
export function gatherFilterGradient(
  engine: Engine,
  info: backend_util.Conv2DInfo,
  { input, dy, gradient }: { readonly input: number; readonly dy: number; readonly gradient: number },
): void {
  engine.scope((allocate) => {
    const grid = forwardGrid(info);
    const from = { address: input, height: info.inHeight, width: info.inWidth, channels: info.inChannels };
    const to = { address: 0, height: info.outHeight, width: info.outWidth, channels: info.outChannels };
    const windows = engine.write(
      windowArguments(engine, grid, { images: info.batchSize, input: from, output: to, panels: 0, bias: 0, relu: false, block: 0, part: 0, fills: false }),
    );
    const depth = grid.taps.length * info.inChannels;
    const pixels = info.batchSize * info.outHeight * info.outWidth;
    const { rows, columns, columnBlocks, blocks, partPixels, parts } = gradientShares(engine.tile, { depth, outChannels: info.outChannels, pixels });
    const partials = parts === 1 ? gradient : allocate(parts * depth * info.outChannels);
    const args = engine.write([windows, dy, partials, info.outChannels, rows, columns, columnBlocks, blocks, partPixels]);
    engine.run('gatherFilterGradient', args, blocks * parts);
    if (parts > 1) joinParts(engine, partials, gradient, { parts, floats: depth * info.outChannels });
  });
}

function gradientShares(tile: TileShape, { depth, outChannels, pixels }: { readonly depth: number; readonly outChannels: number; readonly pixels: number }) {
  const rows = evenShare(depth, depth <= UNDIVIDED_ROWS ? UNDIVIDED_ROWS : GRADIENT_ROWS, tile.rows);
  const columns = evenShare(outChannels, GRADIENT_COLUMNS, tile.leastColumns);
  const columnBlocks = Math.ceil(outChannels / columns);
  const blocks = Math.ceil(depth / rows) * columnBlocks;
  const partPixels = Math.ceil(pixels / Math.ceil(LEAST_ITEMS / blocks));
  return { rows, columns, columnBlocks, blocks, partPixels, parts: Math.ceil(pixels / partPixels) };
}

/** The size of equal shares of at most `most`, a multiple of `multiple`. */
function evenShare(size: number, most: number, multiple: number): number {
  return roundUp(Math.ceil(size / Math.ceil(size / most)), multiple);
}
