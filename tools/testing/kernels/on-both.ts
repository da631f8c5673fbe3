import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

/** Starts the kernels under test with so many threads. */
export type StartKernels = (threads: number) => Promise<unknown>;

/** Values of `run`'s tensors on one backend. */
export async function valuesOn(backend: string, run: () => tf.Tensor[]): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  const outputs = tf.tidy(run);
  const values = outputs.map((output) => output.dataSync().slice() as Float32Array);
  tf.dispose(outputs);
  return values;
}

/** The largest difference in relation to the largest value, or to `least` where all are smaller:
 * a sum is no more exact than its largest term. Infinite where a value is not finite. */
export function relativeError(wanted: ArrayLike<number>, got: ArrayLike<number>, least = 1e-30): number {
  let largest = least;
  let difference = 0;
  for (let index = 0; index < wanted.length; index++) {
    const apart = Math.abs(wanted[index]! - got[index]!);
    largest = Math.max(largest, Math.abs(wanted[index]!));
    difference = Number.isNaN(apart) ? Number.POSITIVE_INFINITY : Math.max(difference, apart);
  }
  return difference / largest;
}

/** `run` gives on wasm what it gives on the cpu backend. */
export async function expectSameOnWasm(run: () => tf.Tensor[], tolerance: number): Promise<void> {
  expectClose(await valuesOn('cpu', run), await valuesOn('wasm', run), tolerance);
}

/** Each result differs by at most `tolerance` times the largest value wanted of it. */
export function expectClose(wanted: readonly ArrayLike<number>[], got: readonly Float32Array[], tolerance: number): void {
  expect(got.map(({ length }) => length)).toEqual(wanted.map(({ length }) => length));
  wanted.forEach((values, index) => expect(relativeError(values, got[index]!)).toBeLessThanOrEqual(tolerance));
}

/** Normal values that depend on the seed alone, the same on every backend. */
export function normal(shape: readonly number[], seed: number): tf.Tensor {
  return tf.randomNormal([...shape], 0, 1, 'float32', seed);
}

/** One of tfjs's kernels with one output, by name. */
export function runTfjsKernel(name: string, inputs: Record<string, tf.Tensor>, attrs: Record<string, unknown>): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap);
}

const references = new Map<string, Promise<Float32Array[]>>();

/** The same where `run` depends on `shape` alone and the cpu backend takes long: it is asked once
 * for all kernels under test. */
export async function expectSameAsKnown(shape: object, run: () => tf.Tensor[], tolerance: number): Promise<void> {
  const key = JSON.stringify(shape);
  if (!references.has(key)) references.set(key, valuesOn('cpu', run));
  expectClose((await references.get(key))!, await valuesOn('wasm', run), tolerance);
}
