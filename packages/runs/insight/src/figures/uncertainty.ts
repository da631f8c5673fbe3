import { binomialCumulative } from './binomial.ts';

/** A stretch that an accuracy may lie in. Fractions. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Bootstrap interval (percentiles) of an accuracy of `right` among `images`.
 *
 * Drawing images anew with replacement gives a binomial number of right ones, so the percentiles of
 * endlessly many draws are known and nothing is drawn.
 * Source: Efron 1979, Annals of Statistics 7(1). */
export function bootstrapInterval({ right, images }: { readonly right: number; readonly images: number }, confidence = 0.95): Interval {
  const cumulative = binomialCumulative(images, right / images);
  const quantile = (share: number) => cumulative.findIndex((value) => value >= share) / images;
  const tail = (1 - confidence) / 2;
  return { low: quantile(tail), high: quantile(1 - tail) };
}

/** Two classifiers on the same images. */
export interface McNemar {
  /** Images that only the first, and only the second, got right. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Exact and two-sided: how probable a split this uneven is where both are equally good. */
  readonly pValue: number;
}

/** McNemar's exact test: do two classifiers differ on the images that they judge differently?
 *
 * labels, first, second: [N].
 * Source: McNemar 1947, Psychometrika 12(2); the exact binomial form. */
export function mcnemar(labels: Int32Array, first: Int32Array, second: Int32Array): McNemar {
  const only = (one: Int32Array, other: Int32Array) =>
    labels.reduce((count, label, image) => count + (one[image] === label && other[image] !== label ? 1 : 0), 0);
  const [onlyFirst, onlySecond] = [only(first, second), only(second, first)];
  const pValue = Math.min(1, 2 * binomialCumulative(onlyFirst + onlySecond, 0.5)[Math.min(onlyFirst, onlySecond)]!);
  return { onlyFirst, onlySecond, pValue };
}

/** Accuracy of the second less that of the first on the same images, with its 95 % interval. */
export interface PairedDifference extends Interval {
  readonly difference: number;
}

const normalQuantile = 1.959963984540054;

/** How far two classifiers' accuracies lie apart, image by image: 95 % interval of a difference of
 * paired shares, half an image added to each of the four counts, so that it holds for few images
 * too.
 *
 * @param counts images that only the first, and only the second, got right, among all.
 * Source: Agresti and Min 2005, Statistics in Medicine 24(5). */
export function pairedDifference({ onlyFirst, onlySecond, images }: Pick<McNemar, 'onlyFirst' | 'onlySecond'> & { readonly images: number }): PairedDifference {
  const [count, gain] = [images + 2, onlySecond - onlyFirst];
  const reach = (normalQuantile * Math.sqrt(onlyFirst + onlySecond + 1 - gain ** 2 / count)) / count;
  return { difference: gain / images, low: gain / count - reach, high: gain / count + reach };
}
