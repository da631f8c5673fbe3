import * as tf from '@tensorflow/tfjs-core';

import { resnet20 } from '../../../packages/architectures/resnet/src/index.ts';
import { cbam } from '../../../packages/layers/cbam/src/index.ts';
import { type ForwardContext, crossEntropy, disposeModule, namedParameters } from '../../../packages/layers/nn/src/index.ts';
import { Sgd } from '../../../packages/schedulers/optim/src/index.ts';
import { generatedImages } from '../generated-network.ts';

const training: ForwardContext = { training: true, frozen: new Set(), random: () => 0.5 };
const BATCH = 8;
// With 1e-3 the builds of wasm themselves part by 2e-4: ReLUs open on either side.
const learningRate = 2e-4;

/** Losses of 20 steps of a ResNet-20 with CBAM over generated images [8, 32, 32, 3], on the current
 * backend: the same network and images on each. */
export function twentyLosses(): number[] {
  const network = resnet20({ classes: 10, attention: cbam({ reduction: 4 }), seed: 7 });
  const optimizer = new Sgd({ momentum: 0.9 });
  const parameters = namedParameters(network);
  const losses = Array.from({ length: 20 }, (_, step) =>
    tf.tidy(() => {
      const images = generatedImages(`batch.${step % 4}`, BATCH, 32);
      const labels = tf.tensor1d(
        Int32Array.from({ length: BATCH }, (_each, image) => (image + step) % 10),
        'int32',
      );
      const { value, grads } = tf.variableGrads(() => crossEntropy(network.forward(images, training), labels), [...parameters.values()]);
      for (const [name, parameter] of parameters) optimizer.step({ name, parameter, gradient: grads[parameter.name]!, learningRate, weightDecay: 5e-4 });
      return value.dataSync()[0]!;
    }),
  );
  disposeModule(network);
  return losses;
}
