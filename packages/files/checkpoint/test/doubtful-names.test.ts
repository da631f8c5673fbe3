import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { holdsAverages, inOurNames, readCheckpoint, writeSafetensors } from '../src/index.ts';
import { safetensorsOf } from './support/bytes.ts';
import { failureOf } from './support/failure.ts';

const data = process.env['ATTUNE_DATA'];
const f32 = (...values: readonly number[]) => ({ dtype: 'F32' as const, shape: [values.length], data: Float32Array.from(values) });

const entry = (begin: number) => `{"dtype":"F32","shape":[1],"data_offsets":[${begin},${begin + 4}]}`;

const indexFile = (map: object) => new File([JSON.stringify({ weight_map: map })], 'model.safetensors.index.json');
const shard = (name: string, tensors: Record<string, ReturnType<typeof f32>>) => new File([writeSafetensors(new Map(Object.entries(tensors)))], name);

const averagesFile = (prefixes: Record<string, number>) =>
  writeSafetensors(new Map(Object.entries(prefixes).map(([prefix, value]) => [`${prefix}fc.bias`, f32(value)])));

describe('a name that stands twice in a safetensors header is refused by name', () => {
  it.each([
    ['with the same tensor', `{"a":${entry(0)},"a":${entry(0)}}`, 4, '"a" stands twice'],
    ['with another tensor, all bytes covered', `{"a":${entry(0)},"b":${entry(4)},"a":${entry(8)}}`, 12, '"a" stands twice'],
    ['in another spelling', `{"a":${entry(0)},"\\u0061":${entry(0)}}`, 4, '"a" stands twice'],
    ['as a field of a tensor', `{"a":{"dtype":"F32","dtype":"I32","shape":[1],"data_offsets":[0,4]}}`, 4, 'a has "dtype" twice'],
    ['as offsets of a tensor', `{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8],"data_offsets":[0,4]}}`, 4, 'a has "data_offsets" twice'],
    ['in the metadata', `{"__metadata__":{"format":"pt","format":"tf"},"a":${entry(0)}}`, 4, '__metadata__ has "format" twice'],
  ])('%s', async (_, header, dataBytes, words) => {
    const error = await failureOf(readCheckpoint(safetensorsOf(header, dataBytes)));
    expect(error.kind).toBe('malformed');
    expect(error.message).toContain(words);
    expect(error.tensors).toHaveLength(1);
  });

  it('in an index of shards too', async () => {
    const index = new File(['{"weight_map":{"a":"1.safetensors","a":"2.safetensors"}}'], 'model.safetensors.index.json');
    expect((await failureOf(readCheckpoint([index]))).message).toContain('weight_map has "a" twice');
  });

  it('shards that torch.save wrote are named as such', async () => {
    const part = new File([Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0, 0)], 'pytorch_model-00001-of-00002.bin');
    const error = await failureOf(readCheckpoint([indexFile({ a: part.name }), part]));
    expect(error.kind).toBe('unsupported');
    expect(error.message).toMatch(/^pytorch_model-00001-of-00002\.bin: it is a part that torch\.save wrote/u);
  });

  it.skipIf(!data)('as it was reported', async () => {
    const error = await failureOf(readCheckpoint(join(data!, '../cases/round2/st/B05s_dup_diff_covered.safetensors')));
    expect(error.message).toContain('"a" stands twice');
  });
});

describe('shards and their index', () => {
  it('a tensor that the index does not list is left out and named', async () => {
    const checkpoint = await readCheckpoint([
      indexFile({ a: '1.safetensors', b: '2.safetensors' }),
      shard('1.safetensors', { a: f32(1), stray: f32(9) }),
      shard('2.safetensors', { b: f32(2) }),
    ]);
    expect(checkpoint.tensors.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(checkpoint.skipped).toEqual(['stray (in 1.safetensors, not in the index)']);
    expect(inOurNames(checkpoint).notes).toEqual(['left out: stray (in 1.safetensors, not in the index)']);
  });

  it('of a tensor that two shards hold, the one in the listed shard is read', async () => {
    for (const [listed, value] of [
      ['1.safetensors', 1],
      ['2.safetensors', 2],
    ] as const) {
      const other = listed === '1.safetensors' ? '2.safetensors' : '1.safetensors';
      const checkpoint = await readCheckpoint([
        indexFile({ a: listed, b: other }),
        shard('1.safetensors', { a: f32(1), b: f32(3) }),
        shard('2.safetensors', { a: f32(2), b: f32(4) }),
      ]);
      expect([...(await checkpoint.tensors[0]!.readFloat32())]).toEqual([value]);
      expect(checkpoint.skipped).toHaveLength(2);
    }
  });

  it('a tensor that is not in its shard is an error that says where it should be', async () => {
    const error = await failureOf(readCheckpoint([indexFile({ a: '1.safetensors', b: '1.safetensors' }), shard('1.safetensors', { a: f32(1) })]));
    expect(error.message).toContain('the index puts b into 1.safetensors, where it is not');
    expect(error.tensors).toEqual(['b']);
  });
});

describe('averages that lie side by side with their weights', () => {
  it.each([
    [{ 'model.': 1, 'ema_model.': 2 }],
    [{ 'ema_model.': 2, 'model.': 1 }],
    [{ 'online_model.': 1, 'ema_model.': 2 }],
    [{ '': 1, 'ema.': 2 }],
    [{ 'module.model.': 1, 'module.model_ema.': 2 }],
  ])('are read when they are chosen: %j', async (prefixes) => {
    const checkpoint = await readCheckpoint(averagesFile(prefixes), { weights: 'averaged' });
    expect(checkpoint.tensors.map(({ name }) => name)).toEqual(['fc.bias']);
    expect([...(await checkpoint.tensors[0]!.readFloat32())]).toEqual([2]);
    expect(holdsAverages(await readCheckpoint(averagesFile(prefixes)))).toBe(true);
  });

  it('where there are none the choice is refused, and the weights are not read in their place', async () => {
    for (const prefixes of [{ 'model.': 1 }, { 'ema_model.': 2 }]) {
      expect((await failureOf(readCheckpoint(averagesFile(prefixes), { weights: 'averaged' }))).kind).toBe('no-tensors');
    }
  });
});
