import type { ArchitectureDescription } from '@attune/nn';

import type { VggConfig, VggDesign } from './config.ts';
import { describeVgg } from './describe.ts';
import { Vgg } from './vgg.ts';

interface Model extends Omit<VggDesign, 'architecture'> {
  readonly published: readonly [parameters: number, multiplyAdds: number];
}

function vgg(architecture: string, { depths, batchNorm, published: [parameters, multiplyAdds] }: Model) {
  const design: VggDesign = { architecture, depths, batchNorm };
  const build = (config?: VggConfig): Vgg => new Vgg(design, config);
  const description: ArchitectureDescription = {
    ...describeVgg(design),
    build: ({ classes, channels, attention, attentionStages, dropout, seed }) => build({ classes, channels, attention, attentionStages, dropout, seed }),
    published: { parameters, multiplyAdds },
  };
  return { build, description };
}

// Parameters and multiply-adds (to three or four digits) as torchvision documents its
// ImageNet weights.
const models = {
  vgg11: vgg('vgg11', { depths: [1, 1, 2, 2, 2], batchNorm: false, published: [132_863_336, 7.61e9] }),
  vgg13: vgg('vgg13', { depths: [2, 2, 2, 2, 2], batchNorm: false, published: [133_047_848, 11.31e9] }),
  vgg16: vgg('vgg16', { depths: [2, 2, 3, 3, 3], batchNorm: false, published: [138_357_544, 15.47e9] }),
  vgg19: vgg('vgg19', { depths: [2, 2, 4, 4, 4], batchNorm: false, published: [143_667_240, 19.63e9] }),
  vgg11_bn: vgg('vgg11_bn', { depths: [1, 1, 2, 2, 2], batchNorm: true, published: [132_868_840, 7.61e9] }),
  vgg13_bn: vgg('vgg13_bn', { depths: [2, 2, 2, 2, 2], batchNorm: true, published: [133_053_736, 11.31e9] }),
  vgg16_bn: vgg('vgg16_bn', { depths: [2, 2, 3, 3, 3], batchNorm: true, published: [138_365_992, 15.47e9] }),
  vgg19_bn: vgg('vgg19_bn', { depths: [2, 2, 4, 4, 4], batchNorm: true, published: [143_678_248, 19.63e9] }),
};

export const vgg11 = models.vgg11.build;
export const vgg13 = models.vgg13.build;
export const vgg16 = models.vgg16.build;
export const vgg19 = models.vgg19.build;
export const vgg11_bn = models.vgg11_bn.build;
export const vgg13_bn = models.vgg13_bn.build;
export const vgg16_bn = models.vgg16_bn.build;
export const vgg19_bn = models.vgg19_bn.build;

/** Every VGG by its registered name. */
export const vggs = { vgg11, vgg13, vgg16, vgg19, vgg11_bn, vgg13_bn, vgg16_bn, vgg19_bn } as const;

/** Every VGG as it describes itself, by its registered name. */
export const vggArchitectures = {
  vgg11: models.vgg11.description,
  vgg13: models.vgg13.description,
  vgg16: models.vgg16.description,
  vgg19: models.vgg19.description,
  vgg11_bn: models.vgg11_bn.description,
  vgg13_bn: models.vgg13_bn.description,
  vgg16_bn: models.vgg16_bn.description,
  vgg19_bn: models.vgg19_bn.description,
} as const;
