/** Eight-bit pixels, channels interleaved: red, green and blue, so that pixel (x, y) begins at
 * `data[(y * width + x) * 3]`; or as many as were asked for. */
export interface RgbImage {
  /** Pixels across. */
  readonly width: number;
  /** Pixels down. */
  readonly height: number;
  /** [height, width, 3] unless other channels were asked for, each value 0 … 255. */
  readonly data: Uint8Array;
}

/** A rectangle of whole pixels. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** One number for red, green and blue. */
export type Rgb = readonly [red: number, green: number, blue: number];
