import { type Flavour, type NamedShape, renamed } from './flavour.ts';

/** timm's VGGs have their dense layers as convolutions over what is left of the image,
 * and the last one in a `head`. */
const denseLayers: readonly (readonly [ours: string, theirs: string, grid: number])[] = [
  ['classifier.0', 'pre_logits.fc1', 7],
  ['classifier.3', 'pre_logits.fc2', 1],
];

/** timm calls attention `se` in its ResNets, whatever it is. CBAM has a `channel` and a
 * `spatial` part
 * in it; squeeze-and-excitation has `fc1` and `fc2`, both with biases, and is `se` here too.
 *
 * Source: huggingface/pytorch-image-models, `models/resnet.py`, `models/vgg.py`,
 *         `layers/cbam.py`. */
export const timm: Flavour = {
  name: 'timm',
  recognises: (names) => names.some((name) => name.startsWith('pre_logits.fc1.') || /^layer\d+\.\d+\.se\.(?:(?:channel|spatial)\.|fc2\.bias$)/u.test(name)),
  toOurs: (tensors) =>
    renamed(tensors.map(denseToOurs), (name) =>
      name.replace(/^(layer\d+\.\d+)\.se\.(?=channel\.|spatial\.)/u, '$1.cbam.').replace(/^head\.fc\./u, 'classifier.6.'),
    ),
  fromOurs(tensors) {
    const isVgg = tensors.some(({ name }) => name === 'classifier.6.weight');
    const named = renamed(tensors, (name) => name.replace(/^(layer\d+\.\d+)\.cbam\./u, '$1.se.').replace(/^classifier\.6\./u, 'head.fc.'));
    return isVgg ? named.map(denseFromOurs) : named;
  },
};

function denseToOurs({ name, shape }: NamedShape): NamedShape {
  const layer = denseLayers.find(([, theirs]) => name.startsWith(`${theirs}.`));
  if (layer === undefined) return { name, shape };
  const [rows, ...rest] = shape;
  return { name: name.replace(layer[1], layer[0]), shape: rest.length === 3 ? [rows!, rest[0]! * rest[1]! * rest[2]!] : shape };
}

function denseFromOurs({ name, shape }: NamedShape): NamedShape {
  const layer = denseLayers.find(([ours]) => name.startsWith(`${ours}.`));
  if (layer === undefined) return { name, shape };
  const [ours, theirs, grid] = layer;
  const [rows, columns] = shape;
  return { name: name.replace(ours, theirs), shape: columns === undefined ? shape : [rows!, columns / grid ** 2, grid, grid] };
}
