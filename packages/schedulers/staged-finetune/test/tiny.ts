import { BatchNorm2d, Conv2d, Dropout, type ForwardContext, Linear, Module, Network, type Segment, seededRandom } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import type { Batch, BatchOptions, Split, TrainingData } from '../src/index.ts';

/** A gate with one parameter, under a name that recipes take for attention. */
class Gate extends Module {
  readonly weight = tf.variable(tf.zeros([4]), true);

  forward(input: tf.Tensor4D): tf.Tensor4D {
    return tf.mul(input, tf.mul(tf.sigmoid(this.weight), 2));
  }
}

/** Three segments: stem (conv1, bn1), body (conv2, cbam), head (fc behind dropout). */
export class TinyNetwork extends Network {
  readonly conv1: Conv2d;
  readonly bn1 = new BatchNorm2d({ channels: 4 });
  readonly conv2: Conv2d;
  readonly cbam = new Gate();
  readonly fc: Linear;
  readonly #dropout: Dropout;

  constructor({ seed = 0, classes = 3, dropout = 0.2 } = {}) {
    super({ architecture: 'tiny', classes });
    this.#dropout = new Dropout({ rate: dropout });
    const random = seededRandom(seed);
    this.conv1 = new Conv2d({ inChannels: 3, outChannels: 4, kernelSize: 3, padding: 1, bias: false, random });
    this.conv2 = new Conv2d({ inChannels: 4, outChannels: 4, kernelSize: 3, padding: 1, random });
    this.fc = new Linear({ inFeatures: 4, outFeatures: classes, random });
  }

  segments(): readonly Segment[] {
    return [
      {
        name: 'stem',
        fields: ['conv1', 'bn1'],
        forward: (input, context) => tf.relu(this.bn1.forward(this.conv1.forward(input as tf.Tensor4D, context), context)),
      },
      { name: 'body', fields: ['conv2', 'cbam'], forward: (input, context) => this.cbam.forward(tf.relu(this.conv2.forward(input as tf.Tensor4D, context))) },
      { name: 'head', fields: ['fc'], forward: (input, context) => this.#head(input, context) },
    ];
  }

  #head(input: tf.Tensor, context: ForwardContext): tf.Tensor {
    return this.fc.forward(this.#dropout.forward(tf.mean<tf.Tensor2D>(input, [1, 2]), context), context);
  }
}

/** Noise around a colour for each class; where it varies, an augmented image is
 * brighter by a step for each view. */
export function tinyData({ train = 14, validation = 9, varies = false } = {}): TrainingData {
  return { classes: ['a', 'b', 'c'], train: tinySplit(train, 1, varies), validation: tinySplit(validation, 2) };
}

const side = 6;

function tinySplit(size: number, seed: number, varies = false): Split {
  const random = seededRandom(seed);
  const labels = Int32Array.from({ length: size }, (_, index) => index % 3);
  const images = Array.from(labels, (label) => Float32Array.from({ length: side * side * 3 }, (_, at) => (at % 3 === label ? 1 : 0) + random() - 0.5));
  const batchIndices = ({ batchSize, shuffle = false, seed: key = 0, epoch = 0, firstBatch = 0 }: BatchOptions) => {
    // 5 is prime to the sizes used here, so this visits every position once.
    const order = Array.from(labels.keys(), (index) => (shuffle ? (index * 5 + epoch + key) % size : index));
    return Array.from({ length: Math.ceil(size / batchSize) }, (_, batch) => Int32Array.from(order.slice(batch * batchSize, (batch + 1) * batchSize))).slice(
      firstBatch,
    );
  };
  async function* batches(options: BatchOptions): AsyncGenerator<Batch> {
    const { augment = false, epoch = 0, view = epoch } = options;
    const brighter = varies && augment ? view / 10 : 0;
    for (const indices of batchIndices(options)) {
      const values = new Float32Array(indices.length * side * side * 3);
      indices.forEach((index, place) =>
        values.set(
          images[index]!.map((value) => value + brighter),
          place * side * side * 3,
        ),
      );
      yield { images: values, shape: [indices.length, side, side, 3], labels: Int32Array.from(indices, (index) => labels[index]!), indices };
    }
  }
  return { size, labels, batches, batchIndices };
}
