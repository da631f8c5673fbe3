import { type TensorInfo, util } from '@tensorflow/tfjs-core';

/** Channels and rows of a group that sums over rows. */
export const side = 16;
const mostParts = 64;
const fewestRows = 64;

/** [N, H, W, C] as rows of channels, summed in parts that are joined afterwards. */
export interface Share {
  readonly rows: number;
  readonly channels: number;
  readonly rowsPerPart: number;
  readonly parts: number;
}

export function shareOf({ shape }: TensorInfo): Share {
  const channels = shape.at(-1)!;
  const rows = util.sizeFromShape(shape) / channels;
  const rowsPerPart = Math.max(fewestRows, Math.ceil(rows / mostParts));
  return { rows, channels, rowsPerPart, parts: Math.ceil(rows / rowsPerPart) };
}
