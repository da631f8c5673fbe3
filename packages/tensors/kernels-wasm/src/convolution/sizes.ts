/** How kernels lay out what they multiply: the register tile of `source/register-tile.h`, as the
 * instruction set has it. */
export interface TileShape {
  /** Rows of the tile. */
  readonly rows: number;
  /** Floats of a vector: channels of a Winograd convolution are multiples of it. */
  readonly lanes: number;
  /** Columns are rounded up to a multiple of so many: one vector, or two. */
  readonly leastColumns: number;
}

/** Points of a 6×6 Winograd tile. */
export const POINTS = 36;

export function roundUp(size: number, multiple: number): number {
  return Math.ceil(size / multiple) * multiple;
}

/** Panels that `columns` are packed in, two vectors wide each, the last one perhaps one. */
export function panelCount(columns: number, { lanes }: TileShape): number {
  return Math.ceil(columns / (2 * lanes));
}

/** Floats from one Winograd point's [rows, columns] matrix to the next's, as `point_stride` in
 * `source/winograd-tile.h`. */
export function pointStride(rows: number, columns: number): number {
  return roundUp(rows * columns, 16) + 16;
}

/** A number of rows of `rowFloats` that is a multiple of the tile's, fits `floats`, and leaves at
 * least `shares` blocks for the threads to share where the work is small. */
export function blockRows(tile: TileShape, rows: number, limits: { readonly rowFloats: number; readonly floats: number; readonly shares: number }): number {
  const { rowFloats, floats, shares } = limits;
  const fitting = Math.floor(floats / rowFloats / tile.rows) * tile.rows;
  const shared = roundUp(Math.ceil(rows / shares), tile.rows);
  return Math.max(tile.rows, Math.min(fitting, shared));
}
