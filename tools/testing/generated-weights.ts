import * as tf from '@tensorflow/tfjs-core';

/** A tensor of tools/fixtures/generated_weights.py, whose formula this repeats, in this
 * library's layout.
 *
 * @param shape In torch's layout. */
export function generated(name: string, shape: readonly number[]): tf.Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  const value = valueOf(name, shape);
  const start = hashOfName(name);
  const values = new Float32Array(count);
  for (let index = 0; index < count; index++) values[index] = value((mixed(start + Math.imul(index, 0x9e3779b9)) >>> 8) / 2 ** 24);
  return tf.tidy(() => tf.transpose(tf.tensor(values, [...shape]), toLibraryLayout[shape.length]));
}

/** OIHW → HWIO, [out, in] → [in, out]. */
const toLibraryLayout: Record<number, number[]> = { 1: [0], 2: [1, 0], 4: [2, 3, 1, 0] };

/** From u in [0, 1). */
function valueOf(name: string, shape: readonly number[]): (u: number) => number {
  if (name.endsWith('.weight') && shape.length > 1) {
    const bound = Math.sqrt(6 / shape.slice(1).reduce((product, size) => product * size, 1)) * (/cbam|\.se\./u.test(name) ? 0.25 : 1);
    return (u) => (2 * u - 1) * bound;
  }
  if (name.endsWith('.weight') || name.endsWith('.running_var')) return (u) => 0.5 + u;
  if (name.endsWith('.running_mean') || name.endsWith('.bias')) return (u) => 0.2 * (u - 0.5);
  return (u) => 2 * u - 1;
}

/** FNV-1a. */
function hashOfName(name: string): number {
  return new TextEncoder().encode(name).reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193), 0x811c9dc5 | 0);
}

/** The finaliser of MurmurHash3. */
function mixed(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
