import type { VggConfig, VggDesign } from './config.ts';
import { Vgg } from './vgg.ts';

function vgg(architecture: string, depths: VggDesign['depths'], batchNorm: boolean): (config?: VggConfig) => Vgg {
  return (config) => new Vgg({ architecture, depths, batchNorm }, config);
}

export const vgg11 = vgg('vgg11', [1, 1, 2, 2, 2], false);
export const vgg13 = vgg('vgg13', [2, 2, 2, 2, 2], false);
export const vgg16 = vgg('vgg16', [2, 2, 3, 3, 3], false);
export const vgg19 = vgg('vgg19', [2, 2, 4, 4, 4], false);
export const vgg11_bn = vgg('vgg11_bn', [1, 1, 2, 2, 2], true);
export const vgg13_bn = vgg('vgg13_bn', [2, 2, 2, 2, 2], true);
export const vgg16_bn = vgg('vgg16_bn', [2, 2, 3, 3, 3], true);
export const vgg19_bn = vgg('vgg19_bn', [2, 2, 4, 4, 4], true);

/** Every VGG by its registered name. */
export const vggs = { vgg11, vgg13, vgg16, vgg19, vgg11_bn, vgg13_bn, vgg16_bn, vgg19_bn } as const;
