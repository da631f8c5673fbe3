import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readerOf } from '../../test/support/bytes.ts';
import { failureOf } from '../../test/support/failure.ts';
import { readCheckpoint } from '../read-checkpoint.ts';

const bytes = Uint8Array.from({ length: 64 }, (_, index) => (index * 37) % 251);
/** 24 + 8 + 4 + 6 + 6 + 2 + 3 + 4 = 57 bytes. */
const weights = [
  { name: 'a/kernel', shape: [2, 3], dtype: 'float32' },
  { name: 'b/steps', shape: [2], dtype: 'int32' },
  { name: 'c/flags', shape: [4], dtype: 'bool' },
  { name: 'd/half', shape: [3], dtype: 'float32', quantization: { dtype: 'float16', original_dtype: 'float32' } },
  { name: 'e/wide', shape: [3], dtype: 'float32', quantization: { dtype: 'uint16', scale: 0.0123, min: -400.5, original_dtype: 'float32' } },
  { name: 'f/narrow', shape: [2], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.1, min: -3, original_dtype: 'float32' } },
  { name: 'g/counts', shape: [3], dtype: 'int32', quantization: { dtype: 'uint8', scale: 1.5, min: -7, original_dtype: 'int32' } },
  { name: 'h/count', shape: [], dtype: 'int32' },
] as const;
const data = bytes.slice(0, 57);

interface Group {
  readonly paths: readonly unknown[];
  readonly weights: readonly unknown[];
}

/** A model.json with the files that it names, as a person chooses them in a page. */
function chosen(manifest: unknown, shards: Readonly<Record<string, Uint8Array<ArrayBuffer>>>): File[] {
  const index = { format: 'layers-model', generatedBy: 'keras v2.4.0', convertedBy: null, modelTopology: {}, weightsManifest: manifest };
  return [new File([JSON.stringify(index)], 'model.json'), ...Object.entries(shards).map(([name, content]) => new File([content], name))];
}

/** Named as tfjs itself does. */
const inOne = (content: Uint8Array<ArrayBuffer> = data, group: Partial<Group> = {}) =>
  chosen([{ paths: ['./shard1.bin'], weights, ...group }], { 'shard1.bin': content });

let folder: string;
beforeAll(async () => {
  await tf.setBackend('cpu');
  folder = mkdtempSync(join(tmpdir(), 'attune-tfjs-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the weights of a model.json', () => {
  it('are what tfjs itself decodes, for every dtype and quantisation that it documents', async () => {
    const { tensors, format, metadata } = await readCheckpoint(inOne());
    expect([format, [...metadata]]).toEqual(['tfjs', [['generatedBy', 'keras v2.4.0']]]);
    const theirs = tf.io.decodeWeights(data.buffer, weights as unknown as tf.io.WeightsManifestEntry[]);
    expect(tensors.map(({ name, shape }) => [name, shape])).toEqual(weights.map(({ name, shape }) => [name, [...shape]]));
    for (const entry of tensors)
      expect([entry.name, ...(await entry.readFloat32())]).toEqual([entry.name, ...Float32Array.from(theirs[entry.name]!.dataSync())]);
    expect(tensors.map(({ dtype }) => dtype)).toEqual(['F32', 'I32', 'BOOL', 'F16', 'F32', 'F32', 'I32', 'I32']);
  });

  it.each([1, 5, 24, 56])('are the same in shards of %i bytes, whose borders no weight minds, and in several groups', async (size) => {
    const pieces = Array.from({ length: Math.ceil(data.length / size) }, (_, at) => data.slice(at * size, (at + 1) * size));
    const shards = Object.fromEntries(pieces.map((piece, at) => [`shard${at}.bin`, piece]));
    const other = { paths: ['other.bin'], weights: [{ name: 'z', shape: [5], dtype: 'bool' }] };
    const files = chosen([{ paths: Object.keys(shards), weights }, other], { ...shards, 'other.bin': bytes.slice(0, 5) });
    const { tensors } = await readCheckpoint(files);
    const whole = await readCheckpoint(inOne());
    for (const [at, entry] of whole.tensors.entries()) expect(await tensors[at]!.read()).toEqual(await entry.read());
    expect([...(await tensors.at(-1)!.read()).data]).toEqual(Array.from(bytes.subarray(0, 5)));
  });

  it('are found by a path, by their folder, and by a reader of ranges that opens what lies beside it', async () => {
    for (const file of inOne()) writeFileSync(join(folder, file.name), new Uint8Array(await file.arrayBuffer()));
    const content = new Uint8Array(await inOne()[0]!.arrayBuffer());
    for (const source of [join(folder, 'model.json'), folder, { ...readerOf(content), sibling: async () => readerOf(data) }]) {
      expect((await (await readCheckpoint(source)).tensors[0]!.read()).data).toEqual(new Float32Array(data.slice(0, 24).buffer));
    }
  });

  it('reading the header reads no weight', async () => {
    const [index, shard] = inOne();
    const sibling = async () => ({ size: shard!.size, read: () => Promise.reject(new Error('read')) });
    const head = { ...readerOf(new Uint8Array(await index!.arrayBuffer())), sibling };
    expect((await readCheckpoint(head)).tensors).toHaveLength(8);
  });

  it('has what its topology says of layers, in models within models and as both writers put it', async () => {
    const inner = {
      class_name: 'Functional',
      config: { name: 'inner', layers: [{ class_name: 'BatchNormalization', config: { name: 'bn', epsilon: 0.001 } }] },
    };
    const layers = [{ class_name: 'Conv2D', config: { name: 'c', strides: [2, 2], padding: 'same' } }, inner, 7, null];
    for (const topology of [{ class_name: 'Model', config: { layers } }, { model_config: { config: layers } }]) {
      const index = new File([JSON.stringify({ modelTopology: topology, weightsManifest: [] })], 'model.json');
      const facts = (await readCheckpoint(index)).layers!;
      expect([facts.get('c'), facts.get('bn')?.epsilon]).toEqual([{ strides: [2, 2], padding: 'same', epsilon: null }, 0.001]);
    }
  });
});

const one = (weight: object, size = 4) => [{ paths: ['shard1.bin'], weights: [{ name: 'w', shape: [size], dtype: 'bool', ...weight }] }];
const four = { 'shard1.bin': bytes.slice(0, 4) };

describe('a model.json that is not right', () => {
  it.each<[string, File[], string, RegExp]>([
    ['a manifest that is no list', chosen({}, {}), 'malformed', /weightsManifest is an object, and must be a list/],
    ['a group without paths', chosen([{ weights: [] }], {}), 'malformed', /no lists of paths and weights/],
    ['a group that is text', chosen(['group'], {}), 'malformed', /no lists of paths/],
    [
      'a path out of the folder',
      chosen([{ paths: ['../shard1.bin'], weights: [] }], four),
      'malformed',
      /"\.\.\/shard1\.bin", which is not the name of a file/,
    ],
    ['a path that hides the folder above', chosen([{ paths: ['./..'], weights: [] }], four), 'malformed', /"\.\/\.\."/],
    ['one file under two names', chosen([{ paths: ['./shard1.bin', 'shard1.bin'], weights: [] }], four), 'malformed', /names the file shard1\.bin twice/],
    ['an absolute path', chosen([{ paths: ['/etc/passwd'], weights: [] }], four), 'malformed', /"\/etc\/passwd"/],
    ['an address', chosen([{ paths: ['https://a.b'], weights: [] }], four), 'malformed', /"https:/],
    ['a path that is a number', chosen([{ paths: [7], weights: [] }], four), 'malformed', /names 7/],
    ['one file for two shards', chosen([{ paths: ['shard1.bin', 'shard1.bin'], weights: [] }], four), 'malformed', /names the file shard1\.bin twice/],
    ['a shard that is not there', chosen([{ paths: ['shard2.bin'], weights: [] }], four), 'missing-file', /"shard2\.bin", which is not beside it/],
    ['a weight without name', chosen(one({ name: 7 }), four), 'malformed', /name is 7/],
    ['a weight twice', chosen([{ paths: [], weights: [0, 0].map(() => ({ name: 'w', shape: [0], dtype: 'bool' })) }], {}), 'malformed', /the weight w twice/],
    ['a negative size', chosen(one({ shape: [-4] }), four), 'malformed', /w has shape \[-4\]/],
    ['a fraction', chosen(one({ shape: [0.5] }), four), 'malformed', /w has shape \[0\.5\]/],
    ['sizes beyond all numbers', chosen(one({ shape: [2 ** 52, 2 ** 52, 2 ** 52] }), four), 'truncated', /w ends at byte/],
    ['a hundred axes', chosen(one({ shape: Array<number>(100).fill(1) }), four), 'malformed', /at most 64/],
    ['text', chosen(one({ dtype: 'string' }), four), 'unsupported', /w has dtype "string"; readable are float32, int32, bool/],
    ['complex numbers', chosen(one({ dtype: 'complex64' }), four), 'unsupported', /complex64/],
    ['a dtype of the prototype', chosen(one({ dtype: 'constructor' }), four), 'unsupported', /"constructor"/],
    ['more weights than bytes', inOne(data.slice(0, 56)), 'truncated', /h\/count ends at byte 57 of its files, and these have 56/],
    ['more bytes than weights', inOne(bytes.slice(0, 58)), 'malformed', /1 bytes after the last weight in shard1\.bin/],
    ['an unknown quantisation', chosen(one({ dtype: 'float32', quantization: { dtype: 'int4' } }), four), 'unsupported', /quantised to "int4"/],
    ['a quantisation that is text', chosen(one({ dtype: 'float32', quantization: 'uint8' }), four), 'unsupported', /quantised to undefined/],
    ['quantised truth', chosen(one({ quantization: { dtype: 'uint8', scale: 1, min: 0 } }), four), 'unsupported', /BOOL quantised/],
    ['half whole numbers', chosen(one({ dtype: 'int32', quantization: { dtype: 'float16' } }), four), 'unsupported', /I32 quantised to "float16"/],
    ['no scale', chosen(one({ dtype: 'float32', quantization: { dtype: 'uint8', min: 0 } }), four), 'malformed', /scale undefined and min 0/],
    ['several files and no index', [new File(['a'], 'a.bin'), new File(['b'], 'b.bin')], 'not-found', /here are a\.bin, b\.bin/],
  ])('%s', async (_, files, kind, message) => {
    const error = await failureOf(readCheckpoint(files));
    expect(error.message).toMatch(message);
    expect(error.kind).toBe(kind);
    expect(error.message).not.toContain('\n');
  });

  it('alone, without its folder, says what it lacks', async () => {
    expect((await failureOf(readCheckpoint(new Uint8Array(await inOne()[0]!.arrayBuffer())))).message).toMatch(/one file alone has no folder/);
  });

  it('has no averages to choose', async () => {
    expect((await failureOf(readCheckpoint(inOne(), { weights: 'averaged' }))).kind).toBe('no-tensors');
  });

  it('a file that became shorter since is an error of the tensor that needs it', async () => {
    const index = inOne()[0]!;
    const held = new Uint8Array(await index.arrayBuffer());
    const { tensors } = await readCheckpoint({ ...readerOf(held), sibling: async () => ({ size: 57, read: async () => new Uint8Array(3) }) });
    const error = await failureOf(tensors[4]!.read());
    expect([error.kind, error.tensors]).toEqual(['truncated', ['e/wide']]);
  });
});
