import { refuseUnknownOptions } from '@attune/errors';

/** Bounds on what a file may make the reader do, so that a hostile one costs no more
 * than an honest one. */
export interface ReadLimits {
  /** Largest JSON header, index, zip directory or pickle, in bytes. */
  readonly maxHeaderBytes: number;
  /** Most values that a pickle may make; an honest one makes about 20 a tensor. */
  readonly maxPickleValues: number;
  /** By how many bytes all tensors together may exceed the file: views with stride 0
   * and deflated entries do. */
  readonly maxExpandedBytes: number;
}

const mega = 2 ** 20;

/** The bounds for a file of so many bytes, unless the caller sets them. They grow with it: in
 * memory a byte of JSON may take 50 bytes and a value of a pickle 100, and all of it should stay
 * within 64 MB and four times the file.
 ** @throws {UnknownOptionError} when a limit does not exist. */
export function limitsFor(fileBytes: number, chosen: Partial<ReadLimits> = {}): ReadLimits {
  refuseUnknownOptions('limits', chosen, { maxHeaderBytes: true, maxPickleValues: true, maxExpandedBytes: true } satisfies Record<keyof ReadLimits, true>);
  return {
    maxHeaderBytes: clamp(fileBytes / 16, mega, 16 * mega),
    maxPickleValues: clamp(fileBytes / 64, 250_000, 1_000_000),
    maxExpandedBytes: 256 * mega,
    ...chosen,
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.floor(Math.min(most, Math.max(least, value)));
}
