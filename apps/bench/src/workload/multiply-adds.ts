import { startBackend } from '@attune/backend';
import { type Network, evaluation } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { buildNetwork } from './build-network.ts';
import { type ConvolutionWork, type Work, isNetworkWork } from './work.ts';

/** Floating-point operations (two a multiply-add) of convolutions and dense layers in
 * one repetition of the work, as its definition asks for them: an algorithm that needs
 * fewer is faster, not less work.
 *
 * A training step counts thrice its forward pass, less the input gradient of the first
 * convolution. */
export async function operationsOf(work: Work): Promise<number> {
  if (!isNetworkWork(work)) return 2 * multiplyAdds(work) * (work.pass === 'training' ? 3 : 1);
  await startBackend('wasm', { threads: 1 });
  const network = buildNetwork(work);
  const layers = await layersOf(network, work.imageSize);
  const forward = layers.reduce((sum, layer) => sum + layer, 0) * work.batch;
  return 2 * (work.kind === 'step' ? 3 * forward - layers[0]! * work.batch : forward);
}

function multiplyAdds({ batch, imageSize, stride, inChannels, outChannels, kernelSize }: ConvolutionWork): number {
  return batch * Math.ceil(imageSize / stride) ** 2 * outChannels * inChannels * kernelSize ** 2;
}

/** Multiply-adds of each convolution and dense layer for one image, in forward order. */
async function layersOf(network: Network, imageSize: number): Promise<number[]> {
  const image = tf.zeros<tf.Rank.R4>([1, imageSize, imageSize, 3]);
  const { kernels } = await tf.profile(() => tf.tidy(() => network.forward(image, evaluation)));
  image.dispose();
  return kernels.flatMap(({ name, inputShapes, outputShapes }) => {
    const [input, filter] = inputShapes as number[][];
    const outputs = sizeOf(outputShapes[0] as number[]);
    if (name.endsWith('Conv2D')) return [outputs * sizeOf(filter!.slice(0, 3))];
    return name.endsWith('MatMul') ? [outputs * input!.at(-1)!] : [];
  });
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
