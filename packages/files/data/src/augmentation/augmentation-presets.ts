import { type Augmentation, type Cut, standardAugmentation } from './augmentation.ts';
import { type Preprocessing, smallImageLimit } from '../pixels/preprocessing.ts';

/** How strongly training images are varied, in a word. */
export const augmentationNames = ['none', 'light', 'standard', 'strong'] as const;
export type AugmentationName = (typeof augmentationNames)[number];

/** What a word means for images of a size:
 *
 * - `none`: as at evaluation;
 * - `light`: most of the image (area 0.5 … 1), a flip, a little more or less light and colour: for
 *   few images, or where detail matters;
 * - `standard`: torchvision's training transform, `standardAugmentation`;
 * - `strong`: that, TrivialAugment, and a quarter of the images partly covered: for long training.
 *
 * Small images (below 64 pixels) are shifted within a frame instead of zoomed. */
export function augmentationNamed(name: AugmentationName, { imageSize }: Pick<Preprocessing, 'imageSize'>): Augmentation {
  const standard = standardAugmentation({ imageSize });
  switch (name) {
    case 'none':
      return { kind: 'none' };
    case 'light':
      return { ...gentle(imageSize), variation: { kind: 'colour-jitter', brightness: 0.1, contrast: 0.1, saturation: 0.1, hue: 0 } };
    case 'standard':
      return standard;
    case 'strong':
      return { ...standard, variation: { kind: 'trivial-augment' }, erasing: { probability: 0.25, scale: [0.02, 0.33], ratio: [0.3, 3.3] } };
  }
}

function gentle(imageSize: number): Cut {
  if (imageSize < smallImageLimit) return { kind: 'padded-crop', padding: 2, flip: 0.5 };
  return { kind: 'random-resized-crop', scale: [0.5, 1], ratio: [3 / 4, 4 / 3], flip: 0.5 };
}
