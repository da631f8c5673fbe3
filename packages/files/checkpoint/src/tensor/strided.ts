import { countElements } from './tensor-data.ts';

/** Raw elements of one width; what they mean does not matter when they are only moved. Never
 * floats: storing one may change a NaN's bits. */
export type RawElements = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | BigUint64Array<ArrayBuffer>;

/** Strides, in elements, of row-major order. */
export function rowMajorStrides(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}

/** Whether elements in memory order are in logical order. An axis of size 1 may have any stride. */
export function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  const expected = rowMajorStrides(shape);
  return countElements(shape) === 0 || shape.every((size, axis) => size === 1 || strides[axis] === expected[axis]);
}

/** Elements of memory from the first to the last one that a view touches; strides are
 * not negative. */
export function extentOf(shape: readonly number[], strides: readonly number[]): number {
  if (countElements(shape) === 0) return 0;
  return shape.reduce((extent, size, axis) => extent + (size - 1) * strides[axis]!, 1);
}

/** Copies a view into logical, row-major order. `source` begins at the view's first element. */
export function gather<T extends RawElements>(source: T, shape: readonly number[], strides: readonly number[]): T {
  const count = countElements(shape);
  const target = emptyLike(source, count);
  const rowLength = shape.at(-1) ?? 1;
  const step = strides.at(-1) ?? 0;
  const row = shape.slice(1).map(() => 0);
  let start = 0;
  for (let written = 0; written < count; written += rowLength) {
    for (let column = 0; column < rowLength; column++) target[written + column] = source[start + column * step]!;
    start = nextRow(row, start, shape, strides);
  }
  return target;
}

/** Counts `row` up by one, last axis fastest, and returns where it begins in memory. */
function nextRow(row: number[], start: number, shape: readonly number[], strides: readonly number[]): number {
  let at = start;
  for (let axis = row.length - 1; axis >= 0; axis--) {
    at += strides[axis]!;
    row[axis]! += 1;
    if (row[axis]! < shape[axis]!) return at;
    at -= strides[axis]! * shape[axis]!;
    row[axis] = 0;
  }
  return at;
}

function emptyLike<T extends RawElements>(source: T, length: number): T {
  return new (source.constructor as new (length: number) => T)(length);
}

/** Bytes as raw elements of `width` bytes; `bytes` lies on an element's boundary. */
export function rawElements(bytes: Uint8Array<ArrayBuffer>, width: 1 | 2 | 4 | 8): RawElements {
  const { buffer, byteOffset, byteLength } = bytes;
  if (width === 1) return bytes;
  if (width === 2) return new Uint16Array(buffer, byteOffset, byteLength / 2);
  return width === 4 ? new Uint32Array(buffer, byteOffset, byteLength / 4) : new BigUint64Array(buffer, byteOffset, byteLength / 8);
}
