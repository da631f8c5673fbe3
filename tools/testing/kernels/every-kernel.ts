import * as tf from '@tensorflow/tfjs-core';

import { runKernel } from '../../../packages/tensors/kernel-table/src/index.ts';
import { runTfjsKernel } from './on-both.ts';

/** Sizes that each kernel is run at. */
export interface KernelSizes {
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly inChannels: number;
  readonly outChannels: number;
}

/** Sizes at which, together, every task of the kernels runs on whole vectors and tails, in many
 * items: both ways to sum a filter's gradient, a filter at its points in blocks and in
 * phases, and channels too few for vectors. */
export const telling: readonly KernelSizes[] = [
  { images: 2, height: 9, width: 7, inChannels: 5, outChannels: 19 },
  { images: 2, height: 37, width: 50, inChannels: 2, outChannels: 1 },
  { images: 3, height: 13, width: 10, inChannels: 16, outChannels: 48 },
  { images: 1, height: 11, width: 11, inChannels: 80, outChannels: 64 },
  { images: 2, height: 6, width: 5, inChannels: 192, outChannels: 176 },
  { images: 4, height: 40, width: 40, inChannels: 24, outChannels: 24 },
];

/** Results of every kernel, in places of their own. */
export function everyKernel(sizes: KernelSizes): tf.Tensor[] {
  return [
    ...[convolutions(3, 1, 1), convolutions(3, 2, 1), convolutions(1, 1, 0), convolutions(1, 2, 0), convolutions(7, 2, 3), convolutions(5, 1, 2)].flatMap(
      (run) => run(sizes),
    ),
    ...batchNorms(sizes),
    ...elementwise(sizes),
    ...gates(sizes),
    ...wholeGates(sizes),
    ...products(sizes),
    ...pools(sizes),
    ...optimizers(sizes),
  ];
}

/** Results of the kernels of the kernel table alone. */
export function tableKernels(sizes: KernelSizes): tf.Tensor[] {
  const x = input(sizes);
  const relu = runKernel('AttuneReluGrad', { dy: scattered(x.shape, 8), y: x }, {});
  return [...batchNorms(sizes), relu, ...norms(x), ...gates(sizes), ...optimizers(sizes)];
}

/** Values between −2 and 2 that depend on the seed alone, made much faster than normal ones. */
function scattered(shape: readonly number[], seed: number): tf.Tensor {
  let state = seed * 7919 + 1;
  const values = Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state / 2 ** 30;
  });
  return tf.tensor(values, [...shape]);
}

function input({ images, height, width, inChannels }: KernelSizes): tf.Tensor4D {
  return scattered([images, height, width, inChannels], 1) as tf.Tensor4D;
}

function convolutions(size: number, strides: number, pad: number): (sizes: KernelSizes) => tf.Tensor[] {
  return (sizes) => {
    const x = input(sizes);
    const filter = scattered([size, size, sizes.inChannels, sizes.outChannels], 2) as tf.Tensor4D;
    const y = tf.fused.conv2d({ x, filter, strides, pad, bias: scattered([sizes.outChannels], 3), activation: 'relu' });
    const dy = scattered(y.shape, 4);
    const attrs = { strides, pad, dataFormat: 'NHWC' };
    const dx = runTfjsKernel('Conv2DBackpropInput', { dy, filter }, { ...attrs, inputShape: x.shape });
    const dFilter = runTfjsKernel('Conv2DBackpropFilter', { x, dy }, { ...attrs, filterShape: filter.shape });
    // The third use of a filter makes what is kept of it.
    return [y, tf.conv2d(x, filter, strides, pad), tf.conv2d(x, filter, strides, pad), dx, dFilter];
  };
}

function batchNorms(sizes: KernelSizes): tf.Tensor[] {
  const x = input(sizes);
  const [gamma, beta, dy] = [scattered([sizes.inChannels], 5), scattered([sizes.inChannels], 6), scattered(x.shape, 7)];
  const [y, mean, variance, inverse] = runKernel('AttuneBatchNorm', { x, gamma, beta, residual: dy }, { epsilon: 1e-5, relu: true });
  const stored = runKernel('AttuneBatchNormStored', { x, gamma, beta, mean, inverse }, { relu: false });
  const inTraining = runKernel('AttuneBatchNormGrad', { dy, x, y, gamma, mean, inverse }, { training: true, affine: true, withResidual: true });
  return [y, mean, variance, inverse, stored, ...inTraining, ...runKernel('AttuneBatchNormGrad', { dy, gamma, inverse }, still)];
}

const still = { training: false, affine: false, withResidual: false };

function elementwise(sizes: KernelSizes): tf.Tensor[] {
  const x = input(sizes);
  const dy = scattered(x.shape, 8);
  const ofChannels = scattered([sizes.inChannels], 9);
  const ofPositions = scattered([sizes.images, sizes.height, sizes.width, 1], 10);
  const relu = [tf.relu(x), runKernel('AttuneReluGrad', { dy, y: x }, {})];
  return [...relu, tf.add(x, dy), tf.sub(x, ofChannels), tf.mul(x, ofPositions), tf.sum(x), tf.mean(x, [1, 2]), tf.sum(x, 3), ...norms(x)];
}

function norms(x: tf.Tensor): tf.Tensor[] {
  const several = { x, scalar: tf.scalar(3), vector: scattered([70_000], 27) };
  return [runKernel('AttuneSumOfSquares', { x }, {}), runKernel('AttuneNorm', several, {})];
}

function gates(sizes: KernelSizes): tf.Tensor[] {
  const x = input(sizes);
  const [pooled, places] = runKernel('AttunePositionPools', { x }, {});
  const [maps, channelPlaces] = runKernel('AttuneChannelPools', { x }, { meanAt: 1 });
  const [dy, shape] = [scattered(x.shape, 11), x.shape];
  const [count, height, width, channels] = shape;
  return [
    pooled,
    places,
    maps,
    channelPlaces,
    runKernel('AttunePositionPoolsGrad', { dy: scattered(pooled.shape, 12), places }, { shape }),
    runKernel('AttuneChannelPoolsGrad', { dy: scattered(maps.shape, 13), places: channelPlaces }, { meanAt: 1, shape }),
    ...runKernel('AttuneGateGrad', { dy, x, gate: scattered([count, 1, 1, channels], 14) }, {}),
    ...runKernel('AttuneGateGrad', { dy, x, gate: scattered([count, height, width, 1], 15) }, {}),
  ];
}

function wholeGates(sizes: KernelSizes): tf.Tensor[] {
  const x = input(sizes);
  const [dy, units] = [scattered(x.shape, 21), 1 + Math.floor(sizes.inChannels / 4)];
  const [squeeze, excite] = [scattered([sizes.inChannels, units], 22), scattered([units, sizes.inChannels], 23)];
  const biases = { squeezeBias: scattered([units], 24), exciteBias: scattered([sizes.inChannels], 25) };
  const [y, gate, pooled, places, hidden] = runKernel('AttuneChannelGate', { x, squeeze, excite, ...biases }, { gain: 2 });
  const ofChannels = runKernel('AttuneChannelGateGrad', { dy, x, gate, pools: pooled, places, hidden, squeeze, excite }, { gain: 2, biased: true });
  const filter = scattered([7, 7, 2, 1], 26);
  const [z, open, maps, where] = runKernel('AttunePositionGate', { x, filter }, { gain: 1, meanAt: 1 });
  const ofPositions = runKernel('AttunePositionGateGrad', { dy, x, gate: open, maps, places: where, filter }, { gain: 1, meanAt: 1 });
  return [y, gate, pooled, places, hidden, ...ofChannels, z, open, maps, where, ...ofPositions];
}

function products({ images, height, width, inChannels, outChannels }: KernelSizes): tf.Tensor[] {
  const rows = images * height * width;
  const [a, b] = [scattered([rows, inChannels], 16) as tf.Tensor2D, scattered([inChannels, outChannels], 17) as tf.Tensor2D];
  const c = scattered([rows, outChannels], 18) as tf.Tensor2D;
  const y = tf.fused.matMul({ a, b, bias: scattered([outChannels], 19), activation: 'relu' });
  return [y, tf.matMul(c, b, false, true), tf.matMul(a, c, true, false), tf.matMul(b, a, true, true)];
}

function pool(x: tf.Tensor): tf.Tensor {
  return tf.maxPool(x as tf.Tensor4D, 3, 2, 1);
}

function pools(sizes: KernelSizes): tf.Tensor[] {
  const x = input(sizes);
  return [pool(x), tf.grad((each: tf.Tensor) => tf.sum(tf.square(pool(each))))(x)];
}

function optimizers(sizes: KernelSizes): tf.Tensor[] {
  const start = input(sizes);
  const gradient = scattered(start.shape, 20);
  const variables = [start, start, tf.zerosLike(start), tf.zerosLike(start), tf.zerosLike(start)].map((values) => tf.variable(tf.add(values, 0)));
  const [moved, adapted, velocity, mean, square] = variables as [tf.Variable, tf.Variable, tf.Variable, tf.Variable, tf.Variable];
  const rates = { learningRate: 0.1, weightDecay: 0.01, gradientScale: 0.5 };
  runKernel('AttuneSgd', { parameter: moved, gradient, velocity }, { ...rates, momentum: 0.9, dampening: 0, nesterov: true });
  runKernel(
    'AttuneAdam',
    { parameter: adapted, gradient, mean, square },
    { ...rates, step: 3, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, decoupledWeightDecay: 0.1 },
  );
  const results = variables.map((variable) => tf.add(variable, 0));
  tf.dispose(variables);
  return results;
}
