import { expect, it } from 'vitest';

import { CheckpointError } from '../checkpoint-error.ts';
import { writeSafetensors } from '../safetensors/write-safetensors.ts';
import { filesBeside } from './files-beside.ts';

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

it('are the shards of an index, each once, and the weights of a model.json', async () => {
  expect(await filesBeside(json({ weight_map: { a: 'two.safetensors', b: 'one.safetensors', c: 'two.safetensors' } }))).toEqual([
    'two.safetensors',
    'one.safetensors',
  ]);
  expect(await filesBeside(json({ weightsManifest: [{ paths: ['./a.bin', 'b.bin'], weights: [] }] }))).toEqual(['a.bin', 'b.bin']);
});

it('are none of a file that is whole by itself, and of JSON that is no index', async () => {
  const whole = writeSafetensors(new Map([['a', { dtype: 'F32', shape: [1], data: new Float32Array(1) }]]));
  expect(await Promise.all([whole, json({}), new Uint8Array(0)].map((bytes) => filesBeside(bytes)))).toEqual([[], [], []]);
});

it.each([
  [{ weight_map: { a: '../one.safetensors' } }],
  [{ weight_map: { a: 'https://other.example/one' } }],
  [{ weight_map: ['one'] }],
  [{ weightsManifest: [{ paths: ['deep/a.bin'], weights: [] }] }],
  [{ weightsManifest: [{ paths: ['a.bin', 'a.bin'], weights: [] }] }],
])('are refused where they are no names of files: %j', async (index) => {
  await expect(filesBeside(json(index))).rejects.toThrow(CheckpointError);
});

it('are not looked for in an index that is larger than one may be', async () => {
  await expect(filesBeside(json({ weight_map: { a: 'one' } }), { limits: { maxHeaderBytes: 8 } })).rejects.toMatchObject({ kind: 'too-large' });
});
