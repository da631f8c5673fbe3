import type { ArchitectureDescription } from '@attune/nn';

import { BasicBlock, Bottleneck } from './block.ts';
import type { ResNetConfig, ResNetDesign } from './config.ts';
import { describeResNet } from './describe.ts';
import { CifarResNet, ResNet } from './resnet.ts';

interface Model extends Pick<ResNetDesign, 'block' | 'depths'> {
  readonly published: readonly [parameters: number, multiplyAdds: number];
}

function imagenet(architecture: string, { block, depths, published: [parameters, multiplyAdds] }: Model) {
  const design: ResNetDesign = { architecture, block, depths, width: 64, shortcut: 'projection' };
  const build = (config?: ResNetConfig): ResNet => new ResNet(design, config);
  const described = describeResNet(design, { imageSize: 224, classes: 1000, head: 'fc', stem: 7 });
  const description: ArchitectureDescription = { ...described, build, published: { parameters, multiplyAdds } };
  return { build, description };
}

function cifar(architecture: string, depth: number) {
  const design: ResNetDesign = { architecture, block: BasicBlock, depths: [depth, depth, depth], width: 16, shortcut: 'zero-pad' };
  const build = (config?: ResNetConfig): CifarResNet => new CifarResNet(design, config);
  const description: ArchitectureDescription = { ...describeResNet(design, { imageSize: 32, classes: 10, head: 'linear', stem: 3 }), build };
  return { build, description };
}

// Parameters and multiply-adds (to two or three digits) as torchvision documents its
// ImageNet weights.
const models = {
  resnet18: imagenet('resnet18', { block: BasicBlock, depths: [2, 2, 2, 2], published: [11_689_512, 1.81e9] }),
  resnet34: imagenet('resnet34', { block: BasicBlock, depths: [3, 4, 6, 3], published: [21_797_672, 3.66e9] }),
  resnet50: imagenet('resnet50', { block: Bottleneck, depths: [3, 4, 6, 3], published: [25_557_032, 4.09e9] }),
  resnet101: imagenet('resnet101', { block: Bottleneck, depths: [3, 4, 23, 3], published: [44_549_160, 7.8e9] }),
  resnet152: imagenet('resnet152', { block: Bottleneck, depths: [3, 8, 36, 3], published: [60_192_808, 11.51e9] }),
  resnet20: cifar('resnet20', 3),
  resnet32: cifar('resnet32', 5),
  resnet44: cifar('resnet44', 7),
  resnet56: cifar('resnet56', 9),
  resnet110: cifar('resnet110', 18),
};

export const resnet18 = models.resnet18.build;
export const resnet34 = models.resnet34.build;
export const resnet50 = models.resnet50.build;
export const resnet101 = models.resnet101.build;
export const resnet152 = models.resnet152.build;

export const resnet20 = models.resnet20.build;
export const resnet32 = models.resnet32.build;
export const resnet44 = models.resnet44.build;
export const resnet56 = models.resnet56.build;
export const resnet110 = models.resnet110.build;

/** Every ResNet by its registered name. */
export const resnets = { resnet18, resnet34, resnet50, resnet101, resnet152, resnet20, resnet32, resnet44, resnet56, resnet110 } as const;

/** Every ResNet as it describes itself, by its registered name. */
export const resnetArchitectures = {
  resnet18: models.resnet18.description,
  resnet34: models.resnet34.description,
  resnet50: models.resnet50.description,
  resnet101: models.resnet101.description,
  resnet152: models.resnet152.description,
  resnet20: models.resnet20.description,
  resnet32: models.resnet32.description,
  resnet44: models.resnet44.description,
  resnet56: models.resnet56.description,
  resnet110: models.resnet110.description,
} as const;
