import * as fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';

import { CheckpointError } from '../checkpoint-error.ts';
import { readCheckpoint } from '../read-checkpoint.ts';
import { type Dtype, elementsOf } from '../tensor/dtype.ts';
import type { TensorData } from '../tensor/tensor-data.ts';
import { writeTorch } from './write-torch.ts';

const dtypes = ['F64', 'F32', 'F16', 'BF16', 'I64', 'I32', 'I16', 'I8', 'U8', 'BOOL'] as const satisfies readonly Dtype[];
const widths: Readonly<Record<(typeof dtypes)[number], number>> = { F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8, I32: 4, I16: 2, I8: 1, U8: 1, BOOL: 1 };

const tensor = fc
  .record({ dtype: fc.constantFrom(...dtypes), shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }), seed: fc.integer() })
  .map(({ dtype, shape, seed }): TensorData => {
    const count = shape.reduce((product, size) => product * size, 1);
    const bytes = Uint8Array.from({ length: count * widths[dtype] }, (_, index) => (dtype === 'BOOL' ? (index + seed) & 1 : (index * 31 + seed) & 0xff));
    return { dtype, shape, data: elementsOf(dtype, bytes) };
  });

describe('writeTorch', () => {
  it('what is written is read back to the bit: names, order, shapes, dtypes, values', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string({ minLength: 1 }), tensor, { maxKeys: 5, noNullPrototype: true }), async (tensors) => {
        const written = new Map(Object.entries(tensors));
        fc.pre(written.size > 0);
        const { format, tensors: entries } = await readCheckpoint(writeTorch(written), { name: 'written.pth' });
        expect(format).toBe('torch-zip');
        expect(entries.map(({ name }) => name)).toEqual([...written.keys()]);
        for (const entry of entries) {
          const { dtype, shape, data } = await entry.read();
          const wanted = written.get(entry.name)!;
          expect({ dtype, shape }).toEqual({ dtype: wanted.dtype, shape: wanted.shape });
          expect(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)).toEqual(
            new Uint8Array(wanted.data.buffer, wanted.data.byteOffset, wanted.data.byteLength),
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('the same state gives the same bytes', () => {
    const state = new Map<string, TensorData>([['w', { dtype: 'F32', shape: [2], data: Float32Array.of(1, 2) }]]);
    expect(writeTorch(state)).toEqual(writeTorch(state));
  });

  it('of a network that computes something else than torchvision’s of its names are refused, with the way out', () => {
    const state = new Map<string, TensorData>([['w', { dtype: 'F32', shape: [1], data: Float32Array.of(1) }]]);
    expect(() => writeTorch(state, { traits: new Map([['strideIn', 'conv1']]) })).toThrow(
      /cannot say that this network has strideIn conv1.*Write safetensors/u,
    );
    expect(() => writeTorch(state, { traits: new Map() })).not.toThrow();
  });

  it('a dtype that torch has not, and a value beyond the half floats, are refused by name', () => {
    expect(() => writeTorch(new Map([['ids', { dtype: 'U32', shape: [1], data: Uint32Array.of(1) }]]))).toThrow(/ids is U32/u);
    expect(() => writeTorch(new Map([['w', { dtype: 'F32', shape: [1], data: Float32Array.of(1e5) }]]), { dtype: 'F16' })).toThrow(CheckpointError);
  });
});

it('texts beside the weights come back, but for those that are not ours', async () => {
  const tensors = new Map([['fc.weight', { dtype: 'F32', shape: [1], data: Float32Array.of(1) } as const]]);
  const { metadata } = await readCheckpoint(writeTorch(tensors, { metadata: { 'attune.model': '{"seed":1}', stranger: 'no' } }));
  expect([...metadata]).toEqual([['attune.model', '{"seed":1}']]);
});

describe('a PyTorch file whose pickle is larger than the limit', () => {
  const limits = { maxHeaderBytes: 1000 };

  it('is refused with the way out where the pickle holds the numbers', async () => {
    const bytes = zipSync({ 'a/data.pkl': new Uint8Array(2000) }, { level: 0 });
    await expect(readCheckpoint(bytes, { name: 'arrays.pth', limits })).rejects.toThrow(
      'arrays.pth: data.pkl has 2000 bytes, and the limit is 1000 (maxHeaderBytes). It holds the numbers themselves, as NumPy arrays or lists do. In PyTorch, turn them into tensors (torch.from_numpy) and save those.',
    );
  });

  it('is refused by its size alone where most of the file is tensors', async () => {
    const bytes = zipSync({ 'a/data.pkl': new Uint8Array(2000), 'a/data/0': new Uint8Array(8000) }, { level: 0 });
    await expect(readCheckpoint(bytes, { limits })).rejects.toThrow(/the limit is 1000 \(maxHeaderBytes\)\.$/u);
  });
});
