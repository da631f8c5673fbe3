import { copyFloats, floatAt, zeroFloats } from './memory';

/** Where a map's tiles are: tile t covers 4×4 pixels of the output and reads, or covers, `size` ×
 * `size` pixels from (4·row − top, 4·column − left) on. */
@unmanaged
export class TileGrid {
  image: usize;
  height: i32;
  width: i32;
  channels: i32;
  top: i32;
  left: i32;
  tilesHigh: i32;
  tilesWide: i32;
}

/** A tile's pixels in place, or copied to `patch` with zeros around where it hangs over the image's
 * edge. Its row stride is `rowFloats`, or `size` · channels for a patch. */
export function tilePixels(grid: TileGrid, tile: i32, size: i32, patch: usize): usize {
  const column = (tile % grid.tilesWide) * 4 - grid.left;
  const line = tile / grid.tilesWide;
  const row = (line % grid.tilesHigh) * 4 - grid.top;
  const image = line / grid.tilesHigh;
  const isInside = row >= 0 && column >= 0 && row + size <= grid.height && column + size <= grid.width;
  const corner = ((image * grid.height + row) * grid.width + column) * grid.channels;
  if (isInside) return floatAt(grid.image, corner);
  copyClipped(grid, corner, row, column, size, patch);
  return patch;
}

function copyClipped(grid: TileGrid, corner: i32, row: i32, column: i32, size: i32, patch: usize): void {
  const channels = grid.channels;
  const from = max(0, -column);
  const until = max(from, min(size, grid.width - column));
  for (let y = 0; y < size; y++) {
    const to = floatAt(patch, y * size * channels);
    if (<u32>(row + y) >= <u32>grid.height) {
      zeroFloats(to, size * channels);
      continue;
    }
    zeroFloats(to, from * channels);
    copyFloats(floatAt(to, from * channels), floatAt(grid.image, corner + (y * grid.width + from) * channels), (until - from) * channels);
    zeroFloats(floatAt(to, until * channels), (size - until) * channels);
  }
}

/** Floats between two rows of what {@link tilePixels} returned. */
// @ts-ignore: decorator
@inline
export function tileRowFloats(grid: TileGrid, pixels: usize, size: i32, patch: usize): i32 {
  return (pixels == patch ? size : grid.width) * grid.channels;
}
