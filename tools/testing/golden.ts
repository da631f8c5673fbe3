import { readFileSync } from 'node:fs';

import * as tf from '@tensorflow/tfjs-core';

/** A tensor of a golden file, as tools/fixtures/packing.py writes it. */
export interface Packed {
  readonly shape: readonly number[];
  /** base64 of little-endian float32. */
  readonly f32: string;
}

/** A golden file, parsed. The caller names its type, which the program that wrote it keeps. */
export function readGolden<T>(url: URL): T {
  return JSON.parse(readFileSync(url, 'utf8')) as T;
}

export function unpack<T extends tf.Tensor = tf.Tensor>({ shape, f32 }: Packed): T {
  return tf.tensor(unpackValues(f32), [...shape], 'float32') as T;
}

export function unpackValues(f32: string): Float32Array {
  const bytes = Buffer.from(f32, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** max|actual − wanted| / max|wanted|, for tensors of one shape; the plain difference
 * where `wanted` is all zero. */
export function relativeDifference(actual: tf.Tensor, wanted: Packed): number {
  if (actual.shape.join() !== wanted.shape.join()) throw new Error(`The shape is [${actual.shape.join()}], the golden's [${wanted.shape.join()}].`);
  return relativeDifferenceOf(actual.dataSync(), unpackValues(wanted.f32));
}

/** NaN as soon as one value is. */
export function relativeDifferenceOf(actual: ArrayLike<number>, wanted: ArrayLike<number>): number {
  const differences = Float64Array.from(wanted, (value, index) => Math.abs(actual[index]! - value));
  const largest = largestOf(Float64Array.from(wanted, Math.abs));
  return largestOf(differences) / (largest === 0 ? 1 : largest);
}

function largestOf(values: Float64Array): number {
  return values.reduce((largest, value) => (value > largest || Number.isNaN(value) ? value : largest), 0);
}

/** Some values of a large tensor, as tools/fixtures/stepping.py chooses them. */
export interface Sampled {
  /** Every how-manieth value was taken. */
  readonly stride: number;
  /** base64 of little-endian float32. */
  readonly values: string;
  /** max|·| and the Euclidean norm over all values. */
  readonly largest: number;
  readonly norm: number;
}

/** The larger of max|Δ| over the sampled values / max|golden| over all, and the
 * relative difference of the norms. */
export function sampledDifference(actual: tf.Tensor, { stride, values, largest, norm }: Sampled): number {
  const all = actual.dataSync();
  const wanted = unpackValues(values);
  const differences = Float64Array.from(wanted, (value, index) => Math.abs(all[index * stride]! - value) / (largest || 1));
  const length = Math.sqrt(Float64Array.from(all, (value) => value * value).reduce((sum, square) => sum + square, 0));
  return largestOf(Float64Array.of(...differences, Math.abs(length - norm) / (norm || 1)));
}
