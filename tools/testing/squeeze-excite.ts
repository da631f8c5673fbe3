import { Conv2d, type ForwardContext, Gate, type Random, applyGate } from '../../packages/layers/nn/src/index.ts';
import * as tf from '@tensorflow/tfjs-core';

/** A gate of someone's own: what a person writes who wants other attention than ours. */
export class SqueezeExcite extends Gate {
  readonly kind = 'own';
  readonly squeeze: Conv2d;
  readonly excite: Conv2d;

  constructor(channels: number, random: Random) {
    super();
    this.squeeze = new Conv2d({ inChannels: channels, outChannels: 4, kernelSize: 1, random });
    this.excite = new Conv2d({ inChannels: 4, outChannels: channels, kernelSize: 1, random });
  }

  forward(input: tf.Tensor4D, context: ForwardContext): tf.Tensor4D {
    const squeezed = tf.relu(this.squeeze.forward(tf.mean(input, [1, 2], true), context));
    return applyGate(input, tf.sigmoid(this.excite.forward(squeezed, context)), { module: this, context });
  }
}
