import { type ArchitectureDescription, type StateShape, batchNormState, linearState } from '@attune/nn';

import { type ResNetDesign, blockPath, blockPaths, resnetPlacements } from './config.ts';

/** What the ImageNet networks and the CIFAR ones do not have in common. */
interface Kind {
  readonly imageSize: number;
  readonly classes: number;
  /** The field of the last layer. */
  readonly head: string;
  /** Side of the first kernel. */
  readonly stem: number;
}

/** A ResNet as it describes itself, by its design. */
export function describeResNet(design: ResNetDesign, kind: Kind): Omit<ArchitectureDescription, 'build'> {
  const { imageSize, classes, head } = kind;
  return {
    imageSize,
    leastImageSize: { side: 1, reason: 'every layer pads its input' },
    classes,
    unit: 'blocks',
    stages: design.depths.map((_, stage) => ({ name: `layer${stage + 1}`, blocks: blockPaths(design, stage) })),
    placements: resnetPlacements,
    placement: 'after-block',
    lacks: hasBottlenecks(design) ? {} : { strideIn: 'its blocks are not bottlenecks' },
    stem: 'conv1',
    head,
    state: (rows, channels = 3) => stateOf(design, kind, { classes: rows, channels }),
    recognizes: (shapes) => isDesign(design, shapes),
  };
}

function hasBottlenecks({ block }: ResNetDesign): boolean {
  return block.expansion > 1;
}

/** By the number of blocks in each stage and what they are made of; a file may lack the head. */
function isDesign(design: ResNetDesign, shapes: ReadonlyMap<string, unknown>): boolean {
  const places = [...shapes.keys()].flatMap((name) => /^(layer\d+\.\d+)\.conv1\.weight$/u.exec(name)?.[1] ?? []);
  const blocks = design.depths.flatMap((_, stage) => blockPaths(design, stage));
  const same = places.length === blocks.length && blocks.every((path) => places.includes(path));
  return same && shapes.has('layer1.0.conv3.weight') === hasBottlenecks(design);
}

/** Of the images, and rows of the last layer. */
interface Ends {
  readonly channels: number;
  readonly classes: number;
}

function stateOf(design: ResNetDesign, { stem, head }: Kind, { channels, classes }: Ends): StateShape[] {
  const { width, depths, block } = design;
  const stages = depths.flatMap((_, stage) => stageState(design, stage));
  const features = (width << (depths.length - 1)) * block.expansion;
  return [{ name: 'conv1.weight', shape: [width, channels, stem, stem] }, ...batchNormState('bn1', width), ...stages, ...linearState(head, features, classes)];
}

function stageState(design: ResNetDesign, stage: number): StateShape[] {
  const { width, block, depths, shortcut } = design;
  const inner = width << stage;
  const outer = inner * block.expansion;
  const before = stage === 0 ? width : (width << (stage - 1)) * block.expansion;
  const projects = shortcut === 'projection' && (stage > 0 || before !== outer);
  return Array.from({ length: depths[stage]! }, (_, index) => {
    const path = blockPath(stage, index);
    const convolutions = blockState(path, { input: index === 0 ? before : outer, inner, outer });
    return index === 0 && projects ? [...convolutions, ...projectionState(path, before, outer)] : convolutions;
  }).flat();
}

/** Channels of a block. */
interface Widths {
  readonly input: number;
  readonly inner: number;
  readonly outer: number;
}

function blockState(path: string, { input, inner, outer }: Widths): StateShape[] {
  const basic = [
    [inner, input, 3, 3],
    [inner, inner, 3, 3],
  ];
  const bottleneck = [
    [inner, input, 1, 1],
    [inner, inner, 3, 3],
    [outer, inner, 1, 1],
  ];
  return (outer === inner ? basic : bottleneck).flatMap((shape, index) => [
    { name: `${path}.conv${index + 1}.weight`, shape },
    ...batchNormState(`${path}.bn${index + 1}`, shape[0]!),
  ]);
}

function projectionState(path: string, input: number, outer: number): StateShape[] {
  return [{ name: `${path}.downsample.0.weight`, shape: [outer, input, 1, 1] }, ...batchNormState(`${path}.downsample.1`, outer)];
}
