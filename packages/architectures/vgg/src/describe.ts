import { type ArchitectureDescription, type StateShape, batchNormState, linearState } from '@attune/nn';

import type { VggDesign } from './config.ts';
import { widths } from './vgg.ts';

const lastDense = 'classifier.6';

/** A VGG as it describes itself, by its design. */
export function describeVgg(design: VggDesign): Omit<ArchitectureDescription, 'build'> {
  return {
    imageSize: 224,
    leastImageSize: { side: 32, reason: 'five poolings halve an image, and the last must leave a pixel' },
    classes: 1000,
    unit: 'convolution groups',
    stages: design.depths.map((_, group) => ({ name: `group${group + 1}`, blocks: [] })),
    placements: ['after-stage'],
    placement: 'after-stage',
    lacks: { attentionBlocks: 'it has no blocks', stochasticDepth: 'it has no residual branches', strideIn: 'it has no bottlenecks' },
    stem: 'features.0',
    head: lastDense,
    state: (classes, channels = 3) => stateOf(design, classes, channels),
    recognizes: (shapes) => isDesign(design, shapes),
  };
}

/** By the number of convolutions, and whether a batch norm comes after the first; a
 * file may lack the head. */
function isDesign({ depths, batchNorm }: VggDesign, shapes: ReadonlyMap<string, readonly number[]>): boolean {
  const convolutions = [...shapes].filter(([name, shape]) => /^features\.\d+\.weight$/u.test(name) && shape.length === 4).length;
  return convolutions === depths.reduce((sum, depth) => sum + depth, 0) && shapes.has('features.1.running_mean') === batchNorm;
}

/** As torchvision's, whose dense layers see a grid of 7 × 7. */
function stateOf({ depths, batchNorm }: VggDesign, classes: number, imageChannels: number): StateShape[] {
  const features: StateShape[] = [];
  let [place, channels] = [0, imageChannels];
  for (const [group, depth] of depths.entries()) {
    const width = widths[group]!;
    for (let index = 0; index < depth; index++) {
      features.push({ name: `features.${place}.weight`, shape: [width, channels, 3, 3] }, { name: `features.${place}.bias`, shape: [width] });
      if (batchNorm) features.push(...batchNormState(`features.${place + 1}`, width));
      place += batchNorm ? 3 : 2;
      channels = width;
    }
    place += 1;
  }
  return [
    ...features,
    ...linearState('classifier.0', channels * 49, 4096),
    ...linearState('classifier.3', 4096, 4096),
    ...linearState(lastDense, 4096, classes),
  ];
}
