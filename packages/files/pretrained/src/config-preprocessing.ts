import type { WeightsPreprocessing } from './known-weights.ts';

/** How images are made ready for weights, as the `config.json` of their repository says: timm's,
 * under `pretrained_cfg` or, in older ones, at the top. Null where it says nothing of images.
 *
 * The short side becomes ⌊side / crop_pct⌋; where the weights were trained on another size and
 * tested on 224 pixels, `test_crop_pct` counts. What is left out has timm's default.
 * Source: huggingface/pytorch-image-models, `timm/data/config.py` (`resolve_data_config`) and
 *         `timm/data/transforms_factory.py` (`transforms_imagenet_eval`). */
export function configPreprocessing(text: string): WeightsPreprocessing | null {
  const config = recordIn(parsed(text));
  const images = recordIn(config?.['pretrained_cfg']) ?? config;
  if (images === null || !keys.some((key) => key in images)) return null;
  const { interpolation, mean, std } = images;
  return {
    resizeSize: Math.floor(crop / cropShare(images)),
    interpolation: interpolation === 'bilinear' ? 'bilinear' : 'bicubic',
    mean: triple(mean) ?? imagenet.mean,
    std: triple(std) ?? imagenet.std,
  };
}

const crop = 224;
const keys = ['crop_pct', 'mean', 'std', 'interpolation'];
const imagenet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] } as const;
const timmShare = 0.875;

type Fields = Readonly<Record<string, unknown>>;

function cropShare(images: Fields): number {
  const isTested = sideOf(images['input_size']) !== crop && sideOf(images['test_input_size']) === crop;
  const share = (isTested ? images['test_crop_pct'] : undefined) ?? images['crop_pct'];
  return typeof share === 'number' && share > 0 && share <= 1 ? share : timmShare;
}

/** [channels, height, width] */
function sideOf(size: unknown): number | null {
  const side: unknown = Array.isArray(size) ? size[1] : null;
  return typeof side === 'number' ? side : null;
}

function triple(values: unknown): readonly [number, number, number] | null {
  if (!Array.isArray(values) || values.length !== 3 || !values.every(Number.isFinite)) return null;
  return values as [number, number, number];
}

function recordIn(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
