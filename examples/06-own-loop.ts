// A training loop of one's own: batches, gradients, an optimizer whose memory goes by name.
import assert from 'node:assert/strict';
import { Sgd, crossEntropy, emojiSample, namedParameters, resnet20, startBackend } from 'attune';
import * as tf from '@tensorflow/tfjs-core';

await startBackend('auto');
const { train, classes } = await emojiSample({ emojiPerCategory: 20 });
const model = resnet20({ classes: classes.length });
const parameters = [...namedParameters(model)];
const context = { training: true, frozen: new Set<tf.Variable>(), random: Math.random } as const;
const optimizer = new Sgd({ momentum: 0.9 });

const losses: number[] = [];
for (let epoch = 0; epoch < 3; epoch++) {
  for await (const { images, shape, labels } of train.batches({ batchSize: 64, shuffle: true, augment: true, epoch })) {
    const { value, grads } = tf.variableGrads(
      () => crossEntropy(model.forward(tf.tensor4d(images, [...shape]), context), tf.tensor1d(labels, 'int32')),
      parameters.map(([, parameter]) => parameter),
    );
    for (const [name, parameter] of parameters) {
      optimizer.step({ name, parameter, gradient: grads[parameter.name]!, learningRate: 0.05, weightDecay: 1e-4 });
    }
    losses.push((await value.data())[0]!);
    tf.dispose([value, grads]);
  }
}

assert.ok(losses.at(-1)! < losses[0]!, 'the loss falls');
console.log(`${losses.length} steps: loss from ${losses[0]!.toFixed(1)} to ${losses.at(-1)!.toFixed(1)}`);
