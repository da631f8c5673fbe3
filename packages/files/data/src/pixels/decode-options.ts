import { refuseUnknownOptions } from '@attune/errors';

export interface DecodeOptions {
  /** Larger pictures are refused from the header, before memory is taken. Default:
   * 178,956,970, as Pillow's. */
  readonly maxPixels?: number;
}

/** @throws {UnknownOptionError} naming the options that decoding does not have. */
export function requireDecodeOptions(subject: string, options: DecodeOptions): void {
  refuseUnknownOptions(subject, options, { maxPixels: true } satisfies Record<keyof DecodeOptions, true>);
}
