import { type Architecture, architectureNames } from './architectures.ts';

/** A tensor's name and torch shape: all that a guess needs. */
export interface NamedShape {
  readonly name: string;
  readonly shape: readonly number[];
}

/** What a checkpoint's names and shapes say of the network it was saved from. */
export interface ArchitectureGuess {
  readonly architecture: Architecture;
  /** Rows of the last layer. */
  readonly classes: number;
}

/** The architecture whose torchvision (or, for CIFAR ResNets, akamaster) names these are, attention aside; null when they are none's. */
export function guessArchitecture(tensors: readonly NamedShape[]): ArchitectureGuess | null {
  const shapes = new Map(tensors.map(({ name, shape }) => [name, shape]));
  const name = shapes.has('features.0.weight') ? vggName(shapes) : resnetName(shapes);
  const architecture = architectureNames.find((known) => known === name);
  const classes = ['fc.weight', 'linear.weight', 'classifier.6.weight'].map((head) => shapes.get(head)?.[0]).find((rows) => rows !== undefined);
  return architecture === undefined || classes === undefined ? null : { architecture, classes };
}

type Shapes = ReadonlyMap<string, readonly number[]>;

function resnetName(shapes: Shapes): string | undefined {
  const depths = [1, 2, 3, 4].map((stage) => countIndices(shapes, new RegExp(`^layer${stage}\\.(\\d+)\\.conv1\\.weight$`, 'u')));
  const bottleneck = shapes.has('layer1.0.conv3.weight');
  const blocks = depths.reduce((sum, depth) => sum + depth, 0);
  if (shapes.has('linear.weight') && depths[3] === 0 && blocks > 0) return `resnet${blocks * 2 + 2}`;
  return shapes.has('fc.weight') && blocks > 0 ? `resnet${blocks * (bottleneck ? 3 : 2) + 2}` : undefined;
}

/** A VGG's number is its convolutions and its three dense layers. */
function vggName(shapes: Shapes): string {
  const convolutions = [...shapes].filter(([name, shape]) => /^features\.\d+\.weight$/u.test(name) && shape.length === 4).length;
  return `vgg${convolutions + 3}${shapes.has('features.1.running_mean') ? '_bn' : ''}`;
}

function countIndices(shapes: Shapes, pattern: RegExp): number {
  return [...shapes.keys()].filter((name) => pattern.test(name)).length;
}
