import { floatAt, roundUp } from './memory';
import { TILE_COLUMNS, TILE_ROWS, tileRows } from './register-tile';
import { transformFilterLine, transformInputLine, transformOutputLine } from './winograd-transforms';
import { TileGrid, tilePixels, tileRowFloats } from './winograd-tile';

/** Points of a 6×6 tile. */
export const POINTS: i32 = 36;

// Lines of a cache set that lie a power of two apart push each other out: each point's
// matrix starts a line later.
export const LINE_FLOATS: i32 = 16;

/** Floats from one point's [rows, columns] matrix to the next's. */
// @ts-ignore: decorator
@inline
export function pointStride(rows: i32, columns: i32): i32 {
  return roundUp(rows * columns, LINE_FLOATS) + LINE_FLOATS;
}

/** A filter [3, 3, inChannels, outChannels] at the 36 points. */
@unmanaged
export class WinogradFilter {
  filter: usize;
  /** [36][columns / 8, depth, 8] */
  points: usize;
  inChannels: i32;
  outChannels: i32;
  /** 1: turned by 180° with input and output channels exchanged, as the gradient of the
   * input reads it. */
  transposed: i32;
}

/** Transforms one panel of 8 columns. Scratch: 9 + 18 + 36 vectors. */
export function winogradFilterItem(args: usize, item: i32, scratch: usize): void {
  const task = changetype<WinogradFilter>(args);
  const depth = task.transposed ? task.outChannels : task.inChannels;
  const columns = task.transposed ? task.inChannels : task.outChannels;
  const stride = pointStride(depth, roundUp(columns, TILE_COLUMNS)) << 2;
  for (let half = 0; half < 2; half++) {
    const column = item * TILE_COLUMNS + half * 4;
    for (let k = 0; k < depth; k++) {
      const to = floatAt(task.points, item * TILE_COLUMNS * depth + k * TILE_COLUMNS + half * 4);
      loadTaps(task, k, column, column < columns, scratch);
      for (let line: usize = 0; line < 3; line++) transformFilterLine(scratch + line * 16, 48, scratch + 144 + line * 16, 48);
      for (let line: usize = 0; line < 6; line++) transformFilterLine(scratch + 144 + line * 48, 16, to + line * 6 * stride, stride);
    }
  }
}

function loadTaps(task: WinogradFilter, k: i32, column: i32, isPresent: bool, to: usize): void {
  const perTap = task.inChannels * task.outChannels;
  for (let tap = 0; tap < 9; tap++) {
    const values = !isPresent
      ? f32x4.splat(0)
      : task.transposed
        ? gather(floatAt(task.filter, (8 - tap) * perTap + column * task.outChannels + k), task.outChannels)
        : v128.load(floatAt(task.filter, tap * perTap + k * task.outChannels + column));
    v128.store(to + ((<usize>tap) << 4), values);
  }
}

function gather(from: usize, stride: i32): v128 {
  const one = v128.load32_splat(from);
  const two = v128.load_lane<f32>(floatAt(from, stride), one, 1);
  const three = v128.load_lane<f32>(floatAt(from, 2 * stride), two, 2);
  return v128.load_lane<f32>(floatAt(from, 3 * stride), three, 3);
}

/** A 3×3 convolution at stride 1 by F(4×4, 3×3): a quarter of the multiplications.
 * Channels are multiples of 4. */
@unmanaged
export class WinogradConvolution {
  input: usize;
  points: usize;
  output: usize;
  bias: usize;
  /** 1 when negative results become 0. */
  relu: i32;
  outHeight: i32;
  outWidth: i32;
  outChannels: i32;
  /** Of all images. */
  tiles: i32;
  /** Tiles an item computes, a multiple of the register tile's rows. */
  block: i32;
  /** Where the input's tiles are. */
  grid: usize;
  /** For a convolution in three phases: [36][block, inChannels] and
   * [36][block, outChannels rounded up to 8], for the tiles from `first` on. */
  inputPoints: usize;
  sums: usize;
  first: i32;
}

/** Computes one block of tiles. Scratch: the input and the sums at 36 points, one patch, one tile's
 * half-transformed points. */
export function winogradConvolutionItem(args: usize, item: i32, scratch: usize): void {
  const conv = changetype<WinogradConvolution>(args);
  const grid = changetype<TileGrid>(conv.grid);
  const depth = grid.channels;
  const columns = roundUp(conv.outChannels, TILE_COLUMNS);
  const first = item * conv.block;
  const count = min(conv.block, conv.tiles - first);
  const inputStride = pointStride(conv.block, depth);
  const sumStride = pointStride(conv.block, columns);
  const sums = floatAt(scratch, POINTS * inputStride);
  const patch = floatAt(sums, POINTS * sumStride);
  const half = floatAt(patch, POINTS * depth);
  for (let tile = 0; tile < count; tile++) {
    transformInputTile(grid, first + tile, floatAt(scratch, tile * depth), inputStride << 2, patch, half);
  }
  for (let point = 0; point < POINTS; point++) {
    const panels = floatAt(conv.points, point * pointStride(depth, columns));
    multiplyPoint(floatAt(scratch, point * inputStride), panels, floatAt(sums, point * sumStride), count, columns, depth, half);
  }
  for (let tile = 0; tile < count; tile++) storeTile(conv, grid, first + tile, floatAt(sums, tile * columns), sumStride << 2, half);
}

const TILES_PER_ITEM: i32 = 8;

// Where a filter at 36 points is larger than the second-level cache, each point is multiplied for
// many tiles at once, so that the filter is read once.

/** Phase 1: transforms eight tiles of the input. */
export function winogradInputItem(args: usize, item: i32, scratch: usize): void {
  const conv = changetype<WinogradConvolution>(args);
  const grid = changetype<TileGrid>(conv.grid);
  const stride = pointStride(conv.block, grid.channels) << 2;
  const last = min((item + 1) * TILES_PER_ITEM, min(conv.block, conv.tiles - conv.first));
  for (let tile = item * TILES_PER_ITEM; tile < last; tile++) {
    transformInputTile(grid, conv.first + tile, floatAt(conv.inputPoints, tile * grid.channels), stride, scratch + 1024, scratch);
  }
}

/** Phase 2: multiplies one point. */
export function winogradMultiplyItem(args: usize, item: i32, scratch: usize): void {
  const conv = changetype<WinogradConvolution>(args);
  const depth = changetype<TileGrid>(conv.grid).channels;
  const columns = roundUp(conv.outChannels, TILE_COLUMNS);
  const a = floatAt(conv.inputPoints, item * pointStride(conv.block, depth));
  const panels = floatAt(conv.points, item * pointStride(depth, columns));
  multiplyPoint(a, panels, floatAt(conv.sums, item * pointStride(conv.block, columns)), min(conv.block, conv.tiles - conv.first), columns, depth, scratch);
}

/** Phase 3: transforms the sums of eight tiles to the output. */
export function winogradOutputItem(args: usize, item: i32, scratch: usize): void {
  const conv = changetype<WinogradConvolution>(args);
  const grid = changetype<TileGrid>(conv.grid);
  const columns = roundUp(conv.outChannels, TILE_COLUMNS);
  const stride = pointStride(conv.block, columns) << 2;
  const last = min((item + 1) * TILES_PER_ITEM, min(conv.block, conv.tiles - conv.first));
  for (let tile = item * TILES_PER_ITEM; tile < last; tile++) {
    storeTile(conv, grid, conv.first + tile, floatAt(conv.sums, tile * columns), stride, scratch);
  }
}

/** One tile of the input to its 36 points, `stride` bytes apart. */
export function transformInputTile(grid: TileGrid, tile: i32, to: usize, stride: usize, patch: usize, half: usize): void {
  const pixels = tilePixels(grid, tile, 6, patch);
  const rowBytes = <usize>tileRowFloats(grid, pixels, 6, patch) << 2;
  const pixelBytes = <usize>grid.channels << 2;
  for (let channel: usize = 0; channel < pixelBytes; channel += 16) {
    for (let column: usize = 0; column < 6; column++) transformInputLine(pixels + channel + column * pixelBytes, rowBytes, half + column * 16, 96);
    for (let row: usize = 0; row < 6; row++) transformInputLine(half + row * 96, 16, to + channel + row * 6 * stride, stride);
  }
}

function multiplyPoint(a: usize, panels: usize, sums: usize, rows: i32, columns: i32, depth: i32, zeros: usize): void {
  v128.store(zeros, f32x4.splat(0));
  v128.store(zeros, f32x4.splat(0), 16);
  for (let column = 0; column < columns; column += TILE_COLUMNS) {
    const panel = floatAt(panels, column * depth);
    for (let row = 0; row < rows; row += TILE_ROWS) {
      tileRows(floatAt(a, row * depth), depth << 2, panel, zeros, 0, floatAt(sums, row * columns + column), columns << 2, depth);
    }
  }
}

function storeTile(conv: WinogradConvolution, grid: TileGrid, tile: i32, sums: usize, stride: usize, half: usize): void {
  const column = (tile % grid.tilesWide) * 4;
  const line = tile / grid.tilesWide;
  const row = (line % grid.tilesHigh) * 4;
  const to = floatAt(conv.output, ((line / grid.tilesHigh) * conv.outHeight + row) * conv.outWidth * conv.outChannels + column * conv.outChannels);
  const rows = min(4, conv.outHeight - row);
  const columns = min(4, conv.outWidth - column);
  const pixels = half + 384;
  for (let channel: i32 = 0; channel < conv.outChannels; channel += 4) {
    for (let point: usize = 0; point < 6; point++) transformOutputLine(floatAt(sums, channel) + point * stride, 6 * stride, half + point * 16, 96);
    for (let y: usize = 0; y < 4; y++) transformOutputLine(half + y * 96, 16, pixels + y * 64, 16);
    storePixels(conv, pixels, floatAt(to, channel), v128.load(floatAt(conv.bias, channel)), rows, columns);
  }
}

// @ts-ignore: decorator
@inline
function storePixels(conv: WinogradConvolution, pixels: usize, to: usize, bias: v128, rows: i32, columns: i32): void {
  const least = f32x4.splat(conv.relu != 0 ? 0 : -Infinity);
  const pixelBytes = <usize>conv.outChannels << 2;
  const rowBytes = <usize>conv.outWidth * pixelBytes;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const value = f32x4.max(f32x4.add(v128.load(pixels + <usize>(y * 64 + x * 16)), bias), least);
      v128.store(to + <usize>y * rowBytes + <usize>x * pixelBytes, value);
    }
  }
}
