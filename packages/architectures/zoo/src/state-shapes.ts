import type { NamedShape } from '@attune/checkpoint';

import { type Architecture, architectureNames } from './build-model.ts';

/** Names and shapes of an architecture's state without attention, in torch's layout: what a file of it holds, told without building it.
 *
 * The classifier has `classes` rows. */
export function stateShapes(architecture: Architecture, classes: number): NamedShape[] {
  const vgg = vggDepths[architecture.replace('_bn', '')];
  return vgg === undefined ? resnetShapes(architecture, classes) : vggShapes(vgg, architecture.endsWith('_bn'), classes);
}

/** The architecture whose names and shapes a file shares most with, the classifier's size aside, and how many they are. */
export function bestFit(tensors: readonly NamedShape[]): { readonly architecture: Architecture; readonly fitting: number; readonly of: number } {
  const fits = architectureNames.map((architecture) => {
    const shapes = new Map(stateShapes(architecture, 0).map(({ name, shape }) => [name, shape]));
    const fitting = tensors.filter(({ name, shape }) => sameButRows(shapes.get(name), shape)).length;
    return { architecture, fitting, of: shapes.size };
  });
  return fits.toSorted((a, b) => b.fitting / Math.max(b.of, tensors.length) - a.fitting / Math.max(a.of, tensors.length))[0]!;
}

/** 0 rows are any number of them. */
function sameButRows(ours: readonly number[] | undefined, theirs: readonly number[]): boolean {
  return ours !== undefined && ours.length === theirs.length && ours.every((side, axis) => side === theirs[axis] || (axis === 0 && side === 0));
}

const vggDepths: Readonly<Record<string, readonly number[]>> = {
  vgg11: [1, 1, 2, 2, 2],
  vgg13: [2, 2, 2, 2, 2],
  vgg16: [2, 2, 3, 3, 3],
  vgg19: [2, 2, 4, 4, 4],
};
const vggWidths = [64, 128, 256, 512, 512];

function vggShapes(depths: readonly number[], batchNorm: boolean, classes: number): NamedShape[] {
  const shapes: NamedShape[] = [];
  let [place, channels] = [0, 3];
  depths.forEach((depth, group) => {
    const width = vggWidths[group]!;
    for (let index = 0; index < depth; index++) {
      shapes.push({ name: `features.${place}.weight`, shape: [width, channels, 3, 3] }, { name: `features.${place}.bias`, shape: [width] });
      if (batchNorm) shapes.push(...normShapes(`features.${place + 1}`, width));
      place += batchNorm ? 3 : 2;
      channels = width;
    }
    place += 1;
  });
  return [...shapes, ...denseShapes('classifier.0', 25088, 4096), ...denseShapes('classifier.3', 4096, 4096), ...denseShapes('classifier.6', 4096, classes)];
}

const resnetDepths: Readonly<Record<string, readonly number[]>> = {
  resnet18: [2, 2, 2, 2],
  resnet34: [3, 4, 6, 3],
  resnet50: [3, 4, 6, 3],
  resnet101: [3, 4, 23, 3],
  resnet152: [3, 8, 36, 3],
};

function resnetShapes(architecture: Architecture, classes: number): NamedShape[] {
  const number = Number(architecture.slice('resnet'.length));
  const depths = resnetDepths[architecture];
  if (depths === undefined)
    return residualShapes({ depths: Array.from({ length: 3 }, () => (number - 2) / 6), width: 16, stem: 3, bottleneck: false, head: 'linear' }, classes);
  return residualShapes({ depths, width: 64, stem: 7, bottleneck: number >= 50, head: 'fc' }, classes);
}

interface ResidualDesign {
  readonly depths: readonly number[];
  readonly width: number;
  /** Side of the first kernel. */
  readonly stem: number;
  readonly bottleneck: boolean;
  readonly head: string;
}

function residualShapes({ depths, width, stem, bottleneck, head }: ResidualDesign, classes: number): NamedShape[] {
  const shapes: NamedShape[] = [{ name: 'conv1.weight', shape: [width, 3, stem, stem] }, ...normShapes('bn1', width)];
  const expansion = bottleneck ? 4 : 1;
  let channels = width;
  depths.forEach((depth, stage) => {
    for (let block = 0; block < depth; block++) {
      const [path, inner] = [`layer${stage + 1}.${block}`, width << stage];
      shapes.push(...blockShapes(path, channels, inner, bottleneck));
      if (head === 'fc' && block === 0 && (stage > 0 || channels !== inner * expansion)) {
        shapes.push(
          { name: `${path}.downsample.0.weight`, shape: [inner * expansion, channels, 1, 1] },
          ...normShapes(`${path}.downsample.1`, inner * expansion),
        );
      }
      channels = inner * expansion;
    }
  });
  return [...shapes, ...denseShapes(head, channels, classes)];
}

function blockShapes(path: string, channels: number, inner: number, bottleneck: boolean): NamedShape[] {
  const kernels = bottleneck
    ? [
        [inner, channels, 1, 1],
        [inner, inner, 3, 3],
        [4 * inner, inner, 1, 1],
      ]
    : [
        [inner, channels, 3, 3],
        [inner, inner, 3, 3],
      ];
  return kernels.flatMap((shape, index) => [{ name: `${path}.conv${index + 1}.weight`, shape }, ...normShapes(`${path}.bn${index + 1}`, shape[0]!)]);
}

function normShapes(path: string, channels: number): NamedShape[] {
  return ['weight', 'bias', 'running_mean', 'running_var'].map((name) => ({ name: `${path}.${name}`, shape: [channels] }));
}

function denseShapes(path: string, inputs: number, outputs: number): NamedShape[] {
  return [
    { name: `${path}.weight`, shape: [outputs, inputs] },
    { name: `${path}.bias`, shape: [outputs] },
  ];
}
