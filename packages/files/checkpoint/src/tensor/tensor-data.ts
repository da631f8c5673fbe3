import type { Dtype, TensorArray } from './dtype.ts';
import { float32OfBrain, float32OfHalf } from './half-float.ts';

/** A tensor in memory, row-major. */
export interface TensorData {
  readonly dtype: Dtype;
  /** Empty for a scalar. */
  readonly shape: readonly number[];
  /** As many elements as `shape` says. */
  readonly data: TensorArray;
}

/** Elements of a shape: 1 for a scalar. Infinite, never wrong, where a hostile shape is
 * beyond all numbers. */
export function countElements(shape: readonly number[]): number {
  if (shape.includes(0)) return 0;
  return shape.reduce((count, size) => count * size, 1);
}

/** Values as float32: exact for all but F64 and integers beyond 2²⁴, which are rounded to the
 * nearest. F32 data is handed back itself, not copied.
 *
 * Returns `undefined` when a finite value is beyond float32's range. */
export function toFloat32({ dtype, data }: Pick<TensorData, 'dtype' | 'data'>): Float32Array<ArrayBuffer> | undefined {
  if (data instanceof Float32Array) return data;
  if (dtype === 'F16') return float32OfHalf(data as Uint16Array);
  if (dtype === 'BF16') return float32OfBrain(data as Uint16Array);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float32Array.from(data, Number);
  const values = Float32Array.from(data);
  return data instanceof Float64Array && overflows(data, values) ? undefined : values;
}

function overflows(wide: Float64Array, narrow: Float32Array): boolean {
  return narrow.some((value, index) => !Number.isFinite(value) && Number.isFinite(wide[index]));
}
