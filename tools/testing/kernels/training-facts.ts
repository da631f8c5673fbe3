import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';
import { expect, it } from 'vitest';

import { currentEngine } from '../../../packages/tensors/kernels-wasm/src/start-wasm.ts';
import { normal } from './on-both.ts';

/** Images whose class is the third in which they are brightest. */
function brightThirds(count: number): { images: tf.Tensor; labels: tf.Tensor } {
  const classes = Array.from({ length: count }, (_, index) => index % 3);
  const rows = classes.map((bright) => Array.from({ length: 12 }, (_, row) => (Math.floor(row / 4) === bright ? 1 : 0)));
  const images = tf.add(tf.mul(normal([count, 12, 12, 1], 1), 0.3), tf.reshape(tf.tensor2d(rows), [count, 12, 1, 1]));
  return { images, labels: tf.cast(tf.oneHot(tf.tensor1d(classes, 'int32'), 3), 'float32') };
}

const from = (seed: number) => initializers.glorotUniform({ seed });

export function trainingFacts(): void {
  it('a stock tf.layers model with convolutions, depthwise too, and pools fits to over 90 % in ten epochs', async () => {
    await tf.setBackend('wasm');
    const model = sequential({
      layers: [
        layers.conv2d({ inputShape: [12, 12, 1], filters: 8, kernelSize: 3, padding: 'same', activation: 'relu', kernelInitializer: from(1) }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', depthwiseInitializer: from(2) }),
        layers.conv2d({ filters: 12, kernelSize: 1, activation: 'relu', kernelInitializer: from(3) }),
        layers.averagePooling2d({ poolSize: 2 }),
        layers.flatten(),
        layers.dense({ units: 3, activation: 'softmax', kernelInitializer: from(4) }),
      ],
    });
    model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
    const { images, labels } = brightThirds(96);
    const { history } = await model.fit(images, labels, { epochs: 10, batchSize: 16, verbose: 0, shuffle: false });
    expect(history['acc']!.at(-1)).toBeGreaterThan(0.9);
    for (const task of ['gatherConvolution', 'maxPoolGradient', 'matrixProduct'] as const) expect(currentEngine().runs.get(task)).toBeGreaterThan(0);
  });
}
