import { type CbamVariant, cbam } from '@attune/cbam';
import type { Network } from '@attune/nn';
import { type ResNetPlacement, type StrideIn, resnets } from '@attune/resnet';
import { vggs } from '@attune/vgg';

/** The name of a published network, as torchvision and akamaster write it. */
export type Architecture = keyof typeof resnets | keyof typeof vggs;

/** Every architecture by name. */
export const architectureNames = [...Object.keys(resnets), ...Object.keys(vggs)] as readonly Architecture[];

/** Where a ResNet may have its attention. */
export const placements: readonly ResNetPlacement[] = ['in-block', 'after-block', 'after-stage'];

/** All that rebuilds a network; a run saves it. */
export interface ModelSpec {
  readonly architecture: Architecture;
  readonly classes: number;
  readonly attention: CbamVariant | 'none';
  readonly reduction: number;
  readonly placement: ResNetPlacement;
  /** All that the architecture has when left out. */
  readonly attentionStages?: readonly number[] | undefined;
  /** Of a ResNet: paths such as `layer1.0`; all blocks of those stages when left out. */
  readonly attentionBlocks?: readonly string[] | undefined;
  /** What training leaves out, as rates; the architecture's own when left out. */
  readonly dropout?: number | undefined;
  readonly stochasticDepth?: number | undefined;
  /** Of a ResNet with bottlenecks: which convolution halves the image; as in torchvision (`conv2`) when left out. */
  readonly strideIn?: StrideIn | undefined;
  /** Of the initial weights. */
  readonly seed: number;
}

/** A network with random weights, the same for the same seed. */
export function buildModel(spec: ModelSpec): Network {
  const { architecture, classes, attention, reduction, placement, attentionStages, attentionBlocks, dropout, stochasticDepth, strideIn, seed } = spec;
  const options = {
    ...(attention === 'none' ? {} : { attention: cbam({ variant: attention, reduction }) }),
    ...(attentionStages === undefined ? {} : { attentionStages }),
    ...(dropout === undefined ? {} : { dropout }),
  };
  if (isVgg(architecture)) return vggs[architecture]({ classes, seed, ...options });
  const ofResNet = {
    ...(attentionBlocks === undefined ? {} : { attentionBlocks }),
    ...(stochasticDepth === undefined ? {} : { stochasticDepth }),
    ...(strideIn === undefined ? {} : { strideIn }),
  };
  return resnets[architecture]({ classes, seed, placement, ...options, ...ofResNet });
}

export function isVgg(architecture: Architecture): architecture is keyof typeof vggs {
  return architecture in vggs;
}

/** Whether its blocks have 1×1 convolutions around a 3×3. */
export function hasBottlenecks(architecture: Architecture): boolean {
  return ['resnet50', 'resnet101', 'resnet152'].includes(architecture);
}

/** Images of 32 pixels, as CIFAR's, are what these are made for. */
export function isCifarNetwork(architecture: Architecture): boolean {
  return ['resnet20', 'resnet32', 'resnet44', 'resnet56', 'resnet110'].includes(architecture);
}

/** Side of the images an architecture was made for, in pixels. */
export function defaultImageSize(architecture: Architecture): number {
  return isCifarNetwork(architecture) ? 32 : 224;
}
