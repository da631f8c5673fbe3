import { type Dtype, elementsOf } from '../tensor/dtype.ts';

/** A stored whole number q stands for q · scale + min. */
export interface Quantisation {
  readonly scale: number;
  readonly min: number;
}

/** The bytes of `dtype` (F32 or I32) that `stored` (U8 or U16) ones stand for: computed in float64
 * and rounded once, to float32 or to the nearest whole number, as tfjs does. */
export function dequantised(bytes: Uint8Array, stored: Dtype, dtype: Dtype, { scale, min }: Quantisation): Uint8Array {
  const steps = elementsOf(stored, bytes) as Uint8Array | Uint16Array;
  const values = dtype === 'I32' ? new Int32Array(steps.length) : new Float32Array(steps.length);
  for (let index = 0; index < steps.length; index++) {
    const value = steps[index]! * scale + min;
    values[index] = dtype === 'I32' ? Math.round(value) : value;
  }
  return new Uint8Array(values.buffer);
}
