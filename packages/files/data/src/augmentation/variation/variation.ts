import { channelsOf, inColour, picked } from '../../pixels/channels.ts';
import type { RgbImage } from '../../pixels/image.ts';
import { type Random, permutation, randomInteger } from '../../order/random.ts';
import { roundHalfToEven } from '../../pixels/rounding.ts';
import { brighten, contrast, saturate, turnHue } from './colour.ts';
import { type OperationName, operations } from './operations.ts';

/** What is done to a training image's colours, or to more than them, after it has been cut to the
 * network's square. Plain data, so that a run can save it. */
export type Variation = ColourJitter | RandAugment | TrivialAugment;

/** Changes of light and colour, in a random order. Each number is how far a factor may lie from 1;
 * for the hue, the share of the colour circle, at most 0.5.
 *
 * Source: torchvision's `ColorJitter`. */
export interface ColourJitter {
  readonly kind: 'colour-jitter';
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
  readonly hue: number;
}

/** Some operations in a row, all of one strength. Source: Cubuk et al. 2019, arXiv:1909.13719;
 * ranges as torchvision's `RandAugment`. */
export interface RandAugment {
  readonly kind: 'rand-augment';
  /** Operations an image. */
  readonly operations: number;
  /** Their strength, 0 … 30. */
  readonly magnitude: number;
}

/** One operation of a random strength. Source: Müller and Hutter 2021, arXiv:2103.10158; ranges as
 * torchvision's `TrivialAugmentWide`. */
export interface TrivialAugment {
  readonly kind: 'trivial-augment';
}

/** The image as `variation` changes it; gray stays gray. Draws from `random` alone. */
export function vary(image: RgbImage, variation: Variation, random: Random): RgbImage {
  return channelsOf(image) === 1 ? picked(varyColours(inColour(image), variation, random), [0]) : varyColours(image, variation, random);
}

function varyColours(image: RgbImage, variation: Variation, random: Random): RgbImage {
  switch (variation.kind) {
    case 'colour-jitter':
      return jitter(image, variation, random);
    case 'rand-augment':
      return Array.from({ length: variation.operations }).reduce<RgbImage>((varied) => operateAt(varied, randRanges, variation.magnitude, random), image);
    case 'trivial-augment':
      return operateAt(image, trivialRanges, randomInteger(random, bins), random);
  }
}

function jitter(image: RgbImage, { brightness, contrast: contrasts, saturation, hue }: ColourJitter, random: Random): RgbImage {
  const factor = (spread: number) => Math.max(0, 1 - spread) + random() * (1 + spread - Math.max(0, 1 - spread));
  const steps = [
    (varied: RgbImage) => brighten(varied, factor(brightness)),
    (varied: RgbImage) => contrast(varied, factor(contrasts)),
    (varied: RgbImage) => saturate(varied, factor(saturation)),
    (varied: RgbImage) => (hue === 0 ? varied : turnHue(varied, (2 * random() - 1) * hue)),
  ];
  return [...permutation(steps.length, random)].reduce((varied, step) => steps[step]!(varied), image);
}

/** Strengths are cut into this many, from none to the most. */
const bins = 31;

/** The greatest strength of each operation; one whose sign is drawn may act either way. */
interface Range {
  readonly name: OperationName;
  readonly most: (size: Pick<RgbImage, 'width' | 'height'>) => number;
  readonly signed: boolean;
}

const geometric = (shear: number, across: (width: number) => number, degrees: number): readonly Range[] => [
  { name: 'Identity', most: () => 0, signed: false },
  { name: 'ShearX', most: () => shear, signed: true },
  { name: 'ShearY', most: () => shear, signed: true },
  { name: 'TranslateX', most: ({ width }) => across(width), signed: true },
  { name: 'TranslateY', most: ({ height }) => across(height), signed: true },
  { name: 'Rotate', most: () => degrees, signed: true },
];

const colours = (most: number): readonly Range[] =>
  (['Brightness', 'Color', 'Contrast', 'Sharpness'] as const).map((name) => ({ name, most: () => most, signed: true }));

/** For Posterize, the most bits that are dropped; for Solarize, how far below 255 the
 * threshold may lie. */
const levels = (bits: number): readonly Range[] => [
  { name: 'Posterize', most: () => bits, signed: false },
  { name: 'Solarize', most: () => 255, signed: false },
  { name: 'AutoContrast', most: () => 0, signed: false },
  { name: 'Equalize', most: () => 0, signed: false },
];

const randRanges = [...geometric(0.3, (side) => (150 / 331) * side, 30), ...colours(0.9), ...levels(4)];
const trivialRanges = [...geometric(0.99, () => 32, 135), ...colours(0.99), ...levels(6)];

function operateAt(image: RgbImage, ranges: readonly Range[], bin: number, random: Random): RgbImage {
  const { name, most, signed } = ranges[randomInteger(random, ranges.length)]!;
  const magnitude = magnitudeOf(name, most(image) * (bin / (bins - 1)));
  return operations[name](image, signed && random() < 0.5 ? -magnitude : magnitude);
}

/** An operation's own number for a strength: bits kept, a threshold, or the strength itself. */
function magnitudeOf(name: OperationName, strength: number): number {
  if (name === 'Posterize') return 8 - roundHalfToEven(strength);
  return name === 'Solarize' ? 255 - strength : strength;
}

/** The numbers that each operation of an automatic augmentation may be given, by rising strength,
 * and whether their sign is drawn. */
export function strengths(
  kind: 'rand-augment' | 'trivial-augment',
  size: Pick<RgbImage, 'width' | 'height'>,
): Record<string, { readonly values: readonly number[]; readonly signed: boolean }> {
  const ranges = kind === 'rand-augment' ? randRanges : trivialRanges;
  const values = ({ name, most }: Range) => Array.from({ length: bins }, (_, bin) => magnitudeOf(name, most(size) * (bin / (bins - 1))));
  return Object.fromEntries(ranges.map((range) => [range.name, { values: values(range), signed: range.signed }]));
}
