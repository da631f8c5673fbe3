/** Bounds on what a file may make the reader do, so that a hostile one costs no more than an honest one. */
export interface ReadLimits {
  /** Largest JSON header, index, zip directory or pickle, in bytes. */
  readonly maxHeaderBytes: number;
  /** Most values that a pickle may make; an honest one makes about 20 a tensor. */
  readonly maxPickleValues: number;
  /** By how many bytes all tensors together may exceed the file: views with stride 0 and deflated entries do. */
  readonly maxExpandedBytes: number;
}

export const defaultLimits: ReadLimits = { maxHeaderBytes: 16 * 2 ** 20, maxPickleValues: 1_000_000, maxExpandedBytes: 2 ** 28 };
