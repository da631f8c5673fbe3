import { refuseUnknownOptions } from '@attune/errors';
import type { Network } from '@attune/nn';

import type { KnownFeatures } from '../features/known-features.ts';
import { withBodyRateScale } from '../recipe/adjust-recipe.ts';
import type { BodyRateMeasurement, Recipe } from '../recipe/recipe.ts';
import type { TrainingData } from '../training-data.ts';
import { shiftGauge } from './image-shift.ts';
import { headFeatures, leaveOneOutAccuracy } from './separability.ts';

export interface MeasureBodyRateOptions {
  /** The most training images that are looked at. Default: 512. */
  readonly images?: number;
  /** Default: 16. */
  readonly batchSize?: number;
  /** Which images. Default: 0. */
  readonly seed?: number;
  readonly signal?: AbortSignal | undefined;
  /** Told of the images that have been looked at. */
  readonly onProgress?: ((done: number, images: number) => void) | undefined;
  /** Given what the last layer was given of the images, so that a stage that trains the head alone
   * (`features` of `fineTune`) need not compute it again. */
  readonly onFeatures?: ((features: KnownFeatures) => void) | undefined;
}

const measureBodyRateOptions = {
  images: true,
  batchSize: true,
  seed: true,
  signal: true,
  onProgress: true,
  onFeatures: true,
} as const satisfies Record<keyof MeasureBodyRateOptions, true>;

/** Where rates are best as they are, and where they are best at their fastest: measured on ants and
 * bees and on hand signs (docs/decisions). */
interface Range {
  readonly near: number;
  readonly far: number;
}

/** Share of images that a classifier on the features gets wrong. */
const wrongRange: Range = { near: 0.103, far: 0.18 };
const shiftRange: Range = { near: 0.04, far: 0.2 };
const fastest = 17;

/** Looks at training images once, without augmentation, and asks two things: how far what the head
 * is given separates their classes, and how far they lie from the images that the batch norms'
 * statistics were taken on. Where features hardly separate the classes, or come of images that the
 * body was not trained for, it has much to learn and little to lose, and bears fast rates; where
 * both are as it knows them, fast rates only lose what it knows. Costs a forward pass over the
 * images, which a stage that trains the head alone need not make again, and changes nothing; the
 * same images give the same answer. Images with several labels or numbers are asked the second
 * alone.
 *
 * @throws {UnknownOptionError} when an option does not exist. */
export async function measureBodyRate(network: Network, { train, task }: TrainingData, options: MeasureBodyRateOptions = {}): Promise<BodyRateMeasurement> {
  refuseUnknownOptions('measureBodyRate', options, measureBodyRateOptions);
  const { images = 512, batchSize = 16, seed = 0, signal, onProgress, onFeatures } = options;
  const gauge = shiftGauge(network);
  const config = { images, batchSize, seed, signal, gauge, onProgress, keeps: onFeatures !== undefined };
  const { known, ...features } = await headFeatures(network, train, config);
  if (known !== null) onFeatures?.(known);
  const isOfClasses = task === undefined || task.kind === 'single-label';
  const separated = isOfClasses && features.rows.length > 0 ? leaveOneOutAccuracy(features) : null;
  const shift = await gauge.shift();
  const scale = Math.max(scaleFor(separated === null ? 0 : 1 - separated, wrongRange), scaleFor(shift ?? 0, shiftRange));
  return {
    bodyRateScale: Number(scale.toPrecision(2)),
    ...(separated === null ? {} : { separated }),
    ...(shift === null ? {} : { shift: Number(shift.toPrecision(3)) }),
    images: features.rows.length,
  };
}

/** Between the two measured points, a power of what was measured. */
function scaleFor(measured: number, { near, far }: Range): number {
  const way = Math.log(measured / near) / Math.log(far / near);
  return fastest ** Math.min(1, Math.max(0, way));
}

/** The same recipe with the learning rates of the body multiplied by what was measured for a
 * network and its images, and with the measurement in it.
 *
 * @throws {RecipeError} when no stage trains a body.
 * @throws as {@link measureBodyRate}. */
export async function withMeasuredBodyRates(
  recipe: Recipe,
  { network, data }: { readonly network: Network; readonly data: TrainingData },
  options: MeasureBodyRateOptions = {},
): Promise<Recipe> {
  const scaled = (scale: number) => withBodyRateScale(recipe, scale);
  scaled(1); // refuses a recipe without a body before anything is measured
  const measured = await measureBodyRate(network, data, options);
  return { ...scaled(measured.bodyRateScale), measured };
}
