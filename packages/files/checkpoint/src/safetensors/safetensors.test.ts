import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { bytesOf, concatenate, safetensorsOf } from '../../test/support/bytes.ts';
import { failureOf } from '../../test/support/failure.ts';
import { CheckpointError } from '../checkpoint-error.ts';
import { readCheckpoint } from '../read-checkpoint.ts';
import { type Dtype, bytesPerElement, dtypes, elementsOf } from '../tensor/dtype.ts';
import { float32OfHalf } from '../tensor/half-float.ts';
import { type TensorData, countElements } from '../tensor/tensor-data.ts';
import { writeSafetensors } from './write-safetensors.ts';

const tensor = fc.record({ dtype: fc.constantFrom(...dtypes), shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }) }).chain(({ dtype, shape }) => {
  const length = countElements(shape) * bytesPerElement(dtype);
  return fc.uint8Array({ minLength: length, maxLength: length }).map((bytes): TensorData => ({ dtype, shape, data: elementsOf(dtype, new Uint8Array(bytes)) }));
});

describe('round trip', () => {
  it('reading what was written gives every name, dtype, shape and bit back, for all 13 dtypes, any names and metadata', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name(), tensor, { maxKeys: 6 }), fc.dictionary(name(), fc.string()), async (tensors, metadata) => {
        const written = writeSafetensors(new Map(Object.entries(tensors)), { metadata });
        const checkpoint = await readCheckpoint(written);
        const read = await Promise.all(checkpoint.tensors.map(async (each) => [each.name, await each.read()] as const));
        expect(Object.fromEntries(read.map(([key, value]) => [key, describeTensor(value)]))).toEqual(mapValues(tensors, describeTensor));
        expect(new Map(checkpoint.metadata)).toEqual(new Map(Object.entries(metadata)));
      }),
      { numRuns: 300 },
    );
  });

  it('the data begins on 8 bytes, and the widest elements come first, so that every tensor lies on its boundary', async () => {
    const file = writeSafetensors(
      new Map([entry('flags', 'BOOL', [3]), entry('half', 'F16', [3]), entry('wide', 'I64', [1]), entry('b', 'F32', [1]), entry('a', 'F32', [1])]),
    );
    const length = Number(new DataView(file.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect((await readCheckpoint(file)).tensors.map(({ name: each }) => each).sort()).toEqual(['a', 'b', 'flags', 'half', 'wide']);
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))) as Record<string, { data_offsets: [number, number] }>;
    expect(Object.keys(header)).toEqual(['wide', 'a', 'b', 'half', 'flags']);
  });

  it('is the same whatever order the tensors come in', () => {
    const [a, b] = [entry('a', 'F32', [2]), entry('b', 'F32', [2])];
    expect(writeSafetensors(new Map([b, a]))).toEqual(writeSafetensors(new Map([a, b])));
  });
});

describe('narrower floats', () => {
  it('stores float32 tensors as the nearest halves where asked, and leaves other dtypes alone', async () => {
    const values = Float32Array.of(1 / 3, -65504, 1e-8);
    const tensors = new Map<string, TensorData>([
      ['matrix', { dtype: 'F32', shape: [3, 1], data: values }],
      ['vector', { dtype: 'F32', shape: [3], data: values }],
      ['count', { dtype: 'I64', shape: [], data: BigInt64Array.of(5n) }],
    ]);
    const file = writeSafetensors(tensors, { dtype: (_, shape) => (shape.length > 1 ? 'F16' : 'F32') });
    const read = new Map((await readCheckpoint(file)).tensors.map((each) => [each.name, each]));
    expect([...read.values()].map(({ name: each, dtype }) => [each, dtype]).sort()).toEqual([
      ['count', 'I64'],
      ['matrix', 'F16'],
      ['vector', 'F32'],
    ]);
    expect([...(await read.get('matrix')!.readFloat32())]).toEqual([...float32OfHalf(Uint16Array.of(0x3555, 0xfbff, 0))]);
    expect([...(await read.get('vector')!.readFloat32())]).toEqual([...values]);
  });

  it('a value that would become infinite is an error that names tensor and value', () => {
    const tensors = new Map<string, TensorData>([['fc.weight', { dtype: 'F32', shape: [1], data: Float32Array.of(70000) }]]);
    expect(() => writeSafetensors(tensors, { dtype: 'F16' })).toThrow(/fc\.weight has the value 70000, which F16 turns into infinity from 65520 on/);
    expect(writeSafetensors(new Map([['x', { dtype: 'F32', shape: [1], data: Float32Array.of(Infinity) }]]), { dtype: 'F16' })).toBeInstanceOf(Uint8Array);
  });

  it('BF16 is written and read back as the nearest, and refuses what it would make infinite', async () => {
    const file = writeSafetensors(new Map([['x', { dtype: 'F32', shape: [2], data: Float32Array.of(1 / 3, -0) }]]), { dtype: 'BF16' });
    expect([...(await (await readCheckpoint(file)).tensors[0]!.readFloat32())]).toEqual([0.333984375, -0]);
    expect(() => writeSafetensors(new Map([['x', { dtype: 'F32', shape: [1], data: Float32Array.of(3.4e38) }]]), { dtype: 'BF16' })).toThrow(
      /BF16 turns into infinity/,
    );
  });

  it('data and shape that disagree are an error', () => {
    expect(() => writeSafetensors(new Map([['x', { dtype: 'F32', shape: [2, 3], data: new Float32Array(5) }]]))).toThrow(CheckpointError);
  });
});

describe('F64', () => {
  it('a finite value beyond float32 is an error when loaded as float32, and stays when read as it is', async () => {
    const file = writeSafetensors(new Map([['scale', { dtype: 'F64', shape: [2], data: Float64Array.of(1e300, Infinity) }]]));
    const [scale] = (await readCheckpoint(file, { name: 'a.safetensors' })).tensors;
    const error = await failureOf(scale!.readFloat32());
    expect([error.kind, error.tensors, error.code]).toEqual(['overflow', ['scale'], 'ATTUNE_CHECKPOINT']);
    expect([...(await scale!.read()).data]).toEqual([1e300, Infinity]);
    expect((await failureOf(scale!.prove())).kind).toBe('overflow');
  });
});

const f32 = (shape: readonly number[], begin: number, end: number) => ({ dtype: 'F32', shape, data_offsets: [begin, end] });

describe('a header that is not right', () => {
  it.each([
    ['longer than the file', safetensorsOf('{}', 0, 2 ** 40), 'truncated', /claims 1099511627776 bytes/],
    ['not JSON', safetensorsOf('{"a":'), 'malformed', /not JSON/],
    ['an unknown dtype', safetensorsOf({ a: { dtype: 'F8_E4M3', shape: [1], data_offsets: [0, 1] } }, 1), 'unsupported', /a has dtype "F8_E4M3"/],
    ['a size that does not match', safetensorsOf({ a: f32([1000, 1000], 0, 16) }, 16), 'malformed', /a is F32 \[1000, 1000\]/],
    ['an overlap', safetensorsOf({ a: f32([2], 0, 8), b: f32([2], 4, 12) }, 12), 'malformed', /b begins at 4, inside/],
    ['a hole', safetensorsOf({ a: f32([1], 0, 4), b: f32([1], 8, 12) }, 12), 'malformed', /4 to 8, before b/],
    ['bytes at the end', safetensorsOf({ a: f32([1], 0, 4) }, 6), 'malformed', /2 bytes after the last tensor/],
    ['too few bytes', safetensorsOf({ 'fc.bias': f32([4], 0, 16) }, 10), 'truncated', /incomplete file: fc\.bias/],
    ['an end before the beginning', safetensorsOf({ a: f32([4], 32, 16) }, 32), 'malformed', /a /],
    ['a negative size', safetensorsOf({ a: f32([-1], 0, 0) }), 'malformed', /whole numbers/],
    ['a fraction', safetensorsOf({ a: f32([0.5], 0, 2) }, 2), 'malformed', /whole numbers/],
    ['sizes beyond all numbers', safetensorsOf({ a: f32([2 ** 52, 2 ** 52, 2 ** 52], 0, 8) }, 8), 'malformed', /a is F32/],
    ['a record that is text', safetensorsOf({ a: 'F32' }), 'unsupported', /dtype undefined/],
    ['metadata with a number', safetensorsOf({ __metadata__: { epoch: 7 } }), 'malformed', /"epoch" is 7/],
    ['metadata that is a list', safetensorsOf({ __metadata__: [] }), 'malformed', /must map text to text/],
    ['a name with line feeds, shown on one line', safetensorsOf({ 'a\nb': f32([4], 0, 8) }, 8), 'malformed', /"a\\nb"/],
    [
      'lists nested 100,000 deep',
      safetensorsOf(`{"a":{"dtype":"F32","shape":[${'['.repeat(100_000)}${']'.repeat(100_000)}],"data_offsets":[0,0]}}`),
      'malformed',
      /\[a list\]/,
    ],
  ])('%s', async (_, bytes, kind, message) => {
    const error = await failureOf(readCheckpoint(bytes));
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
  });

  it('a header above the limit is refused before it is read, and the limit can be raised', async () => {
    const bytes = writeSafetensors(new Map([entry('a', 'F32', [1])]));
    expect((await failureOf(readCheckpoint(bytes, { limits: { maxHeaderBytes: 8 } }))).kind).toBe('too-large');
    expect((await readCheckpoint(bytes, { limits: { maxHeaderBytes: 1000 } })).tensors).toHaveLength(1);
  });

  it('tensors called __proto__ and constructor are tensors like others and touch no prototype', async () => {
    const header = `{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"constructor":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}`;
    const { tensors } = await readCheckpoint(safetensorsOf(header, 2));
    expect(tensors.map(({ name: each }) => each)).toEqual(['__proto__', 'constructor']);
    expect(Object.keys(Object.prototype)).toEqual([]);
    const metadata = await readCheckpoint(safetensorsOf('{"__metadata__":{"__proto__":"x"}}'));
    expect([...metadata.metadata]).toEqual([['__proto__', 'x']]);
  });
});

describe('prefixes', () => {
  it.each([
    [['module.a', 'module.b'], ['a', 'b'], ['module.']],
    [['module.a', 'b'], ['module.a', 'b'], []],
    [
      ['_orig_mod.module.a', '_orig_mod.module.b'],
      ['a', 'b'],
      ['_orig_mod.', 'module.'],
    ],
    [['layer1._orig_mod.a', 'fc.b'], ['layer1.a', 'fc.b'], ['_orig_mod.']],
    [['layer1._orig_mod.a', 'layer1.a'], ['layer1._orig_mod.a', 'layer1.a'], []],
    [['n_averaged', 'module.a'], ['n_averaged', 'a'], ['module.']],
    [['module.', 'module.a'], ['module.', 'module.a'], []],
  ])('%j become %j', async (names, expected, wrappers) => {
    const checkpoint = await readCheckpoint(
      safetensorsOf(Object.fromEntries(names.map((each, at) => [each, { dtype: 'U8', shape: [1], data_offsets: [at, at + 1] }])), names.length),
    );
    expect(checkpoint.tensors.map(({ name: each }) => each)).toEqual(expected);
    expect(checkpoint.wrappers).toEqual(wrappers);
  });
});

describe('files that are no checkpoints', () => {
  it.each([
    ['nothing', '', /empty/],
    ['words', 'hello, this is a text file', /neither safetensors nor/],
    ['a web page', '<!DOCTYPE html><html>', /a web page/],
    ['a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:0', /git lfs pull/],
    ['HDF5', '\x89HDF\r\n\x1a\n', /HDF5/],
    ['a pickle of something else', '\x80\x04K\x01.', /a pickle, but not one of PyTorch/],
    ['JSON without a weight_map', '{"a": 1}', /no weight_map/],
    ['a zip without data.pkl', 'PK\x05\x06'.padEnd(22, '\0'), /0 files data\.pkl/],
  ])('%s', async (_, text, message) => {
    const error = await failureOf(readCheckpoint(concatenate(text), { name: 'weights.bin' }));
    expect(error.kind).toBe('unknown-format');
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^weights\.bin: /);
  });
});

function name(): fc.Arbitrary<string> {
  return fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => !text.includes('_') && !text.includes('module.'));
}

function entry(each: string, dtype: Dtype, shape: readonly number[]): [string, TensorData] {
  return [each, { dtype, shape, data: elementsOf(dtype, new Uint8Array(countElements(shape) * bytesPerElement(dtype))) }];
}

function describeTensor({ dtype, shape, data }: TensorData): string {
  return `${dtype} [${shape.join()}] ${bytesOf(data).join()}`;
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
