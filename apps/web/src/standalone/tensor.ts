/** Numbers in rows, the last side first. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** How far apart neighbours along each side are. */
export function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, side) => sizeOf(shape.slice(side + 1)));
}

/** Where each of a shape's elements lies in an array that is read with other strides. */
export function placesOf(shape: readonly number[], strides: readonly number[]): Int32Array {
  const places = new Int32Array(sizeOf(shape));
  const counter = shape.map(() => 0);
  let place = 0;
  for (let index = 0; index < places.length; index++) {
    places[index] = place;
    for (let side = shape.length - 1; side >= 0; side--) {
      place += strides[side]!;
      counter[side]! += 1;
      if (counter[side]! < shape[side]!) break;
      place -= strides[side]! * shape[side]!;
      counter[side] = 0;
    }
  }
  return places;
}
