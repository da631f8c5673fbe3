import { refuseUnknownOptions } from '@attune/errors';
import { BatchNorm2d, Conv2d, type ForwardContext, Module, type Random, kaimingNormalFanOut, sequence, stochasticDepth } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

/** Where a block's attention acts: on the residual branch before the add (the paper), or on the
 * block's output (the lecture). */
export type BlockPlacement = 'in-block' | 'after-block';

export interface BlockConfig {
  readonly inChannels: number;
  /** Channels of the 3×3 convolutions; a bottleneck gives out four times as many. */
  readonly channels: number;
  readonly stride: 1 | 2;
  /** Of a bottleneck. Default: `conv2`. */
  readonly strideIn?: StrideIn | undefined;
  readonly shortcut: ShortcutKind;
  readonly attention: Module | null;
  readonly placement: BlockPlacement;
  /** Probability that training leaves the residual branch of an image out. Default: 0. */
  readonly dropRate?: number;
  readonly random: Random;
}

/** How a block that changes shape carries its input past: a 1×1 convolution with batch norm (option
 * B, torchvision), or every other pixel with zero channels added (option A, the CIFAR networks). He
 * et al. 2015, arXiv:1512.03385, §3.3 and §4.1. */
export type ShortcutKind = 'projection' | 'zero-pad';

/** Which convolution of a bottleneck takes the stride: the first 1×1, which drops three pixels of
 * four (He et al. 2015, and `keras.applications`; Detectron2's `STRIDE_IN_1X1`), or the 3×3 behind
 * it (torchvision's v1.5). */
export type StrideIn = 'conv1' | 'conv2';

const blockOptions = {
  inChannels: true,
  channels: true,
  stride: true,
  strideIn: true,
  shortcut: true,
  attention: true,
  placement: true,
  dropRate: true,
  random: true,
} satisfies Record<keyof BlockConfig, true>;

/** Two 3×3 convolutions and a shortcut.
 *
 * forward: [N, H, W, inChannels] → [N, ⌈H / stride⌉, ⌈W / stride⌉, channels].
 * State:   conv1, bn1, conv2, bn2, downsample.{0, 1} where the shape changes by projection,
 *          attention, called by its kind (`cbam`), where it is given.
 * @throws {UnknownOptionError} when an option does not exist. */
export class BasicBlock extends Module {
  static readonly expansion = 1;
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly downsample: readonly Module[] | null;
  readonly attention: Module | null;
  readonly #config: BlockConfig;

  constructor(config: BlockConfig) {
    super();
    refuseUnknownOptions('BasicBlock', config, blockOptions);
    const { inChannels, channels, stride, random } = config;
    this.conv1 = convolution(inChannels, channels, { kernelSize: 3, stride, random });
    this.bn1 = new BatchNorm2d({ channels });
    this.conv2 = convolution(channels, channels, { kernelSize: 3, stride: 1, random });
    this.bn2 = new BatchNorm2d({ channels });
    this.downsample = projection(config, channels);
    this.attention = config.attention;
    this.#config = config;
  }

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    const inner = this.bn1.activate(this.conv1.forward(input, context), context);
    const last = this.conv2.forward(inner, context);
    const carried = shortcut(this.downsample, input, { residual: last, stride: this.#config.stride, context });
    return join(last, carried, { ...this.#config, attention: this.attention, norm: this.bn2, context });
  }
}

/** 1×1, 3×3, 1×1 convolutions with the stride on the 3×3 (v1.5, as torchvision) unless `strideIn`
 * says otherwise, and a shortcut.
 *
 * forward: [N, H, W, inChannels] → [N, ⌈H / stride⌉, ⌈W / stride⌉, 4·channels].
 * State:   conv1, bn1, conv2, bn2, conv3, bn3, downsample.{0, 1} where the shape changes,
 *          attention, called by its kind (`cbam`), where it is given.
 * @throws {UnknownOptionError} when an option does not exist. */
export class Bottleneck extends Module {
  static readonly expansion = 4;
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly conv3: Conv2d;
  readonly bn3: BatchNorm2d;
  readonly downsample: readonly Module[] | null;
  readonly attention: Module | null;
  readonly #config: BlockConfig;

  constructor(config: BlockConfig) {
    super();
    refuseUnknownOptions('Bottleneck', config, blockOptions);
    const { inChannels, channels, stride, strideIn = 'conv2', random } = config;
    const outChannels = channels * Bottleneck.expansion;
    const [first, second] = strideIn === 'conv1' ? [stride, 1] : [1, stride];
    this.conv1 = convolution(inChannels, channels, { kernelSize: 1, stride: first, random });
    this.bn1 = new BatchNorm2d({ channels });
    this.conv2 = convolution(channels, channels, { kernelSize: 3, stride: second, random });
    this.bn2 = new BatchNorm2d({ channels });
    this.conv3 = convolution(channels, outChannels, { kernelSize: 1, stride: 1, random });
    this.bn3 = new BatchNorm2d({ channels: outChannels });
    this.downsample = projection(config, outChannels);
    this.attention = config.attention;
    this.#config = config;
  }

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    const narrow = this.bn1.activate(this.conv1.forward(input, context), context);
    const inner = this.bn2.activate(this.conv2.forward(narrow, context), context);
    const last = this.conv3.forward(inner, context);
    const carried = shortcut(this.downsample, input, { residual: last, stride: this.#config.stride, context });
    return join(last, carried, { ...this.#config, attention: this.attention, norm: this.bn3, context });
  }
}

/** Bias-free convolution that keeps the size at stride 1, with torchvision's initialisation. */
export function convolution(
  inChannels: number,
  outChannels: number,
  { kernelSize, stride, random }: { readonly kernelSize: number; readonly stride: number; readonly random: Random },
): Conv2d {
  const padding = (kernelSize - 1) / 2;
  return new Conv2d({ inChannels, outChannels, kernelSize, stride, padding, bias: false, initialize: kaimingNormalFanOut, random });
}

function projection({ inChannels, stride, shortcut: kind, random }: BlockConfig, outChannels: number): readonly Module[] | null {
  const keepsShape = stride === 1 && inChannels === outChannels;
  if (kind !== 'projection' || keepsShape) return null;
  return [convolution(inChannels, outChannels, { kernelSize: 1, stride, random }), new BatchNorm2d({ channels: outChannels })];
}

function shortcut(
  downsample: readonly Module[] | null,
  input: tf.Tensor4D,
  { residual, stride, context }: { readonly residual: tf.Tensor4D; readonly stride: number; readonly context: ForwardContext },
): tf.Tensor4D {
  if (downsample !== null) return sequence(downsample, input, context);
  return stride === 1 && input.shape[3] === residual.shape[3] ? input : subsampleAndPad(input, residual.shape[3], stride);
}

/** Option A as a fixed 1×1 convolution, which copies values exactly: every other pixel, zero
 * channels before and after. */
function subsampleAndPad(input: tf.Tensor4D, outChannels: number, stride: number): tf.Tensor4D {
  const inChannels = input.shape[3];
  const before = (outChannels - inChannels) >> 1;
  const copies = new Float32Array(inChannels * outChannels);
  for (let channel = 0; channel < inChannels; channel++) copies[channel * outChannels + before + channel] = 1;
  return tf.conv2d(input, tf.tensor4d(copies, [1, 1, inChannels, outChannels]), stride, 0);
}

interface BlockEnd extends Pick<BlockConfig, 'attention' | 'placement' | 'dropRate'> {
  readonly norm: BatchNorm2d;
  readonly context: ForwardContext;
}

/** Ends a block: the last batch norm, the sum with what was carried past, ReLU, and
 * attention where it is placed. */
function join(last: tf.Tensor4D, carried: tf.Tensor4D, { attention, placement, dropRate = 0, norm, context }: BlockEnd): tf.Tensor4D {
  const inBlock = placement === 'in-block' ? attention : null;
  const whole = inBlock === null && (dropRate === 0 || !context.training);
  const sum = whole
    ? norm.activate(last, context, carried)
    : tf.relu(tf.add<tf.Tensor4D>(stochasticDepth(branchOf(norm, last, inBlock, context), dropRate, context), carried));
  return attention === null || inBlock !== null ? sum : attention.forward(sum, context);
}

function branchOf(norm: BatchNorm2d, last: tf.Tensor4D, attention: Module | null, context: ForwardContext): tf.Tensor4D {
  const branch = norm.forward(last, context);
  return attention === null ? branch : attention.forward(branch, context);
}
