import type { WeightsPreprocessing } from './known-weights.ts';

/** How timm evaluates weights at 224 pixels: the share of the image that is kept, and how it is
 * resized. */
interface Evaluation {
  readonly cropShare: number;
  readonly interpolation: WeightsPreprocessing['interpolation'];
}

const ofTorchvision: Evaluation = { cropShare: 0.875, interpolation: 'bilinear' };
const ofGluon: Evaluation = { cropShare: 0.875, interpolation: 'bicubic' };
const ofRecipes: Evaluation = { cropShare: 0.95, interpolation: 'bicubic' };

/** By the tag behind a model's name, of the ResNets and VGGs. Those that were trained on smaller
 * images are evaluated at 224 pixels (`test_input_size`), with its share (`test_crop_pct`).
 *
 * Source: huggingface/pytorch-image-models, `default_cfgs` of `timm/models/resnet.py` and
 *         `timm/models/vgg.py`. */
const evaluations: Readonly<Record<string, Evaluation | undefined>> = {
  tv_in1k: ofTorchvision,
  tv2_in1k: { cropShare: 0.965, interpolation: 'bilinear' },
  fb_ssl_yfcc100m_ft_in1k: ofTorchvision,
  fb_swsl_ig1b_ft_in1k: ofTorchvision,
  gluon_in1k: ofGluon,
  am_in1k: ofGluon,
  bt_in1k: ofGluon,
  ra_in1k: ofGluon,
  ra2_in1k: ofGluon,
  ram_in1k: ofGluon,
  a1_in1k: ofRecipes,
  a1h_in1k: ofRecipes,
  a2_in1k: ofRecipes,
  a3_in1k: ofRecipes,
  b1k_in1k: ofRecipes,
  b2k_in1k: ofRecipes,
  c1_in1k: ofRecipes,
  c2_in1k: ofRecipes,
  d_in1k: ofRecipes,
};

/** Models whose evaluation is not that of their tag. */
const exceptions: Readonly<Record<string, Evaluation | undefined>> = {
  'resnet50.a1h_in1k': { cropShare: 1, interpolation: 'bicubic' },
};

/** How images are made ready for timm's weights of a name and a tag, such as `resnet50.tv2_in1k`;
 * null for a tag that is not known. */
export function timmPreprocessing(model: string): WeightsPreprocessing | null {
  const found = exceptions[model] ?? evaluations[model.slice(model.indexOf('.') + 1)];
  if (found === undefined) return null;
  const { cropShare, interpolation } = found;
  return { resizeSize: Math.floor(224 / cropShare), interpolation, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
}
