import type { NamedShape } from '@attune/checkpoint';

import { AttuneError } from '@attune/errors';

import { architectureNames, architectures } from './architectures.ts';

/** A checkpoint with an architecture's names and another network's shapes. */
export class ForeignNetworkError extends AttuneError {
  static override readonly code = 'ATTUNE_FOREIGN_NETWORK';
  readonly file: string;

  constructor(file: string, network: string) {
    super(
      `${file} is of ${network}. No architecture here computes that, whatever its weights: give weights of ${architectureNames.slice(0, 5).join(', ')} or of a VGG.`,
    );
    this.name = 'ForeignNetworkError';
    this.file = file;
  }
}

/** @throws {ForeignNetworkError} when shapes say that a file's network is none of ours. */
export function requireOwnNetwork({ file, tensors }: { readonly file: string; readonly tensors: readonly NamedShape[] }): void {
  const foreign = foreignNetwork(tensors);
  if (foreign !== null) throw new ForeignNetworkError(file, foreign);
}

/** What a ResNet's shapes make it, where that is none of ours though the names are: in words, with
 * the shape that tells. Null for ours, and for names that are no ResNet's. */
export function foreignNetwork(tensors: readonly NamedShape[]): string | null {
  const shapes = new Map(tensors.map(({ name, shape }) => [name, shape]));
  const depths = depthsOf([...shapes.keys()]);
  return depths.length === 0
    ? null
    : (foreignStem(shapes, depths) ?? foreignShortcut(shapes, depths) ?? foreignBlock(shapes, depths) ?? foreignDepth(shapes, depths));
}

type Shapes = ReadonlyMap<string, readonly number[]>;

/** Blocks of each stage. */
function depthsOf(names: readonly string[]): number[] {
  const depths: number[] = [];
  for (const name of names) {
    const [, stage, block] = /^layer(\d)\.(\d{1,3})\.conv1\.weight$/u.exec(name) ?? [];
    if (stage !== undefined) depths[Number(stage) - 1] = Math.max(depths[Number(stage) - 1] ?? 0, Number(block) + 1);
  }
  return Array.from(depths, (depth) => depth ?? 0);
}

function foreignStem(shapes: Shapes, depths: readonly number[]): string | null {
  const deep = shapes.get('conv1.0.weight') ?? shapes.get('stem.0.weight');
  if (deep !== undefined) return `a ResNet with a stem of 3 × 3 convolutions (ResNet-D): its first kernel is ${written(deep)}`;
  const stem = shapes.get('conv1.weight');
  if (stem === undefined || stem.length !== 4) return null;
  const side = depths.length === 3 ? 3 : 7;
  return stem[2] === side
    ? null
    : `a ResNet with a ${stem[2]} × ${stem[3]} stem: conv1.weight is ${written(stem)}, and ours of ${depths.length} stages begins with ${side} × ${side}`;
}

function foreignShortcut(shapes: Shapes, depths: readonly number[]): string | null {
  const pooled = [...shapes].find(([name, shape]) => name.endsWith('.downsample.1.weight') && shape.length === 4);
  if (pooled !== undefined) return `a ResNet-D, which pools in its shortcuts: ${pooled[0]} is ${written(pooled[1])}`;
  const projected = [...shapes.keys()].find((name) => /\.(downsample|shortcut)\.0\.weight$/u.test(name));
  return depths.length === 3 && projected !== undefined ? `a CIFAR ResNet whose shortcuts are projected (option B): it has ${projected}` : null;
}

function foreignBlock(shapes: Shapes, depths: readonly number[]): string | null {
  const [first, second] = [shapes.get('layer1.0.conv1.weight'), shapes.get('layer1.0.conv2.weight')];
  if (first === undefined || second === undefined || second.length !== 4) return null;
  const [width, seen] = [second[0]!, second[1]!];
  const isBottleneck = shapes.has('layer1.0.conv3.weight');
  if (isBottleneck && seen !== first[0] && first[0]! % seen === 0) {
    return `a ResNeXt (${first[0]! / seen} groups of ${seen} channels): layer1.0.conv2.weight is ${written(second)}, and our convolutions have one group`;
  }
  const usual = depths.length === 3 ? 16 : 64;
  return width === usual
    ? null
    : `a ${width > usual ? 'wide' : 'narrow'} ResNet (${width} channels in its first blocks, not ${usual}): layer1.0.conv2.weight is ${written(second)}`;
}

function foreignDepth(shapes: Shapes, depths: readonly number[]): string | null {
  const known = architectureNames.some(
    (name) =>
      architectures[name].stages.map(({ blocks }) => blocks.length).join() === depths.join() && isBottlenecks(name) === shapes.has('layer1.0.conv3.weight'),
  );
  return known
    ? null
    : `a ResNet of ${depths.join(', ')} ${shapes.has('layer1.0.conv3.weight') ? 'bottlenecks' : 'basic blocks'}, a depth that Attune does not have`;
}

function isBottlenecks(name: (typeof architectureNames)[number]): boolean {
  return architectures[name].unit === 'blocks' && architectures[name].lacks.strideIn === undefined;
}

function written(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
