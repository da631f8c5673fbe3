import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fromTorchLayout, toTorchLayout } from './torch-layout.ts';

const shapes = fc
  .array(fc.integer({ min: 0, max: 40 }), { minLength: 0, maxLength: 2 })
  .chain((large) => fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 2 }).map((small) => [...large, ...small]));

describe('torch layout', () => {
  it('a kernel’s [o, i, h, w] is found at [h, w, i, o]', () => {
    const [O, I, H, W] = [3, 2, 4, 5];
    const data = Float32Array.from({ length: O * I * H * W }, (_, index) => index);
    const { shape, data: ours } = fromTorchLayout('conv1.weight', { shape: [O, I, H, W], data });
    expect(shape).toEqual([H, W, I, O]);
    for (let o = 0; o < O; o++)
      for (let i = 0; i < I; i++)
        for (let h = 0; h < H; h++) for (let w = 0; w < W; w++) expect(ours[((h * W + w) * I + i) * O + o]).toBe(data[((o * I + i) * H + h) * W + w]);
  });

  it('a matrix [2, 3] is turned', () => {
    const turned = fromTorchLayout('fc.weight', { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) });
    expect([turned.shape, [...turned.data]]).toEqual([
      [3, 2],
      [1, 4, 2, 5, 3, 6],
    ]);
  });

  it('a turned one lies in the memory that is given, and what stays does not', () => {
    const [tensor, into] = [{ shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }, new Uint8Array(32)];
    const turned = fromTorchLayout('fc.weight', tensor, into);
    expect([turned.data.buffer === into.buffer, [...turned.data]]).toEqual([true, [1, 4, 2, 5, 3, 6]]);
    expect(fromTorchLayout('fc.bias', tensor, into).data).toBe(tensor.data);
  });

  it('there and back changes nothing, for any name and shape, tiles cut or whole', () => {
    fc.assert(
      fc.property(shapes, fc.constantFrom('a.weight', 'weight', 'a.bias', 'running_var'), (shape, name) => {
        const tensor = { shape, data: Float32Array.from({ length: shape.reduce((count, size) => count * size, 1) }, (_, index) => index) };
        expect(toTorchLayout(name, fromTorchLayout(name, tensor))).toEqual(tensor);
        expect(fromTorchLayout(name, toTorchLayout(name, tensor))).toEqual(tensor);
      }),
    );
  });

  it('vectors and whatever is not called weight stay as they are', () => {
    const tensor = { shape: [2, 3], data: new Float32Array(6) };
    expect(fromTorchLayout('mask', tensor)).toEqual(tensor);
  });
});
