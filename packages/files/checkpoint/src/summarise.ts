import type { TensorArray } from './tensor/dtype.ts';
import { float32OfBrain, float32OfHalf } from './tensor/half-float.ts';
import type { TensorData } from './tensor/tensor-data.ts';

/** Two numbers that tell whether a tensor arrived as it left: numbers for floats, exact
 * decimal text for integers. */
export interface TensorSummary {
  /** Of the finite values. */
  readonly sum: number | string;
  /** Of the finite values, each times its weight: 1 to 97, repeating along the row-major order, so
   * that a wrong order shows. */
  readonly wsum: number | string;
}

const weights = 97;

/** Sums a tensor in the file's own layout: in float64 with the lost bits carried along (Neumaier),
 * so that the result hardly depends on the order of summing; integers exactly. */
export function summarise({ dtype, data }: Pick<TensorData, 'dtype' | 'data'>): TensorSummary {
  if (dtype === 'F16') return summariseFloats(float32OfHalf(data as Uint16Array));
  if (dtype === 'BF16') return summariseFloats(float32OfBrain(data as Uint16Array));
  if (data instanceof Float32Array || data instanceof Float64Array) return summariseFloats(data);
  return data instanceof BigInt64Array || data instanceof BigUint64Array ? summariseWide(data) : summariseIntegers(data);
}

function summariseFloats(values: Float32Array | Float64Array): TensorSummary {
  const [sum, weighted] = [new CarefulSum(), new CarefulSum()];
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (!Number.isFinite(value)) continue;
    sum.add(value);
    weighted.add(value * ((index % weights) + 1));
  }
  return { sum: sum.total, wsum: weighted.total };
}

class CarefulSum {
  #sum = 0;
  #lost = 0;

  add(value: number): void {
    const sum = this.#sum + value;
    this.#lost += Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - sum + value : value - sum + this.#sum;
    this.#sum = sum;
  }

  get total(): number {
    return Number.isFinite(this.#lost) ? this.#sum + this.#lost : this.#sum;
  }
}

function summariseWide(values: BigInt64Array | BigUint64Array): TensorSummary {
  let [sum, weighted] = [0n, 0n];
  values.forEach((value, index) => {
    sum += value;
    weighted += value * BigInt((index % weights) + 1);
  });
  return { sum: String(sum), wsum: String(weighted) };
}

/** Up to 32 bits a value: a run of 4096, weighted, stays below 2⁵³ and is summed as
 * numbers, which is many times faster. */
function summariseIntegers(values: Exclude<TensorArray, BigInt64Array | BigUint64Array>): TensorSummary {
  const run = 4096;
  let [sum, weighted] = [0n, 0n];
  for (let start = 0; start < values.length; start += run) {
    let [partial, partialWeighted] = [0, 0];
    for (let index = start; index < Math.min(start + run, values.length); index++) {
      partial += values[index]!;
      partialWeighted += values[index]! * ((index % weights) + 1);
    }
    sum += BigInt(partial);
    weighted += BigInt(partialWeighted);
  }
  return { sum: String(sum), wsum: String(weighted) };
}
