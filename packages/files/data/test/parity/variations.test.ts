import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import type { RgbImage } from '../../src/index.ts';
import { type OperationName, operations } from '../../src/augmentation/variation/operations.ts';
import { strengths } from '../../src/augmentation/variation/variation.ts';

interface Golden {
  readonly size: readonly [number, number];
  readonly cases: readonly { readonly name: OperationName; readonly magnitude: number; readonly pixels: string }[];
  readonly ranges: Readonly<
    Record<'rand-augment' | 'trivial-augment', Readonly<Record<string, { readonly values: readonly number[]; readonly signed: boolean }>>>
  >;
}

const golden = JSON.parse(readFileSync(new URL('variations.json', import.meta.url), 'utf8')) as Golden;

/** The picture of tools/fixtures/data/make_variations.py. */
function picture([width, height]: readonly [number, number]): RgbImage {
  let state = 12345;
  const next = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 25) + 40;
  return { width, height, data: Uint8Array.from({ length: width * height * 3 }, next) };
}

/** It samples at pixel centres, in double precision here and in 16-bit fixed point there: a centre
 * on an edge may fall to either side. */
const toleranceOf = (name: OperationName) => (name === 'Rotate' ? 0.01 : 0);

describe('operations', () => {
  test.each(golden.cases)('$name at $magnitude equals torchvision on Pillow', ({ name, magnitude, pixels }) => {
    const { data } = operations[name](picture(golden.size), magnitude);
    const wanted = new Uint8Array(Buffer.from(pixels, 'base64'));
    const differing = data.filter((value, at) => value !== wanted[at]).length;
    expect(differing / data.length).toBeLessThanOrEqual(toleranceOf(name));
  });
});

describe.each(['rand-augment', 'trivial-augment'] as const)('%s', (kind) => {
  test('has torchvision’s operations, each with its 31 strengths on a 224-pixel square', () => {
    const found = strengths(kind, { width: 224, height: 224 });
    expect(Object.keys(found)).toEqual(Object.keys(golden.ranges[kind]));
    for (const [name, { values, signed }] of Object.entries(golden.ranges[kind])) {
      expect(found[name]!.signed, name).toBe(signed);
      if (values.length > 1) found[name]!.values.forEach((value, bin) => expect(value, `${name} ${bin}`).toBeCloseTo(values[bin]!, 3));
    }
  });
});
