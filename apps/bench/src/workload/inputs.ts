/** Values that every peer computes alike, spread over about ±2: `2·sin(0.1·i)`. */
export function wave(length: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length }, (_, index) => 2 * Math.sin(0.1 * index));
}

/** [count]: 0, 1, …, classes − 1, 0, … */
export function labelsOf(count: number, classes: number): Int32Array<ArrayBuffer> {
  return Int32Array.from({ length: count }, (_, index) => index % classes);
}
