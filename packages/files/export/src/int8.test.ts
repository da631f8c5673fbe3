import { expect, it } from 'vitest';

import { quantise } from './int8.ts';

// Channel 0: 1, −2 and 0.5, scale 2/127; channel 1: 0.1, 0.4 and −0.25, scale 0.4/127.
const first = Float32Array.of(1, -2, 0.5, 0.1, 0.4, -0.25);
const last = Float32Array.of(1, 0.1, -2, 0.4, 0.5, -0.25);

it('gives each output channel its largest value over 127 as its scale, wherever the channels stand', () => {
  const { steps, scale } = quantise(first, { channels: 2, axis: 'first' });
  expect([...scale]).toEqual([Math.fround(2 / 127), Math.fround(Math.fround(0.4) / 127)]);
  expect([...steps]).toEqual([64, -127, 32, 32, 127, -79]); // 63.5, −127, 31.75, 31.75, 127, −79.375
  const turned = quantise(last, { channels: 2, axis: 'last' });
  expect([turned.scale, [...turned.steps]]).toEqual([scale, [64, 32, -127, 127, 32, -79]]);
});

it('changes nothing the second time, and keeps a channel of zeros', () => {
  const { steps, scale } = quantise(Float32Array.of(0.3, -0.7, 0, 0), { channels: 2, axis: 'first' });
  expect([...scale][1]).toBe(1);
  const again = Float32Array.from(steps, (step, index) => step * scale[Math.floor(index / 2)]!);
  expect([...quantise(again, { channels: 2, axis: 'first' }).steps]).toEqual([...steps]);
});
