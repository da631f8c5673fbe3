export {
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
  resnetArchitectures,
  resnets,
} from './models.ts';
export { CifarResNet, ResNet } from './resnet.ts';
export { resnetPlacements, stridePlaces } from './config.ts';
export type { ResNetConfig, ResNetDesign, ResNetPlacement } from './config.ts';
export { ResNetConfigError } from './config-error.ts';
export type { ResNetConfigFault } from './config-error.ts';
export { BasicBlock, Bottleneck } from './block.ts';
export type { BlockConfig, BlockPlacement, ShortcutKind, StrideIn } from './block.ts';
