/** What is subtracted from, and divided into, each channel of pixels in 0 … 1. */
export interface Normalization {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** (pixel / 255 − mean) / std as one product and one sum, channel by channel. */
export function scaleAndShift({ mean, std }: Normalization): { readonly scale: Float32Array<ArrayBuffer>; readonly shift: Float32Array<ArrayBuffer> } {
  return {
    scale: Float32Array.from(std, (deviation) => 1 / (255 * deviation)),
    shift: Float32Array.from(std, (deviation, channel) => -mean[channel]! / deviation),
  };
}
