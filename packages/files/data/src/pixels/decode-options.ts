import { refuseUnknownOptions } from '@attune/errors';

export interface DecodeOptions {
  /** Larger pictures are refused from the header, before memory is taken. Default:
   * 178,956,970, as Pillow's. */
  readonly maxPixels?: number;
  /** Channels of the result: 3 (red, green and blue; transparency over white), 1 (gray), 4 (with
   * transparency), or as many as a TIFF or a `.npy` file has. Default: 3. */
  readonly channels?: number | undefined;
}

/** @throws {UnknownOptionError} naming the options that decoding does not have. */
export function requireDecodeOptions(subject: string, options: DecodeOptions): void {
  refuseUnknownOptions(subject, options, { maxPixels: true, channels: true } satisfies Record<keyof DecodeOptions, true>);
}
