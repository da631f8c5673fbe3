import { describe, expect, it } from 'vitest';

import { placementIn, requireFitting } from './require-fitting.ts';

const spell = (choice: string) => `--${choice.toLowerCase()}`;

describe('requireFitting', () => {
  it('refuses images that a VGG would pool away, with the side that it needs', () => {
    expect(() => requireFitting('vgg16_bn', { imageSize: 31 })).toThrow(
      'vgg16_bn needs images of 32 pixels or more (five poolings halve an image, and the last must leave a pixel): image size is 31.',
    );
    expect(() => requireFitting('vgg16_bn', { imageSize: 32 })).not.toThrow();
    expect(() => requireFitting('resnet18', { imageSize: 1 })).not.toThrow();
  });

  it('names choices as they are spelled where they were made, with their values as fields', () => {
    expect(() => requireFitting('vgg11', { placement: 'in-block', stochasticDepth: 0.2 }, { spell })).toThrow(
      expect.objectContaining({
        code: 'ATTUNE_MODEL_CHOICE',
        architecture: 'vgg11',
        message:
          'vgg11 takes no --stochasticdepth, because it has no residual branches: leave it out. vgg11 takes attention behind its convolution groups, not in-block: leave --placement out, or choose after-stage.',
        faults: [expect.objectContaining({ choice: 'stochasticDepth', value: 0.2 }), expect.objectContaining({ choice: 'placement', value: 'in-block' })],
      }),
    );
  });

  it.each([
    [{ attentionStages: [1, 4] }, 'resnet20 has no stage 4: choose attention stages among 1, 2, 3.'],
    [{ strideIn: 'conv1' }, 'resnet20 takes no stride in, because its blocks are not bottlenecks: leave it out.'],
    [{ attentionBlocks: ['layer4.0'] }, /^resnet20 has no block layer4\.0: choose attention blocks among layer1\.0, .*layer3\.2\.$/u],
    [{ attentionBlocks: ['layer1.0'], placement: 'after-stage' }, 'With attention after each stage, choose attention stages and leave attention blocks out.'],
    [{ attention: 'se', attentionKernel: 3 }, 'SE has no kernel over positions: leave attention kernel out.'],
    [{ attention: 'se', attentionGates: 'both' }, 'SE has no two gates to choose from: leave attention gates out.'],
    [{ attention: 'none', attentionKernel: 3 }, 'A network without attention has no kernel over positions: leave attention kernel out.'],
    [
      { attention: 'timm', attentionGates: 'channels', attentionKernel: 3 },
      'The gate of channels alone has no kernel over positions: leave attention kernel out.',
    ],
  ] as const)('refuses %j of a ResNet-20', (choices, message) => {
    expect(() => requireFitting('resnet20', choices)).toThrow(message);
  });

  it('takes what the architecture has', () => {
    expect(() => requireFitting('resnet50', { strideIn: 'conv1', attentionBlocks: ['layer3.5'], attentionStages: [4], stochasticDepth: 0.1 })).not.toThrow();
  });
});

it('attention goes where it is wanted, and to the usual place where it cannot be there', () => {
  expect([placementIn('resnet18', 'in-block'), placementIn('resnet18'), placementIn('vgg11', 'in-block')]).toEqual(['in-block', 'after-block', 'after-stage']);
});
