import { BasicBlock, Bottleneck } from './block.ts';
import type { ResNetConfig, ResNetDesign } from './config.ts';
import { CifarResNet, ResNet } from './resnet.ts';

function imagenet(architecture: string, block: ResNetDesign['block'], depths: readonly number[]): (config?: ResNetConfig) => ResNet {
  return (config) => new ResNet({ architecture, block, depths, width: 64, shortcut: 'projection' }, config);
}

function cifar(architecture: string, depth: number): (config?: ResNetConfig) => CifarResNet {
  return (config) => new CifarResNet({ architecture, block: BasicBlock, depths: [depth, depth, depth], width: 16, shortcut: 'zero-pad' }, config);
}

export const resnet18 = imagenet('resnet18', BasicBlock, [2, 2, 2, 2]);
export const resnet34 = imagenet('resnet34', BasicBlock, [3, 4, 6, 3]);
export const resnet50 = imagenet('resnet50', Bottleneck, [3, 4, 6, 3]);
export const resnet101 = imagenet('resnet101', Bottleneck, [3, 4, 23, 3]);
export const resnet152 = imagenet('resnet152', Bottleneck, [3, 8, 36, 3]);

export const resnet20 = cifar('resnet20', 3);
export const resnet32 = cifar('resnet32', 5);
export const resnet44 = cifar('resnet44', 7);
export const resnet56 = cifar('resnet56', 9);
export const resnet110 = cifar('resnet110', 18);

/** Every ResNet by its registered name. */
export const resnets = {
  resnet18,
  resnet34,
  resnet50,
  resnet101,
  resnet152,
  resnet20,
  resnet32,
  resnet44,
  resnet56,
  resnet110,
} as const;
