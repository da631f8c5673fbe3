import type { RunConfig } from '../../packages/runs/run/src/index.ts';

/** A run in which no choice is the default. */
export const unusualRun = {
  format: 1,
  model: {
    architecture: 'resnet20',
    classes: 3,
    attention: 'timm',
    reduction: 4,
    placement: 'in-block',
    attentionStages: [2, 3],
    attentionBlocks: ['layer2.0', 'layer3.1'],
    dropout: 0.3,
    stochasticDepth: 0.2,
    seed: 9,
  },
  classes: ['ant', 'bee', 'cat'],
  preprocessing: { imageSize: 40, resizeSize: 46, interpolation: 'bicubic', mean: [0.1, 0.2, 0.3], std: [0.4, 0.5, 0.6] },
  training: { data: 'photos', weights: 'none', batchSize: 8, seed: 9, backend: 'cpu', threads: 1, skipBroken: false },
} as const satisfies RunConfig;
