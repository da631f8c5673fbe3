import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { summarise } from './summarise.ts';

describe('summarise', () => {
  it('weighs by 1 to 97, repeating: 98 ones sum to 98 and weigh 97 · 98 / 2 + 1', () => {
    expect(summarise({ dtype: 'F32', data: new Float32Array(98).fill(1) })).toEqual({ sum: 98, wsum: (97 * 98) / 2 + 1 });
  });

  it('leaves out what is not finite, and keeps its place', () => {
    expect(summarise({ dtype: 'F32', data: Float32Array.of(NaN, 2, Infinity, 4) })).toEqual({ sum: 6, wsum: 2 * 2 + 4 * 4 });
  });

  it('float64 is summed as such, and small parts survive large ones', () => {
    expect(summarise({ dtype: 'F64', data: Float64Array.of(1e300, 1, -1e300) }).sum).toBe(1);
  });

  it('halves and bfloat16 are summed as their values', () => {
    expect(summarise({ dtype: 'F16', data: Uint16Array.of(0x3c00, 0xc000) })).toEqual({ sum: -1, wsum: -3 });
    expect(summarise({ dtype: 'BF16', data: Uint16Array.of(0x3f80, 0xc000) })).toEqual({ sum: -1, wsum: -3 });
  });

  it('int64 is exact text beyond 2⁵³', () => {
    expect(summarise({ dtype: 'I64', data: BigInt64Array.of(2n ** 53n + 1n, -1n) })).toEqual({ sum: '9007199254740992', wsum: '9007199254740991' });
  });

  it('smaller integers are exact text too, over many runs', () => {
    const run = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 50 }), fc.integer({ min: 1, max: 300 }), (values, times) => {
        const data = Int32Array.from({ length: values.length * times }, (_, index) => values[index % values.length]!);
        const wsum = [...data].reduce((sum, value, index) => sum + BigInt(value) * BigInt((index % 97) + 1), 0n);
        expect(summarise({ dtype: 'I32', data }).wsum).toBe(String(wsum));
      }),
      { numRuns: 50 },
    );
  });
});
