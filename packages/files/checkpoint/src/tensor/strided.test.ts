import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { extentOf, gather, isRowMajor, rowMajorStrides } from './strided.ts';

const sizes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });
const views = sizes.chain((shape) => fc.record({ shape: fc.constant(shape), strides: fc.tuple(...shape.map(() => fc.integer({ min: 0, max: 7 }))) }));

describe('views', () => {
  it('gathers element [i, j, …] from i · stride₀ + j · stride₁ + …, for any shape and strides', () => {
    fc.assert(
      fc.property(views, ({ shape, strides }) => {
        const memory = Uint32Array.from({ length: extentOf(shape, strides) }, (_, index) => index * 3);
        expect([...gather(memory, shape, strides)]).toEqual(indices(shape).map((index) => 3 * index.reduce((at, part, axis) => at + part * strides[axis]!, 0)));
      }),
    );
  });

  it('row-major strides are the ones under which gathering changes nothing', () => {
    fc.assert(fc.property(sizes, (shape) => isRowMajor(shape, rowMajorStrides(shape))));
  });

  it('[2, 3] has strides [3, 1], a transposed [3, 2] has [1, 3] and is not row-major', () => {
    expect(rowMajorStrides([2, 3])).toEqual([3, 1]);
    expect(isRowMajor([3, 2], [1, 3])).toBe(false);
    expect(isRowMajor([1, 3], [99, 1])).toBe(true);
  });
});

/** All indices of a shape, the last axis fastest. */
function indices(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>((all, size) => all.flatMap((index) => Array.from({ length: size }, (_, part) => [...index, part])), [[]]);
}
