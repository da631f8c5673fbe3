import { floatAt } from './memory';
import { TILE_COLUMNS } from './register-tile';

/** A filter [taps, inChannels, outChannels] as the right-hand side of a product: panels of 8
 * columns, [columns / 8, depth, 8], zeros behind the last column. */
@unmanaged
export class PackPanels {
  filter: usize;
  panels: usize;
  /** Which taps, in which order: the depth's outer index. */
  taps: usize;
  tapCount: i32;
  inChannels: i32;
  outChannels: i32;
  /** 0: columns are output channels, as the forward pass reads it. 1: columns are input channels,
   * as the gradient of the input does. */
  transposed: i32;
}

/** Packs one panel. */
export function packPanelItem(args: usize, item: i32, _scratch: usize): void {
  const task = changetype<PackPanels>(args);
  const depthPerTap = task.transposed ? task.outChannels : task.inChannels;
  const columns = task.transposed ? task.inChannels : task.outChannels;
  const columnStride = task.transposed ? task.outChannels : 1;
  const depthStride = task.transposed ? 1 : task.outChannels;
  const first = item * TILE_COLUMNS;
  const count = min(TILE_COLUMNS, columns - first);
  let to = floatAt(task.panels, first * task.tapCount * depthPerTap);
  for (let tap = 0; tap < task.tapCount; tap++) {
    const source = load<i32>(floatAt(task.taps, tap)) * task.inChannels * task.outChannels + first * columnStride;
    packRows(floatAt(task.filter, source), depthStride, columnStride, depthPerTap, count, to);
    to = floatAt(to, depthPerTap * TILE_COLUMNS);
  }
}

/** Copies [depth, count] with any strides, in floats, to rows of 8, zeros behind. */
export function packRows(from: usize, depthStride: i32, columnStride: i32, depth: i32, count: i32, to: usize): void {
  if (count == TILE_COLUMNS && columnStride == 1) return packWholeRows(from, depthStride, depth, to);
  if (count == TILE_COLUMNS && depthStride == 1) return packTransposed(from, columnStride, depth, to);
  for (let k = 0; k < depth; k++) {
    for (let column = 0; column < TILE_COLUMNS; column++) {
      const value = column < count ? load<f32>(floatAt(from, k * depthStride + column * columnStride)) : 0;
      store<f32>(floatAt(to, k * TILE_COLUMNS + column), value);
    }
  }
}

function packWholeRows(from: usize, depthStride: i32, depth: i32, to: usize): void {
  for (let k = 0; k < depth; k++) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    from = floatAt(from, depthStride);
    to += 32;
  }
}

/** The depth lies along memory: four of it at a time, as two 4×4 squares turned about
 * their diagonal. */
function packTransposed(from: usize, columnStride: i32, depth: i32, to: usize): void {
  const whole = depth & ~3;
  for (let k = 0; k < whole; k += 4) {
    transposeSquare(floatAt(from, k), columnStride, floatAt(to, k * TILE_COLUMNS));
    transposeSquare(floatAt(from, k + 4 * columnStride), columnStride, floatAt(to, k * TILE_COLUMNS + 4));
  }
  for (let k = whole; k < depth; k++) {
    for (let column = 0; column < TILE_COLUMNS; column++) store<f32>(floatAt(to, k * TILE_COLUMNS + column), load<f32>(floatAt(from, k + column * columnStride)));
  }
}

function transposeSquare(from: usize, stride: i32, to: usize): void {
  const a = v128.load(from);
  const b = v128.load(floatAt(from, stride));
  const c = v128.load(floatAt(from, 2 * stride));
  const d = v128.load(floatAt(from, 3 * stride));
  const lowPairs = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const highPairs = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const lowOthers = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const highOthers = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(lowPairs, lowOthers, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(lowPairs, lowOthers, 2, 3, 6, 7), 32);
  v128.store(to, v128.shuffle<f32>(highPairs, highOthers, 0, 1, 4, 5), 64);
  v128.store(to, v128.shuffle<f32>(highPairs, highOthers, 2, 3, 6, 7), 96);
}
