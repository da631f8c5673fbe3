import { tCumulative, tQuantile } from './student-t.ts';

/** A mean, and where it lies with 95 % confidence. */
export interface MeanInterval {
  readonly count: number;
  readonly mean: number;
  /** Null of a single value, which says nothing of its spread. */
  readonly low: number | null;
  readonly high: number | null;
}

/** Mean with its 95 % interval by Student's t.
 *
 * @param values one or more. */
export function meanInterval(values: readonly number[]): MeanInterval {
  const { mean, error } = meanAndError(values);
  if (error === null) return { count: values.length, mean, low: null, high: null };
  const reach = tQuantile(0.975, values.length - 1) * error;
  return { count: values.length, mean, low: mean - reach, high: mean + reach };
}

/** How much better than the control, pair by pair. */
export interface PairedComparison extends MeanInterval {
  /** Two-sided, of a paired t test; null where differences do not vary. */
  readonly pValue: number | null;
}

/** Compares values that belong together: of the same seed and fold.
 *
 * @param pairs of control and other, one or more.
 * @returns the mean difference, other − control. */
export function comparePairs(pairs: readonly (readonly [control: number, other: number])[]): PairedComparison {
  const differences = pairs.map(([control, other]) => other - control);
  const { mean, error } = meanAndError(differences);
  const pValue = error === null || error === 0 ? null : 2 * (1 - tCumulative(Math.abs(mean / error), differences.length - 1));
  return { ...meanInterval(differences), pValue };
}

/** The standard error, null of a single value. */
function meanAndError(values: readonly number[]): { readonly mean: number; readonly error: number | null } {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return { mean, error: null };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { mean, error: Math.sqrt(variance / count) };
}
