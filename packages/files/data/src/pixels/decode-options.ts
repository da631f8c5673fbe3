export interface DecodeOptions {
  /** Larger pictures are refused from the header, before memory is taken. Default:
   * 178,956,970, as Pillow's. */
  readonly maxPixels?: number;
}
