/** The register tile of `assembly/register-tile.ts`. */
export const TILE_ROWS = 6;
export const TILE_COLUMNS = 8;

/** Points of a 6×6 Winograd tile. */
export const POINTS = 36;

export function roundUp(size: number, multiple: number): number {
  return Math.ceil(size / multiple) * multiple;
}

/** Floats from one Winograd point's [rows, columns] matrix to the next's, as `pointStride` in
 * `assembly/winograd-convolution.ts`. */
export function pointStride(rows: number, columns: number): number {
  return roundUp(rows * columns, 16) + 16;
}

/** A number of rows of `rowFloats` that is a multiple of the tile's, fits `floats`, and leaves at
 * least `shares` blocks for the threads to share where the work is small. */
export function blockRows(rows: number, rowFloats: number, { floats, shares }: { readonly floats: number; readonly shares: number }): number {
  const fitting = Math.floor(floats / rowFloats / TILE_ROWS) * TILE_ROWS;
  const shared = roundUp(Math.ceil(rows / shares), TILE_ROWS);
  return Math.max(TILE_ROWS, Math.min(fitting, shared));
}
