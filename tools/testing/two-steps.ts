import * as tf from '@tensorflow/tfjs-core';

import { type ForwardContext, type Network, crossEntropy, evaluation, namedParameters } from '../../packages/layers/nn/src/index.ts';
import { Sgd } from '../../packages/schedulers/optim/src/index.ts';

const training: ForwardContext = { training: true, frozen: new Set(), random: Math.random };

export interface TwoSteps {
  readonly losses: readonly number[];
  readonly logitsBefore: tf.Tensor2D;
  readonly logitsInTraining: tf.Tensor2D;
  /** Of the first step, by name. */
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
  readonly logitsAfter: tf.Tensor2D;
}

/** Two steps of SGD (momentum 0.9, weight decay 5e-4) on one batch, with batch statistics, and
 * evaluations before and after. */
export function twoSteps(network: Network, images: tf.Tensor4D, labels: tf.Tensor1D, learningRate: number): TwoSteps {
  const optimizer = new Sgd({ momentum: 0.9 });
  const step = () => sgdStep(network, optimizer, { images, labels, learningRate });
  const logitsBefore = network.forward(images, evaluation);
  const [first, second] = [step(), step()];
  const logitsAfter = network.forward(images, evaluation);
  return { losses: [first.loss, second.loss], logitsBefore, logitsInTraining: first.logits, gradients: first.gradients, logitsAfter };
}

interface StepRequest {
  readonly images: tf.Tensor4D;
  readonly labels: tf.Tensor1D;
  readonly learningRate: number;
}

function sgdStep(
  network: Network,
  optimizer: Sgd,
  { images, labels, learningRate }: StepRequest,
): { readonly loss: number; readonly logits: tf.Tensor2D; readonly gradients: ReadonlyMap<string, tf.Tensor> } {
  const parameters = namedParameters(network);
  let logits: tf.Tensor2D | undefined;
  const lossOf = () => {
    logits = tf.keep(network.forward(images, training));
    return crossEntropy(logits, labels);
  };
  const { value, grads } = tf.variableGrads(lossOf, [...parameters.values()]);
  const gradients = new Map([...parameters].map(([name, parameter]) => [name, grads[parameter.name]!]));
  for (const [name, parameter] of parameters) optimizer.step({ name, parameter, gradient: gradients.get(name)!, learningRate, weightDecay: 5e-4 });
  return { loss: value.dataSync()[0]!, logits: logits!, gradients };
}
