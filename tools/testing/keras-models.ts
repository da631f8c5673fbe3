import { seededRandom } from '../../packages/layers/nn/src/index.ts';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, type SymbolicTensor, input, layers, model } from '@tensorflow/tfjs-layers';

/** keras.applications' VGG16 with its names, for small images: `hidden` units in its dense layers,
 * logits instead of a softmax. */
export function kerasVgg16({ imageSize, hidden, classes }: { readonly imageSize: number; readonly hidden: number; readonly classes: number }): LayersModel {
  const images = input({ shape: [imageSize, imageSize, 3] });
  let features = images;
  [2, 2, 3, 3, 3].forEach((depth, group) => {
    for (let index = 0; index < depth; index++) {
      const config = { filters: Math.min(512, 64 << group), kernelSize: 3, padding: 'same', activation: 'relu' } as const;
      features = layers.conv2d({ ...config, name: `block${group + 1}_conv${index + 1}` }).apply(features) as SymbolicTensor;
    }
    features = layers.maxPooling2d({ poolSize: 2, strides: 2, name: `block${group + 1}_pool` }).apply(features) as SymbolicTensor;
  });
  features = layers.flatten({ name: 'flatten' }).apply(features) as SymbolicTensor;
  for (const name of ['fc1', 'fc2']) features = layers.dense({ units: hidden, activation: 'relu', name }).apply(features) as SymbolicTensor;
  return withRandomWeights(model({ inputs: images, outputs: layers.dense({ units: classes, name: 'predictions' }).apply(features) as SymbolicTensor }));
}

/** keras.applications' ResNet50 with its names, biases and epsilon, its 3×3 convolutions padded by
 * themselves; `strideIn` says which convolution of a stage halves the image: `conv1` as in Keras,
 * or `conv2` as in torchvision, where the padding is a layer in front. */
export function kerasResNet50({
  imageSize,
  classes,
  strideIn,
}: {
  readonly imageSize: number;
  readonly classes: number;
  readonly strideIn: 'conv1' | 'conv2';
}): LayersModel {
  const images = input({ shape: [imageSize, imageSize, 3] });
  let features = relu(norm(convolve(padded(images, 3), { name: 'conv1', filters: 64, size: 7, stride: 2 }), 'conv1'));
  features = layers.maxPooling2d({ poolSize: 3, strides: 2 }).apply(padded(features, 1)) as SymbolicTensor;
  [3, 4, 6, 3].forEach((depth, stage) => {
    for (let block = 0; block < depth; block++) {
      const stride = block === 0 && stage > 0 ? 2 : 1;
      features = bottleneck(features, { name: `conv${stage + 2}_block${block + 1}`, filters: 64 << stage, stride, strideIn, projects: block === 0 });
    }
  });
  const pooled = layers.globalAveragePooling2d({}).apply(features) as SymbolicTensor;
  return withRandomWeights(model({ inputs: images, outputs: layers.dense({ units: classes, name: 'predictions' }).apply(pooled) as SymbolicTensor }));
}

interface Block {
  readonly name: string;
  readonly filters: number;
  readonly stride: number;
  readonly strideIn: 'conv1' | 'conv2';
  readonly projects: boolean;
}

function bottleneck(features: SymbolicTensor, { name, filters, stride, strideIn, projects }: Block): SymbolicTensor {
  const past = projects ? norm(convolve(features, { name: `${name}_0`, filters: filters * 4, size: 1, stride }), `${name}_0`) : features;
  const narrow = relu(norm(convolve(features, { name: `${name}_1`, filters, size: 1, stride: strideIn === 'conv1' ? stride : 1 }), `${name}_1`));
  const middle = { name: `${name}_2`, filters, size: 3 };
  const wide = strideIn === 'conv1' ? convolve(narrow, { ...middle, stride: 1, padding: 'same' }) : convolve(padded(narrow, 1), { ...middle, stride });
  const inner = relu(norm(wide, `${name}_2`));
  const last = norm(convolve(inner, { name: `${name}_3`, filters: filters * 4, size: 1, stride: 1 }), `${name}_3`);
  return relu(layers.add().apply([past, last]) as SymbolicTensor);
}

interface Convolution {
  readonly name: string;
  readonly filters: number;
  readonly size: number;
  readonly stride: number;
  readonly padding?: 'same' | 'valid';
}

function convolve(features: SymbolicTensor, { name, filters, size, stride, padding = 'valid' }: Convolution): SymbolicTensor {
  return layers.conv2d({ name: `${name}_conv`, filters, kernelSize: size, strides: stride, padding }).apply(features) as SymbolicTensor;
}

function norm(features: SymbolicTensor, name: string): SymbolicTensor {
  return layers.batchNormalization({ name: `${name}_bn`, epsilon: 1.001e-5 }).apply(features) as SymbolicTensor;
}

function relu(features: SymbolicTensor): SymbolicTensor {
  return layers.reLU().apply(features) as SymbolicTensor;
}

function padded(features: SymbolicTensor, by: number): SymbolicTensor {
  return layers
    .zeroPadding2d({
      padding: [
        [by, by],
        [by, by],
      ],
    })
    .apply(features) as SymbolicTensor;
}

/** Every weight away from its start, of a size that keeps what flows through the network alive. */
function withRandomWeights(network: LayersModel): LayersModel {
  const random = seededRandom(7);
  for (const layer of network.layers) {
    if (layer.weights.length > 0) layer.setWeights(layer.weights.map(({ originalName, shape }) => randomWeight(originalName, shape as number[], random)));
  }
  return network;
}

function randomWeight(name: string, shape: readonly number[], random: () => number): tf.Tensor {
  const fanIn = shape.slice(0, -1).reduce((product, side) => product * side, 1);
  const [middle, spread] = name.endsWith('kernel') ? [0, Math.sqrt(6 / fanIn)] : /gamma|variance/u.test(name) ? [0.8, 0.4] : [0, 0.3];
  const values = Float32Array.from({ length: shape.reduce((product, side) => product * side, 1) }, () => middle + spread * (2 * random() - 1));
  return tf.tensor(values, [...shape]);
}
