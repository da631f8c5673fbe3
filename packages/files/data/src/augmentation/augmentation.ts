import type { BatchMixing } from './batch-mix.ts';
import { type RandomErasing, drawErased } from './erasing.ts';
import { requireOptions } from '../errors.ts';
import { channelsOf } from '../pixels/channels.ts';
import type { Rectangle, RgbImage } from '../pixels/image.ts';
import type { View } from '../pixels/normalize.ts';
import { type Preprocessing, evaluationView, smallImageLimit } from '../pixels/preprocessing.ts';
import { type Random, randomInteger } from '../order/random.ts';
import { resize } from '../pixels/resize.ts';
import { roundHalfToEven } from '../pixels/rounding.ts';
import { type Variation, vary } from './variation/variation.ts';

/** How training images are varied. Plain data, so that a run can save it. */
export type Augmentation = Cut | NoAugmentation;

/** How the network's square is cut from a training image. */
export type Cut = RandomResizedCrop | PaddedCrop;

/** What may follow the cut, whatever its kind. */
interface AfterTheCut {
  /** Of colours, or automatic. Default: none. */
  readonly variation?: Variation;
  /** Default: none. */
  readonly erasing?: RandomErasing;
  /** Of whole batches. Default: none. */
  readonly mix?: BatchMixing;
}

/** A random part of the image, resized to the network's square. */
export interface RandomResizedCrop extends AfterTheCut {
  readonly kind: 'random-resized-crop';
  /** The part's share of the area, smallest and largest. */
  readonly scale: readonly [smallest: number, largest: number];
  /** Its width over its height, smallest and largest. */
  readonly ratio: readonly [smallest: number, largest: number];
  /** Probability of mirroring left to right. */
  readonly flip: number;
}

/** The evaluation square, framed with pixels of one gray and cut out again at a random place. */
export interface PaddedCrop extends AfterTheCut {
  readonly kind: 'padded-crop';
  /** Width of the frame, in pixels. */
  readonly padding: number;
  /** The frame's gray, 0 … 255. Default: 0, black, as torchvision. */
  readonly fill?: number;
  readonly flip: number;
}

/** Training images as at evaluation. */
export interface NoAugmentation {
  readonly kind: 'none';
}

/** torchvision's standard training transform for the size: RandomResizedCrop and a flip, or for
 * small images (CIFAR) a shift by up to 4 pixels and a flip. */
export function standardAugmentation({ imageSize }: Pick<Preprocessing, 'imageSize'>): Cut {
  if (imageSize < smallImageLimit) return { kind: 'padded-crop', padding: 4, flip: 0.5 };
  return { kind: 'random-resized-crop', scale: [0.08, 1], ratio: [3 / 4, 4 / 3], flip: 0.5 };
}

/** The same, or the error that lists what is wrong with it. */
export function checkAugmentation(augmentation: Augmentation): Augmentation {
  if (augmentation.kind === 'none') return augmentation;
  const { flip } = augmentation;
  const rules = [{ option: 'augmentation.flip', value: flip, rule: 'from 0 to 1', holds: isShare(flip) }, ...rulesAfterTheCut(augmentation)];
  if (augmentation.kind === 'padded-crop') {
    const { padding, fill = 0 } = augmentation;
    requireOptions([
      ...rules,
      { option: 'augmentation.padding', value: padding, rule: 'a whole number from 0 up', holds: Number.isInteger(padding) && padding >= 0 },
      { option: 'augmentation.fill', value: fill, rule: 'a whole number from 0 to 255', holds: Number.isInteger(fill) && fill >= 0 && fill <= 255 },
    ]);
    return augmentation;
  }
  const { scale, ratio } = augmentation;
  requireOptions([
    ...rules,
    { option: 'augmentation.scale', value: scale, rule: 'two rising shares above 0, at most 1', holds: rising(scale) && scale[1] <= 1 },
    { option: 'augmentation.ratio', value: ratio, rule: 'two rising numbers above 0', holds: rising(ratio) },
  ]);
  return augmentation;
}

type Rule = Parameters<typeof requireOptions>[0][number];

function rulesAfterTheCut({ variation, erasing, mix = {} }: AfterTheCut): Rule[] {
  const alphas = (['mixup', 'cutmix'] as const).flatMap((option) => (mix[option] === undefined ? [] : [{ option, value: mix[option] }]));
  const rules: Rule[] = alphas.map(({ option, value }) => ({ option: `augmentation.mix.${option}`, value, rule: 'a number above 0', holds: value > 0 }));
  if (erasing !== undefined) {
    const { probability, scale, ratio } = erasing;
    rules.push(
      { option: 'augmentation.erasing.probability', value: probability, rule: 'from 0 to 1', holds: isShare(probability) },
      { option: 'augmentation.erasing.scale', value: scale, rule: 'two rising shares above 0, at most 1', holds: rising(scale) && scale[1] <= 1 },
      { option: 'augmentation.erasing.ratio', value: ratio, rule: 'two rising numbers above 0', holds: rising(ratio) },
    );
  }
  return [...rules, ...variationRules(variation)];
}

function variationRules(variation: Variation | undefined): Rule[] {
  if (variation === undefined || variation.kind === 'trivial-augment') return [];
  if (variation.kind === 'rand-augment') {
    const { operations, magnitude } = variation;
    return [
      {
        option: 'augmentation.variation.operations',
        value: operations,
        rule: 'a whole number from 0 up',
        holds: Number.isInteger(operations) && operations >= 0,
      },
      { option: 'augmentation.variation.magnitude', value: magnitude, rule: 'from 0 to 30', holds: magnitude >= 0 && magnitude <= 30 },
    ];
  }
  const { hue } = variation;
  const spreads = (['brightness', 'contrast', 'saturation'] as const).map((option) => ({ option, value: variation[option] }));
  return [
    ...spreads.map(({ option, value }) => ({ option: `augmentation.variation.${option}`, value, rule: '0 or more', holds: value >= 0 })),
    { option: 'augmentation.variation.hue', value: hue, rule: 'from 0 to 0.5', holds: hue >= 0 && hue <= 0.5 },
  ];
}

function isShare(value: number): boolean {
  return value >= 0 && value <= 1;
}

function rising([smallest, largest]: readonly [number, number]): boolean {
  return smallest > 0 && smallest <= largest;
}

/** What the network sees of `image` in training. Draws from `random` alone. */
export function trainingView(image: RgbImage, augmentation: Augmentation, preprocessing: Preprocessing, random: Random): View {
  if (augmentation.kind === 'none') return evaluationView(image, preprocessing);
  const { imageSize } = preprocessing;
  const view = cutView(image, augmentation, preprocessing, random);
  const { variation, erasing } = augmentation;
  const varied = variation === undefined ? view : wholeView(vary(seenIn(view, imageSize), variation, random));
  const erased = erasing === undefined ? null : drawErased(imageSize, erasing, random);
  return erased === null ? varied : { ...varied, erased };
}

function cutView(image: RgbImage, augmentation: Cut, preprocessing: Preprocessing, random: Random): View {
  if (augmentation.kind === 'random-resized-crop') return zoomedView(image, augmentation, preprocessing, random);
  return shiftedView(evaluationView(image, preprocessing), augmentation, preprocessing.imageSize, random);
}

function wholeView(image: RgbImage): View {
  return { image, left: 0, top: 0, flipped: false, fill: 0 };
}

/** The square that a view shows, mirrored and framed, as an image of its own. */
function seenIn({ image, left, top, flipped, fill }: View, size: number): RgbImage {
  const { data, width, height } = image;
  const channels = channelsOf(image);
  const output = new Uint8Array(size * size * channels).fill(fill);
  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column < size; column++, at += channels) {
      const x = left + (flipped ? size - 1 - column : column);
      const y = top + row;
      if (x < 0 || x >= width || y < 0 || y >= height) continue;
      const from = (y * width + x) * channels;
      for (let channel = 0; channel < channels; channel++) output[at + channel] = data[from + channel]!;
    }
  }
  return { width: size, height: size, data: output };
}

function zoomedView(image: RgbImage, augmentation: RandomResizedCrop, { imageSize, interpolation }: Preprocessing, random: Random): View {
  const crop = drawResizedCrop(image, augmentation, random);
  const flipped = random() < augmentation.flip;
  return { image: resize(image, { width: imageSize, height: imageSize, crop, interpolation }), left: 0, top: 0, flipped, fill: 0 };
}

/** Shifts the square within its frame. A mirrored view is read from the right, and torchvision
 * crops before it flips, so no offset changes. */
function shiftedView(view: View, { padding, fill = 0, flip }: PaddedCrop, imageSize: number, random: Random): View {
  const top = randomInteger(random, 2 * padding + 1) - padding;
  const left = randomInteger(random, 2 * padding + 1) - padding;
  const flipped = random() < flip;
  return { image: cutOut(view, imageSize), left, top, flipped, fill };
}

/** The square as an image of its own: the frame goes round the crop, and must not show
 * what lies beyond it. */
function cutOut({ image, left, top }: View, size: number): RgbImage {
  if (image.width === size && image.height === size) return image;
  const channels = channelsOf(image);
  const data = new Uint8Array(size * size * channels);
  for (let row = 0; row < size; row++) {
    const start = ((top + row) * image.width + left) * channels;
    data.set(image.data.subarray(start, start + size * channels), row * size * channels);
  }
  return { width: size, height: size, data };
}

/** Draws the rectangle as torchvision's `RandomResizedCrop.get_params`: ten tries, then the largest
 * centred part whose ratio is allowed. */
export function drawResizedCrop(
  { width, height }: Pick<RgbImage, 'width' | 'height'>,
  { scale, ratio }: Pick<RandomResizedCrop, 'scale' | 'ratio'>,
  random: Random,
): Rectangle {
  for (let attempt = 0; attempt < 10; attempt++) {
    const area = width * height * between(scale[0], scale[1], random);
    const aspect = Math.exp(between(Math.log(ratio[0]), Math.log(ratio[1]), random));
    const across = roundHalfToEven(Math.sqrt(area * aspect));
    const down = roundHalfToEven(Math.sqrt(area / aspect));
    if (across > 0 && across <= width && down > 0 && down <= height) {
      const top = randomInteger(random, height - down + 1);
      return { left: randomInteger(random, width - across + 1), top, width: across, height: down };
    }
  }
  return centredCrop(width, height, ratio);
}

function centredCrop(width: number, height: number, [narrowest, widest]: readonly [number, number]): Rectangle {
  const shape = width / height;
  const across = shape > widest ? roundHalfToEven(height * widest) : width;
  const down = shape < narrowest ? roundHalfToEven(width / narrowest) : height;
  return { left: Math.floor((width - across) / 2), top: Math.floor((height - down) / 2), width: across, height: down };
}

function between(low: number, high: number, random: Random): number {
  return low + (high - low) * random();
}
