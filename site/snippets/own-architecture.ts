import { Conv2d, Linear, cbam, defineNetwork, emojiSample, fineTune, full, namedParameters, seededRandom, startBackend, withEpochs } from 'attune';
import * as tf from '@tensorflow/tfjs-core';

await startBackend('auto');
const { classes, ...images } = await emojiSample({ emojiPerCategory: 10 });
const random = seededRandom(0);
const network = defineNetwork({
  architecture: 'tiny',
  classes: classes.length,
  fields: {
    conv1: new Conv2d({ inChannels: 3, outChannels: 16, kernelSize: 3, stride: 2, padding: 1, random }),
    gate: cbam()(16, random),
    fc: new Linear({ inFeatures: 16, outFeatures: classes.length, random }),
  },
  segments: ({ conv1, gate, fc }) => [
    { name: 'stem', fields: ['conv1'], forward: (input, context) => tf.relu(conv1.forward(input as tf.Tensor4D, context)) },
    { name: 'gates', fields: ['gate'], forward: (input, context) => gate.forward(input as tf.Tensor4D, context) },
    { name: 'head', fields: ['fc'], forward: (input, context) => fc.forward(tf.mean<tf.Tensor2D>(input, [1, 2]), context) },
  ],
});
console.log([...namedParameters(network).keys()].join(', '));
for await (const event of fineTune(network, { classes, ...images }, withEpochs(full(), [1]))) {
  if (event.kind === 'epoch-end') console.log(event.result.trainLoss > 0);
}
