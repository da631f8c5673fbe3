import { Conv2d, type AnyModule, Linear, MaxPool2d } from '@attune/nn';

/** How many pixels of the image an output position sees along a side, and how many pixels lie
 * between neighbours. Infinite: all of the image. */
export interface ReceptiveField {
  readonly side: number;
  readonly step: number;
}

export const onePixel: ReceptiveField = { side: 1, step: 1 };

export const wholeImage: ReceptiveField = { side: Infinity, step: Infinity };

/** What a module makes of the field of its input: side + (kernel − 1) · step, step · stride. */
export function fieldBehind(module: AnyModule, { side, step }: ReceptiveField): ReceptiveField {
  if (module instanceof Linear) return wholeImage;
  if (!(module instanceof Conv2d) && !(module instanceof MaxPool2d)) return { side, step };
  return { side: side + (module.kernelSize - 1) * step, step: step * module.stride };
}
