import { describe, expect, it } from 'vitest';

import { configPreprocessing } from './config-preprocessing.ts';
import { weightsReference } from './weights-reference.ts';

const imagenet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

/** As timm writes it beside weights of its own. */
const config = (images: object) => JSON.stringify({ architecture: 'resnet50', num_classes: 1000, pretrained_cfg: { input_size: [3, 224, 224], ...images } });

describe('what a config.json of the Hub says of images, by the rules of timm', () => {
  it.each([
    ['resnet50.tv2_in1k', { crop_pct: 0.965, interpolation: 'bilinear', test_input_size: [3, 288, 288], test_crop_pct: 1, ...imagenet }],
    ['resnet101.gluon_in1k', { crop_pct: 0.875, interpolation: 'bicubic', ...imagenet }],
    ['resnet18.a1_in1k', { crop_pct: 0.95, interpolation: 'bicubic', test_input_size: [3, 288, 288], test_crop_pct: 1, ...imagenet }],
    // Trained at 160 pixels, tested at 224.
    [
      'resnet50.a3_in1k',
      { input_size: [3, 160, 160], crop_pct: 0.9, interpolation: 'bicubic', test_input_size: [3, 224, 224], test_crop_pct: 0.95, ...imagenet },
    ],
    ['vgg16.tv_in1k', { crop_pct: 0.875, interpolation: 'bilinear', ...imagenet }],
  ])('of %s it is what the table of tags has', (model, images) => {
    expect(configPreprocessing(config(images))).toEqual(weightsReference(`timm:${model}`).preprocessing);
  });

  it.each([
    [
      'other means and a crop that is the whole image',
      { crop_pct: 1, mean: [0.5, 0.5, 0.5], std: [0.25, 0.5, 1], interpolation: 'bilinear' },
      224,
      'bilinear',
      [0.5, 0.5, 0.5],
      [0.25, 0.5, 1],
    ],
    ["timm's defaults for what is left out", { mean: [0, 0, 0] }, 256, 'bicubic', [0, 0, 0], imagenet.std],
    ['a share that is none', { crop_pct: 7, std: [1, 1] }, 256, 'bicubic', imagenet.mean, imagenet.std],
  ])('%s', (_, images, resizeSize, interpolation, mean, std) => {
    expect(configPreprocessing(config(images))).toEqual({ resizeSize, interpolation, mean, std });
  });

  it('older ones say it at the top', () => {
    expect(configPreprocessing(JSON.stringify({ architecture: 'resnet18', crop_pct: 0.9, interpolation: 'bicubic', ...imagenet }))).toMatchObject({
      resizeSize: 248,
    });
  });

  it.each(['', '[]', 'null', '{"model_type":"resnet"}', '<html>'])('%j says nothing', (text) => {
    expect(configPreprocessing(text)).toBeNull();
  });
});
