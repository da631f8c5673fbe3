import { copyFloats, floatAt, roundUp, zeroFloats } from './memory';
import { TILE_COLUMNS, TILE_ROWS, tileColumns, tileRows } from './register-tile';

/** A stretch of filter taps that reads neighbouring pixels of one row. */
@unmanaged
export class TapRun {
  /** Row and first column of the pixels read, relative to the window's place. */
  row: i32;
  column: i32;
  taps: i32;
}

/** A convolution as a matrix product: each output pixel's window, gathered, is a row of A; the
 * filter, packed in panels, is B.
 *
 * It serves the forward pass and, one residue of the stride at a time, the gradient of
 * the input. */
@unmanaged
export class GatherConvolution {
  input: usize;
  /** [outChannels / 8, depth, 8] */
  panels: usize;
  output: usize;
  /** [outChannels], or a row of zeros. */
  bias: usize;
  runs: usize;
  runCount: i32;
  /** taps · inChannels */
  depth: i32;
  inHeight: i32;
  inWidth: i32;
  inChannels: i32;
  /** Pixels that windows advance by. */
  step: i32;
  /** The output pixels that are computed: a grid of `gridHeight` × `gridWidth` an image. */
  gridHeight: i32;
  gridWidth: i32;
  outHeight: i32;
  outWidth: i32;
  outChannels: i32;
  /** Where the grid lies in the output. */
  outStep: i32;
  outTop: i32;
  outLeft: i32;
  /** Of the grids of all images. */
  pixels: i32;
  /** Pixels an item computes, a multiple of the tile's rows. */
  block: i32;
  /** 1 when negative results become 0. */
  relu: i32;
  /** 1 when windows are single pixels that lie one behind the other in the input. */
  isPlain: i32;
}

const DEPTH_BLOCK: i32 = 512;

/** Computes one block of output pixels. Scratch: A [block, depth] and C
 * [block, outChannels rounded up]. */
export function gatherConvolutionItem(args: usize, item: i32, scratch: usize): void {
  const conv = changetype<GatherConvolution>(args);
  const first = item * conv.block;
  const count = min(conv.block, conv.pixels - first);
  const columns = roundUp(conv.outChannels, TILE_COLUMNS);
  const sums = scratch;
  const windows = floatAt(sums, conv.block * columns);
  const inPlace = conv.isPlain != 0 && count % TILE_ROWS == 0;
  if (!inPlace) for (let pixel = 0; pixel < count; pixel++) gatherWindow(conv, first + pixel, 0, conv.depth, floatAt(windows, pixel * conv.depth));
  multiplyBlock(inPlace ? floatAt(conv.input, first * conv.inChannels) : windows, conv.panels, conv.bias, sums, count, columns, conv.depth);
  for (let pixel = 0; pixel < count; pixel++) storePixel(conv, first + pixel, floatAt(sums, pixel * columns));
}

/** sums [rows, columns] = bias + a [rows, depth] · panels, the depth in blocks so that
 * what is read again stays in the first-level cache. Rows are rounded up to whole
 * tiles: what lies behind `a` is read and never used. */
export function multiplyBlock(a: usize, panels: usize, bias: usize, sums: usize, rows: i32, columns: i32, depth: i32): void {
  for (let start = 0; start < depth; start += DEPTH_BLOCK) {
    const length = min(DEPTH_BLOCK, depth - start);
    for (let column = 0; column < columns; column += TILE_COLUMNS) {
      const panel = floatAt(panels, column * depth + start * TILE_COLUMNS);
      for (let row = 0; row < rows; row += TILE_ROWS) {
        const sum = floatAt(sums, row * columns + column);
        const from = start == 0 ? floatAt(bias, column) : sum;
        tileRows(floatAt(a, row * depth + start), depth << 2, panel, from, start == 0 ? 0 : columns << 2, sum, columns << 2, length);
      }
    }
  }
}

/** Copies elements `start` to `end` of a pixel's window; pixels outside the image are zeros. */
function gatherWindow(conv: GatherConvolution, pixel: i32, start: i32, end: i32, to: usize): void {
  const column = pixel % conv.gridWidth;
  const line = pixel / conv.gridWidth;
  const image = line / conv.gridHeight;
  const top = (line % conv.gridHeight) * conv.step;
  const left = column * conv.step;
  let offset = 0;
  for (let index = 0; index < conv.runCount; index++) {
    const run = changetype<TapRun>(conv.runs + <usize>index * offsetof<TapRun>());
    const length = run.taps * conv.inChannels;
    const from = max(start, offset);
    const until = min(end, offset + length);
    if (from < until) {
      gatherRun(conv, image, top + run.row, left + run.column, run.taps, from - offset, until - offset, to);
      to = floatAt(to, until - from);
    }
    offset += length;
  }
}

function gatherRun(conv: GatherConvolution, image: i32, row: i32, column: i32, taps: i32, from: i32, until: i32, to: usize): void {
  const channels = conv.inChannels;
  if (<u32>row >= <u32>conv.inHeight) return zeroFloats(to, until - from);
  // The line's element of index 0 is the run's first pixel, which may lie before the line.
  const line = (image * conv.inHeight + row) * conv.inWidth * channels;
  const first = column * channels;
  const inside = max(from, min(until, -first));
  const outside = min(until, max(inside, conv.inWidth * channels - first));
  zeroFloats(to, inside - from);
  copyFloats(floatAt(to, inside - from), floatAt(conv.input, line + first + inside), outside - inside);
  zeroFloats(floatAt(to, outside - from), until - outside);
}

function storePixel(conv: GatherConvolution, pixel: i32, sums: usize): void {
  const column = (pixel % conv.gridWidth) * conv.outStep + conv.outLeft;
  const line = pixel / conv.gridWidth;
  const image = line / conv.gridHeight;
  const row = (line % conv.gridHeight) * conv.outStep + conv.outTop;
  const to = floatAt(conv.output, ((image * conv.outHeight + row) * conv.outWidth + column) * conv.outChannels);
  if (conv.relu != 0) copyPositive(to, sums, conv.outChannels);
  else copyFloats(to, sums, conv.outChannels);
}

export function copyPositive(to: usize, from: usize, count: i32): void {
  let index = 0;
  for (; index + 4 <= count; index += 4) v128.store(floatAt(to, index), f32x4.max(v128.load(floatAt(from, index)), f32x4.splat(0)));
  for (; index < count; index++) store<f32>(floatAt(to, index), max<f32>(load<f32>(floatAt(from, index)), 0));
}

/** The gradient of a filter as a matrix product: windowsᵀ · dy, the pixels of all
 * images being its depth. */
@unmanaged
export class GatherFilterGradient {
  /** Where the windows are: all but its output side. */
  windows: usize;
  /** [pixels, outChannels] */
  dy: usize;
  /** [parts, depth, outChannels] */
  gradient: usize;
  outChannels: i32;
  /** Rows and columns of the gradient that an item computes: multiples of the tile's. */
  rows: i32;
  columns: i32;
  columnBlocks: i32;
  /** Items of one part, and how many pixels it has: parts are joined afterwards. */
  blocks: i32;
  partPixels: i32;
}

const PIXEL_BLOCK: i32 = 96;

/** Computes one rectangle of the filter's gradient over the pixels of one part. Scratch: sums
 * [rows, columns] and windows [PIXEL_BLOCK, rows]. */
export function gatherFilterGradientItem(args: usize, item: i32, scratch: usize): void {
  const task = changetype<GatherFilterGradient>(args);
  const conv = changetype<GatherConvolution>(task.windows);
  const part = item / task.blocks;
  const block = item % task.blocks;
  const firstRow = (block / task.columnBlocks) * task.rows;
  const firstColumn = (block % task.columnBlocks) * task.columns;
  const lastPixel = min(conv.pixels, (part + 1) * task.partPixels);
  const rows = min(task.rows, conv.depth - firstRow);
  const columns = min(task.columns, task.outChannels - firstColumn);
  const windows = floatAt(scratch, task.rows * task.columns);
  const tail = floatAt(windows, PIXEL_BLOCK * task.rows + 16);
  zeroFloats(scratch, task.rows * task.columns);
  for (let pixel = part * task.partPixels; pixel < lastPixel; pixel += PIXEL_BLOCK) {
    const count = min(PIXEL_BLOCK, lastPixel - pixel);
    for (let index = 0; index < count; index++) gatherWindow(conv, pixel + index, firstRow, firstRow + rows, floatAt(windows, index * task.rows));
    let dy = floatAt(task.dy, pixel * task.outChannels + firstColumn);
    let dyStride = task.outChannels;
    if (columns % TILE_COLUMNS != 0) {
      // Whole tiles would read past the tensor's end.
      dyStride = roundUp(columns, TILE_COLUMNS);
      for (let index = 0; index < count; index++) copyFloats(floatAt(tail, index * dyStride), floatAt(dy, index * task.outChannels), columns);
      dy = tail;
    }
    addOuterProducts(windows, task.rows, dy, dyStride, scratch, task.columns, rows, columns, count);
  }
  for (let row = 0; row < rows; row++) {
    copyFloats(floatAt(task.gradient, (part * conv.depth + firstRow + row) * task.outChannels + firstColumn), floatAt(scratch, row * task.columns), columns);
  }
}

/** sums [rows, columns] += aᵀ · b over `depth` steps, in whole tiles. */
export function addOuterProducts(a: usize, aStride: i32, b: usize, bStride: i32, sums: usize, sumsStride: i32, rows: i32, columns: i32, depth: i32): void {
  for (let column = 0; column < columns; column += TILE_COLUMNS) {
    for (let row = 0; row < rows; row += TILE_ROWS) {
      const sum = floatAt(sums, row * sumsStride + column);
      tileColumns(floatAt(a, row), aStride << 2, floatAt(b, column), bStride << 2, sum, sumsStride << 2, sum, sumsStride << 2, depth);
    }
  }
}
