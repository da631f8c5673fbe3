import { floatAt, roundUp } from './memory';
import { TILE_COLUMNS } from './register-tile';

/** A filter [taps, inChannels, outChannels] as the right-hand side of a product: panels of 8 columns, [columns / 8, depth, 8], zeros behind the last column. */
@unmanaged
export class PackPanels {
  filter: usize;
  panels: usize;
  /** Which taps, in which order: the depth's outer index. */
  taps: usize;
  tapCount: i32;
  inChannels: i32;
  outChannels: i32;
  /** 0: columns are output channels, as the forward pass reads it. 1: columns are input channels, as the gradient of the input does. */
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

/** Floats that the panels of `columns` columns take. */
export function panelFloats(depth: i32, columns: i32): i32 {
  return depth * roundUp(columns, TILE_COLUMNS);
}
