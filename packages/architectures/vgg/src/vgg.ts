import {
  AdaptiveAveragePool2d,
  BatchNorm2d,
  Conv2d,
  Dropout,
  Flatten,
  Linear,
  MaxPool2d,
  type Module,
  Network,
  type Random,
  Relu,
  type Segment,
  kaimingNormalFanOut,
  normalInitializer,
  parameterRandom,
  sequence,
  stateField,
  zeros,
} from '@attune/nn';
import type * as tf from '@tensorflow/tfjs-core';

import { requireConfig } from './config-error.ts';
import type { VggConfig, VggDesign } from './config.ts';

export const widths = [64, 128, 256, 512, 512] as const;
const groupNumbers = [1, 2, 3, 4, 5] as const;

/** VGG: five groups of 3×3 convolutions, each ended by a 2×2 max-pool, then three dense layers.
 *
 * forward: [N, H, W, channels] → [N, classes].
 * State:   torchvision's names: features.0 …, classifier.{0, 3, 6}; attention of group N is, by
 *          its kind, `cbamN`, beside `features` so that the indices stay torchvision's.
 * Source:  Simonyan and Zisserman 2014, arXiv:1409.1556; torchvision, with and without batch norm.
 * @throws {VggConfigError} naming every impossible option. */
export class Vgg extends Network {
  readonly features: readonly Module[];
  readonly attention1: Module | null;
  readonly attention2: Module | null;
  readonly attention3: Module | null;
  readonly attention4: Module | null;
  readonly attention5: Module | null;
  readonly classifier: readonly Module<tf.Tensor2D>[];
  readonly #pool: AdaptiveAveragePool2d;
  readonly #flatten = new Flatten();
  /** Where each group ends in `features`. */
  readonly #ends: readonly number[];

  constructor(design: VggDesign, config: VggConfig = {}) {
    const { classes = 1000, channels = 3, attention, attentionStages = [1, 2, 3, 4], poolSize = 7, seed = 0 } = config;
    requireConfig(design, config);
    super({ architecture: design.architecture, classes, channels });
    const { random, attentionRandom } = parameterRandom(seed);
    const groups = design.depths.map((depth, index) =>
      convolutionGroup({ depth, inChannels: widths[index - 1] ?? channels, outChannels: widths[index]!, batchNorm: design.batchNorm }, random),
    );
    this.features = groups.flat();
    this.#ends = groups.map((_, index) => groups.slice(0, index + 1).flat().length);
    const gate = (index: number) => (attention !== undefined && attentionStages.includes(index) ? attention(widths[index - 1]!, attentionRandom) : null);
    [this.attention1, this.attention2, this.attention3, this.attention4, this.attention5] = [gate(1), gate(2), gate(3), gate(4), gate(5)];
    this.#pool = new AdaptiveAveragePool2d({ size: poolSize });
    this.classifier = denseLayers(widths[4] * poolSize * poolSize, classes, config, random);
  }

  segments(): readonly Segment[] {
    return [...groupNumbers.map((number) => this.#groupSegment(number)), this.#headSegment()];
  }

  #groupSegment(number: 1 | 2 | 3 | 4 | 5): Segment {
    const [start, end] = [this.#ends[number - 2] ?? 0, this.#ends[number - 1]!];
    const attention = this[`attention${number}`];
    const layers = [...this.features.slice(start, end), ...(attention === null ? [] : [attention])];
    const fields = Array.from({ length: end - start }, (_, index) => `features.${start + index}`);
    const gate = attention === null ? [] : [stateField(`attention${number}`, attention)];
    return { name: `group${number}`, fields: [...fields, ...gate], forward: (input, context) => sequence(layers, input as tf.Tensor4D, context) };
  }

  #headSegment(): Segment {
    return {
      name: 'head',
      fields: ['classifier'],
      forward: (input, context) => {
        const vectors = this.#flatten.forward(this.#pool.forward(input as tf.Tensor4D, context), context);
        return sequence(this.classifier, vectors, context);
      },
    };
  }
}

interface GroupShape {
  readonly depth: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly batchNorm: boolean;
}

function convolutionGroup({ depth, inChannels, outChannels, batchNorm }: GroupShape, random: Random): Module[] {
  const layers: Module[] = [];
  for (let index = 0; index < depth; index++) {
    const shape = { inChannels: index === 0 ? inChannels : outChannels, outChannels, kernelSize: 3, padding: 1 };
    layers.push(new Conv2d({ ...shape, initialize: kaimingNormalFanOut, initializeBias: zeros, random }));
    if (batchNorm) layers.push(new BatchNorm2d({ channels: outChannels }));
    layers.push(new Relu());
  }
  return [...layers, new MaxPool2d({ kernelSize: 2 })];
}

/** torchvision's classifier, numbered 0 to 6. */
function denseLayers(inFeatures: number, classes: number, { hidden = 4096, dropout = 0.5 }: VggConfig, random: Random): Module<tf.Tensor2D>[] {
  const dense = (from: number, to: number) =>
    new Linear({ inFeatures: from, outFeatures: to, initialize: normalInitializer(0.01), initializeBias: zeros, random });
  const rest = () => [new Relu<tf.Tensor2D>(), new Dropout({ rate: dropout })];
  return [dense(inFeatures, hidden), ...rest(), dense(hidden, hidden), ...rest(), dense(hidden, classes)];
}
