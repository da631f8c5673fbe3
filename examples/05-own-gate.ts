// Attention of one's own: squeeze-and-excitation (Hu et al. 2018) in fifteen lines.
import assert from 'node:assert/strict';
import { Classifier, Gate, Linear, applyGate, emojiSample, fineTune, headOnly, resnet20, startBackend, withEpochs } from 'attune';
import type { ForwardContext, Random } from 'attune';
import * as tf from '@tensorflow/tfjs-core';

class Squeeze extends Gate {
  readonly kind = 'squeeze'; // layer1.0.squeeze.down.weight, …
  readonly down: Linear;
  readonly up: Linear;
  constructor(channels: number, random: Random) {
    super();
    this.down = new Linear({ inFeatures: channels, outFeatures: 4, random });
    this.up = new Linear({ inFeatures: 4, outFeatures: channels, random });
  }
  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    const hidden = tf.relu(this.down.forward(tf.mean<tf.Tensor2D>(input, [1, 2]), context)); // [N, 4]
    const gate = tf.sigmoid(this.up.forward(hidden, context)); // [N, C]
    return applyGate(input, tf.reshape(gate, [-1, 1, 1, input.shape[3]]), { module: this, context });
  }
}

await startBackend('auto');
const { classes, preprocessing, ...images } = await emojiSample({ emojiPerCategory: 20 });
const network = resnet20({ classes: classes.length, attention: (channels, random) => new Squeeze(channels, random) });
for await (const event of fineTune(network, { classes, ...images }, withEpochs(headOnly(), [1]))) void event;

const spec = { architecture: 'resnet20', classes: classes.length, attention: 'none', reduction: 16, placement: 'after-block', seed: 0 } as const;
const classifier = new Classifier({ network, spec, preprocessing, classes, calibration: null });
const { gates, maps } = await classifier.explain(await images.validation.image(0));

assert.equal(gates.length, 9);
console.log(
  `${gates.length} gates, the first at ${gates[0]!.path} with ${gates[0]!.channels!.length} channels; maps: ${maps.map(({ name }) => name).join(', ')}`,
);
