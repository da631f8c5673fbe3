/** One number for each position of a grid: pixel (x, y) is `values[y * width + x]`. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  /** [height, width]. */
  readonly values: Float32Array;
}
