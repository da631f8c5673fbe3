import {
  BatchNorm2d,
  type Conv2d,
  Dropout,
  Linear,
  MaxPool2d,
  type Module,
  Network,
  type ParameterRandom,
  type Segment,
  parameterRandom,
  sequence,
  stateField,
} from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { type BlockConfig, convolution } from './block.ts';
import { requireConfig } from './config-error.ts';
import { type ResNetConfig, type ResNetDesign, blockPath } from './config.ts';

/** ImageNet ResNet: 7×7 stem and max-pool, four stages, mean over positions, linear head.
 *
 * forward: [N, H, W, channels] → [N, classes].
 * State:   torchvision's names in torchvision's order: conv1, bn1, layer1 … layer4, fc; attention,
 *          called by its kind, as `layerL.B.cbam` or `cbamL` beside the stages.
 * Source:  He et al. 2015, arXiv:1512.03385; torchvision's v1.5.
 * @throws {ResNetConfigError} naming every impossible option. */
export class ResNet extends Network {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly maxpool = new MaxPool2d({ kernelSize: 3, stride: 2, padding: 1 });
  readonly layer1: readonly Module[];
  readonly attention1: Module | null;
  readonly layer2: readonly Module[];
  readonly attention2: Module | null;
  readonly layer3: readonly Module[];
  readonly attention3: Module | null;
  readonly layer4: readonly Module[];
  readonly attention4: Module | null;
  readonly fc: Linear;
  readonly #dropout: Dropout;

  constructor(design: ResNetDesign, config: ResNetConfig = {}) {
    requireConfig(design, config);
    super({ architecture: design.architecture, classes: config.classes ?? 1000, channels: config.channels, traits: traitsOf(config) });
    const { seed = 0 } = config;
    const draws = parameterRandom(seed);
    this.conv1 = convolution(this.channels, design.width, { kernelSize: 7, stride: 2, random: draws.random });
    this.bn1 = new BatchNorm2d({ channels: design.width });
    const stages = buildStages(design, config, draws);
    [this.layer1, this.layer2, this.layer3, this.layer4] = stages.map(({ blocks }) => blocks) as [Module[], Module[], Module[], Module[]];
    [this.attention1, this.attention2, this.attention3, this.attention4] = stages.map(({ attention }) => attention) as [
      Module | null,
      Module | null,
      Module | null,
      Module | null,
    ];
    this.#dropout = new Dropout({ rate: config.dropout ?? 0 });
    this.fc = new Linear({ inFeatures: outputChannels(design), outFeatures: this.classes, random: draws.random });
  }

  segments(): readonly Segment[] {
    const { layer1, layer2, layer3, layer4 } = this;
    const stem = stemSegment(this, (features, context) => this.maxpool.forward(features, context));
    const gates = [this.attention1, this.attention2, this.attention3, this.attention4];
    return [stem, ...stageSegments([layer1, layer2, layer3, layer4], gates), headSegment('fc', this.fc, this.#dropout)];
  }
}

/** CIFAR ResNet for 32×32 images: 3×3 stem, three stages of 16, 32, 64 channels, option
 * A shortcuts.
 *
 * forward: [N, H, W, channels] → [N, classes].
 * State:   conv1, bn1, layer1 … layer3, linear, as in akamaster/pytorch_resnet_cifar10; attention
 *          as in {@link ResNet}.
 * Source:  He et al. 2015, arXiv:1512.03385, §4.2.
 * @throws {ResNetConfigError} naming every impossible option. */
export class CifarResNet extends Network {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly layer1: readonly Module[];
  readonly attention1: Module | null;
  readonly layer2: readonly Module[];
  readonly attention2: Module | null;
  readonly layer3: readonly Module[];
  readonly attention3: Module | null;
  readonly linear: Linear;
  readonly #dropout: Dropout;

  constructor(design: ResNetDesign, config: ResNetConfig = {}) {
    requireConfig(design, config);
    super({ architecture: design.architecture, classes: config.classes ?? 10, channels: config.channels });
    const { seed = 0 } = config;
    const draws = parameterRandom(seed);
    this.conv1 = convolution(this.channels, design.width, { kernelSize: 3, stride: 1, random: draws.random });
    this.bn1 = new BatchNorm2d({ channels: design.width });
    const stages = buildStages(design, config, draws);
    [this.layer1, this.layer2, this.layer3] = stages.map(({ blocks }) => blocks) as [Module[], Module[], Module[]];
    [this.attention1, this.attention2, this.attention3] = stages.map(({ attention }) => attention) as [Module | null, Module | null, Module | null];
    this.#dropout = new Dropout({ rate: config.dropout ?? 0 });
    this.linear = new Linear({ inFeatures: outputChannels(design), outFeatures: this.classes, random: draws.random });
  }

  segments(): readonly Segment[] {
    const stages = stageSegments([this.layer1, this.layer2, this.layer3], [this.attention1, this.attention2, this.attention3]);
    return [stemSegment(this), ...stages, headSegment('linear', this.linear, this.#dropout)];
  }
}

/** The usual place is not a trait, so that files without any are torchvision's. */
function traitsOf({ strideIn }: ResNetConfig): ReadonlyMap<string, string> {
  return new Map(strideIn === 'conv1' ? [['strideIn', strideIn]] : []);
}

interface Stage {
  readonly blocks: readonly Module[];
  /** Only with placement `after-stage`. */
  readonly attention: Module | null;
}

function buildStages(design: ResNetDesign, config: ResNetConfig, { random, attentionRandom }: ParameterRandom): Stage[] {
  const { attention, placement = 'after-block', attentionStages, attentionBlocks, strideIn } = config;
  const gate = (stage: number, channels: number) =>
    attention === undefined || attentionStages?.includes(stage + 1) === false ? null : attention(channels, attentionRandom);
  return design.depths.map((depth, stage) => {
    const outChannels = (design.width << stage) * design.block.expansion;
    const blocks = Array.from({ length: depth }, (_, index) => {
      const without = placement === 'after-stage' || attentionBlocks?.includes(blockPath(stage, index)) === false;
      return new design.block({
        ...blockShape(design, stage, index),
        attention: without ? null : gate(stage, outChannels),
        placement: placement === 'in-block' ? placement : 'after-block',
        strideIn,
        dropRate: dropRate(design, config, stage, index),
        random,
      });
    });
    return { blocks, attention: placement === 'after-stage' ? gate(stage, outChannels) : null };
  });
}

/** From 0 at the first block to the whole rate at the last, as timm's. */
function dropRate({ depths }: ResNetDesign, { stochasticDepth = 0 }: ResNetConfig, stage: number, index: number): number {
  const blocks = depths.reduce((sum, depth) => sum + depth, 0);
  const before = depths.slice(0, stage).reduce((sum, depth) => sum + depth, 0);
  return blocks === 1 ? stochasticDepth : (stochasticDepth * (before + index)) / (blocks - 1);
}

function blockShape(
  { block, width, shortcut }: ResNetDesign,
  stage: number,
  index: number,
): Pick<BlockConfig, 'inChannels' | 'channels' | 'stride' | 'shortcut'> {
  const channels = width << stage;
  const before = stage === 0 ? width : (width << (stage - 1)) * block.expansion;
  return { inChannels: index === 0 ? before : channels * block.expansion, channels, stride: index === 0 && stage > 0 ? 2 : 1, shortcut };
}

function outputChannels({ width, depths, block }: ResNetDesign): number {
  return (width << (depths.length - 1)) * block.expansion;
}

type Pool = (features: tf.Tensor4D, context: Parameters<Module['forward']>[1]) => tf.Tensor4D;

function stemSegment({ conv1, bn1 }: { readonly conv1: Conv2d; readonly bn1: BatchNorm2d }, pool: Pool = (features) => features): Segment {
  return {
    name: 'stem',
    fields: ['conv1', 'bn1'],
    forward: (images, context) => pool(bn1.activate(conv1.forward(images as tf.Tensor4D, context), context), context),
  };
}

function stageSegments(stages: readonly (readonly Module[])[], gates: readonly (Module | null)[]): Segment[] {
  return stages.map((blocks, index) => {
    const attention = gates[index] ?? null;
    const layers = attention === null ? blocks : [...blocks, attention];
    const [name, gate] = [`layer${index + 1}`, attention === null ? [] : [stateField(`attention${index + 1}`, attention)]];
    return { name, fields: [name, ...gate], forward: (features, context) => sequence(layers, features as tf.Tensor4D, context) };
  });
}

function headSegment(field: string, linear: Linear, dropout: Dropout): Segment {
  const forward: Segment['forward'] = (features, context) => linear.forward(dropout.forward(tf.mean<tf.Tensor2D>(features, [1, 2]), context), context);
  return { name: 'head', fields: [field], forward };
}
