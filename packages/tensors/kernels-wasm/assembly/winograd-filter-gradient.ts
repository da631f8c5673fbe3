import { addOuterProducts } from './gather-convolution';
import { floatAt, roundUp, zeroFloats } from './memory';
import { TILE_COLUMNS, TILE_ROWS } from './register-tile';
import { LINE_FLOATS, POINTS, pointStride, transformInputTile } from './winograd-convolution';
import { TileGrid, tilePixels, tileRowFloats } from './winograd-tile';
import { transformGradientLine, transformTapsLine } from './winograd-transforms';

/** The gradient of a 3×3 filter at stride 1 by F(3×3, 4×4). Tiles are taken in spans:
 * their transforms are shared, then each point's products are added by one item.
 * Channels are multiples of 4. */
@unmanaged
export class WinogradFilterGradient {
  /** Where the input's 6×6 tiles are. */
  input: usize;
  /** Where the 4×4 tiles of the output's gradient are. */
  dy: usize;
  /** [36][span, inChannels] */
  inputPoints: usize;
  /** [36][span, outChannels] */
  dyPoints: usize;
  /** [36][inChannels rounded up to 6, outChannels rounded up to 8] */
  sums: usize;
  /** [3, 3, inChannels, outChannels] */
  gradient: usize;
  inChannels: i32;
  outChannels: i32;
  /** First tile of the present span, and how many it has. */
  first: i32;
  count: i32;
  span: i32;
  /** Of all images; and how many of them one part has, where filters are summed in parts. */
  tiles: i32;
  partTiles: i32;
}

const TILES_PER_ITEM: i32 = 8;
const DEPTH_BLOCK: i32 = 96;

/** Transforms eight tiles of the span. Scratch: two patches, one tile's half-transformed points. */
export function winogradSpanItem(args: usize, item: i32, scratch: usize): void {
  const task = changetype<WinogradFilterGradient>(args);
  const input = changetype<TileGrid>(task.input);
  const dy = changetype<TileGrid>(task.dy);
  const patch = scratch + 1024;
  const inputStride = pointStride(task.span, task.inChannels) << 2;
  const dyStride = pointStride(task.span, task.outChannels) << 2;
  const last = min(task.count, (item + 1) * TILES_PER_ITEM);
  for (let tile = item * TILES_PER_ITEM; tile < last; tile++) {
    transformInputTile(input, task.first + tile, floatAt(task.inputPoints, tile * task.inChannels), inputStride, patch, scratch);
    transformGradientTile(dy, task.first + tile, floatAt(task.dyPoints, tile * task.outChannels), dyStride, patch, scratch);
  }
}

function transformGradientTile(grid: TileGrid, tile: i32, to: usize, stride: usize, patch: usize, half: usize): void {
  const pixels = tilePixels(grid, tile, 4, patch);
  const rowBytes = (<usize>tileRowFloats(grid, pixels, 4, patch)) << 2;
  const pixelBytes = (<usize>grid.channels) << 2;
  for (let channel: usize = 0; channel < pixelBytes; channel += 16) {
    for (let column: usize = 0; column < 4; column++) transformGradientLine(pixels + channel + column * pixelBytes, rowBytes, half + column * 16, 64);
    for (let row: usize = 0; row < 6; row++) transformGradientLine(half + row * 64, 16, to + channel + row * 6 * stride, stride);
  }
}

/** Adds the span's products at one point. */
export function winogradSumItem(args: usize, item: i32, _scratch: usize): void {
  const task = changetype<WinogradFilterGradient>(args);
  const a = floatAt(task.inputPoints, item * pointStride(task.span, task.inChannels));
  const b = floatAt(task.dyPoints, item * pointStride(task.span, task.outChannels));
  const columns = roundUp(task.outChannels, TILE_COLUMNS);
  const sums = floatAt(task.sums, item * pointStride(roundUp(task.inChannels, TILE_ROWS), columns));
  for (let tile = 0; tile < task.count; tile += DEPTH_BLOCK) {
    const depth = min(DEPTH_BLOCK, task.count - tile);
    const aTile = floatAt(a, tile * task.inChannels);
    const bTile = floatAt(b, tile * task.outChannels);
    addOuterProducts(aTile, task.inChannels, bTile, task.outChannels, sums, columns, task.inChannels, task.outChannels, depth);
  }
}

/** For a filter whose sums fit the first caches: one item transforms and adds the tiles
 * of a part, a span at a time, to sums of its own, [parts][36][…]. Scratch:
 * half-transformed points, a patch, both spans. */
export function winogradPartItem(args: usize, item: i32, scratch: usize): void {
  const task = changetype<WinogradFilterGradient>(args);
  const columns = roundUp(task.outChannels, TILE_COLUMNS);
  const sumStride = pointStride(roundUp(task.inChannels, TILE_ROWS), columns);
  const sums = floatAt(task.sums, item * POINTS * sumStride);
  zeroFloats(sums, POINTS * sumStride);
  const patch = scratch + 1024;
  const inputPoints = floatAt(patch, POINTS * max(task.inChannels, task.outChannels));
  const inputStride = pointStride(task.span, task.inChannels);
  const dyPoints = floatAt(inputPoints, POINTS * inputStride + LINE_FLOATS);
  const dyStride = pointStride(task.span, task.outChannels);
  const last = min(task.tiles, (item + 1) * task.partTiles);
  for (let first = item * task.partTiles; first < last; first += task.span) {
    const count = min(task.span, last - first);
    for (let tile = 0; tile < count; tile++) {
      transformInputTile(changetype<TileGrid>(task.input), first + tile, floatAt(inputPoints, tile * task.inChannels), inputStride << 2, patch, scratch);
      transformGradientTile(changetype<TileGrid>(task.dy), first + tile, floatAt(dyPoints, tile * task.outChannels), dyStride << 2, patch, scratch);
    }
    for (let point = 0; point < POINTS; point++) {
      const a = floatAt(inputPoints, point * inputStride);
      const b = floatAt(dyPoints, point * dyStride);
      addOuterProducts(a, task.inChannels, b, task.outChannels, floatAt(sums, point * sumStride), columns, task.inChannels, task.outChannels, count);
    }
  }
}

/** Transforms the sums of one input channel to its taps. Scratch: half-transformed points. */
export function winogradTapsItem(args: usize, item: i32, scratch: usize): void {
  const task = changetype<WinogradFilterGradient>(args);
  const columns = roundUp(task.outChannels, TILE_COLUMNS);
  const stride = (<usize>pointStride(roundUp(task.inChannels, TILE_ROWS), columns)) << 2;
  const tapBytes = (<usize>(task.inChannels * task.outChannels)) << 2;
  for (let channel = 0; channel < task.outChannels; channel += 4) {
    const sums = floatAt(task.sums, item * columns + channel);
    const taps = floatAt(task.gradient, item * task.outChannels + channel);
    for (let point: usize = 0; point < 6; point++) transformTapsLine(sums + point * stride, 6 * stride, scratch + point * 16, 96);
    for (let row: usize = 0; row < 3; row++) transformTapsLine(scratch + row * 96, 16, taps + row * 3 * tapBytes, tapBytes);
  }
}
