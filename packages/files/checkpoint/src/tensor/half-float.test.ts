import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { brainOfFloat32, float32OfBrain, float32OfHalf, halfOfFloat32 } from './half-float.ts';

const allHalves = Uint16Array.from({ length: 0x10000 }, (_, half) => half);

describe('half precision', () => {
  it('all 65,536 halves become their exact values by the definition of IEEE 754, −0 included', () => {
    const values = float32OfHalf(allHalves);
    const wrong = allHalves.filter((half) => !Object.is(values[half], byDefinition(half)));
    expect([...wrong]).toEqual([]);
  });

  it('float32 of a half and back is the same half, for all but the quiet bit of signalling NaNs', () => {
    const back = halfOfFloat32(float32OfHalf(allHalves));
    const wrong = allHalves.filter((half) => back[half] !== half && !(isNotNumber(half) && (back[half]! & 0xfdff) === (half & 0xfdff)));
    expect([...wrong]).toEqual([]);
  });

  it('rounds to the nearest half, ties to even', () => {
    fc.assert(
      fc.property(fc.float({ min: -65519, max: 65519, noNaN: true }), (value) => {
        const [half] = halfOfFloat32(Float32Array.of(value));
        const magnitude = half! & 0x7fff;
        const distance = (candidate: number) => Math.abs(byDefinition(candidate) - Math.abs(value));
        for (const other of [magnitude - 1, magnitude + 1].filter((candidate) => candidate >= 0 && candidate < 0x7c00)) {
          const closer = distance(other) - distance(magnitude);
          expect(closer > 0 || (closer === 0 && magnitude % 2 === 0)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('65519.996 stays 65504, 65520 becomes infinity, half of the least subnormal becomes 0 and more than half stays', () => {
    const values = Float32Array.of(65519.996, 65520, 2 ** -25, -(2 ** -25) * 1.001);
    expect([...halfOfFloat32(values)]).toEqual([0x7bff, 0x7c00, 0, 0x8001]);
  });
});

describe('bfloat16', () => {
  it('float32 of a bfloat16 and back is the same, for all but the quiet bit of signalling NaNs', () => {
    const back = brainOfFloat32(float32OfBrain(allHalves));
    const wrong = allHalves.filter((bits) => back[bits] !== bits && !((bits & 0x7fff) > 0x7f80 && back[bits] === (bits | 0x40)));
    expect([...wrong]).toEqual([]);
  });

  it('rounds to the nearest, ties to even: 1 + 2⁻⁸ down, 1 + 3 · 2⁻⁸ up, the largest float to infinity', () => {
    expect([...brainOfFloat32(Float32Array.of(1 + 2 ** -8, 1 + 3 * 2 ** -8, 3.4028234663852886e38))]).toEqual([0x3f80, 0x3f82, 0x7f80]);
  });

  it('is the upper half of a float32: 1, −2.5, infinity, the least subnormal', () => {
    const values = float32OfBrain(Uint16Array.of(0x3f80, 0xc020, 0x7f80, 0x0001, 0x8000));
    expect([...values]).toEqual([1, -2.5, Infinity, 2 ** -133, -0]);
  });
});

function isNotNumber(half: number): boolean {
  return (half & 0x7fff) > 0x7c00;
}

function byDefinition(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(half >> 10) & 0x1f, half & 0x3ff];
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
