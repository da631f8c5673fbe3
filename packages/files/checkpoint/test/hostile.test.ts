import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { deflateSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';

import { inLittleMemory } from '../../../../tools/testing/in-little-memory.ts';
import { readCheckpoint } from '../src/index.ts';
import { safetensorsOf } from './support/bytes.ts';
import { failureOf } from './support/failure.ts';

const text = (characters: string) => new TextEncoder().encode(characters);

/** A torch zip of this pickle (protocol 0 and 1 by hand) and these storages. */
function torchZip(pickle: Uint8Array, storages: Readonly<Record<string, Uint8Array>> = {}, level: 0 | 9 = 0): Uint8Array {
  const data = Object.fromEntries(Object.entries(storages).map(([key, bytes]) => [`a/data/${key}`, bytes]));
  return zipSync({ 'a/data.pkl': pickle, ...data }, { level });
}

/** A float tensor over storage 0 of `elements`. */
function tensorOf(elements: number, shape: readonly number[], strides: readonly number[], offset = 0): string {
  const storage = `(Vstorage\nctorch\nFloatStorage\nV0\nVcpu\nL${elements}L\ntQ`;
  return `ctorch._utils\n_rebuild_tensor_v2\n(${storage}L${offset}L\n${tupleOf(shape)}${tupleOf(strides)}I00\nNtR`;
}

function tupleOf(numbers: readonly number[]): string {
  return `(${numbers.map((number) => `L${number}L\n`).join('')}t`;
}

function stateOf(tensors: Readonly<Record<string, string>>): Uint8Array {
  return text(
    `}${Object.entries(tensors)
      .map(([name, tensor]) => `V${name}\n${tensor}s`)
      .join('')}.`,
  );
}

/** Reads the last tensor of each file in a process that may grow by 128 MB; what was thrown is said
 * by its code. */
async function outcomesOf(files: readonly Uint8Array[]): Promise<unknown[]> {
  const folder = await mkdtemp(join(tmpdir(), 'attune-hostile-'));
  for (const [index, bytes] of files.entries()) await writeFile(join(folder, `${index}`), bytes);
  const outcomes = await inLittleMemory({
    megabytes: 128,
    given: `
      import { readCheckpoint } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
      const files = Array.from({ length: ${files.length} }, (_, index) => readFileSync(${JSON.stringify(folder)} + '/' + index));
      const readLast = async (bytes) => (await readCheckpoint(bytes)).tensors.at(-1)?.read();`,
    program: `for (const bytes of files) print(await readLast(bytes).then(() => 'read', (error) => error.code ?? error.stack));`,
  });
  await rm(folder, { recursive: true });
  return outcomes;
}

/** One tensor of two floats. */
function goodZip(): Uint8Array {
  return torchZip(stateOf({ w: tensorOf(2, [2], [1]) }), { 0: new Uint8Array(8) });
}

describe('small files that ask for much end in a CheckpointError or cost little: under 128 MB', () => {
  const wide = `(${'I1\n'.repeat(50_000)}lq\x00`;
  const files: [string, () => Uint8Array][] = [
    [
      'one long list given to 100,000 ordered dictionaries',
      () => torchZip(text(`${wide}0ccollections\nOrderedDict\nq\x010${'h\x01h\x00\x85R0'.repeat(100_000)}}.`)),
    ],
    ['one long list as the arguments of 100,000 unknown calls', () => torchZip(text(`${wide}0cos\nsystem\nq\x010${'h\x01h\x00R'.repeat(100_000)}.`))],
    ['100,000 keys that lead to one dictionary', () => torchZip(text(`}q\x00${Array.from({ length: 100_000 }, (_, key) => `V${key}\nh\x00s`).join('')}.`))],
    ['dictionaries nested 100,000 deep under model', () => torchZip(text(`${'}Vmodel\n'.repeat(100_000)}}${'s'.repeat(100_000)}.`))],
    ['a dictionary inside itself', () => torchZip(text('}q\x00Vmodel\nh\x00sVstate_dict\nh\x00s.'))],
    ['a list inside itself', () => torchZip(text(']q\x00h\x00a.'))],
    ['tuples nested 100,000 deep as a storage', () => torchZip(text(`)${'\x85'.repeat(100_000)}Q.`))],
    ['10 million marks', () => torchZip(text('('.repeat(10_000_000)))],
    ['a terabyte from one element with stride 0', () => torchZip(stateOf({ w: tensorOf(1, [2 ** 19, 2 ** 19], [0, 0]) }), { 0: new Uint8Array(4) })],
    [
      'sizes beyond all numbers',
      () =>
        torchZip(stateOf({ w: tensorOf(1, [2 ** 50, 2 ** 50, 2 ** 50, 0], [0, 0, 0, 0]), v: tensorOf(1, [2 ** 50, 2 ** 50], [0, 0]) }), {
          0: new Uint8Array(4),
        }),
    ],
    [
      'a shape of 100,000 axes',
      () => torchZip(stateOf({ w: tensorOf(1, Array<number>(100_000).fill(1), Array<number>(100_000).fill(0)) }), { 0: new Uint8Array(4) }),
    ],
    [
      'a deflated storage that claims a gigabyte',
      () => claimedSize(torchZip(stateOf({ w: tensorOf(2 ** 28, [1], [1]) }), { 0: new Uint8Array(2 ** 12) }, 9), 2 ** 30),
    ],
    [
      '4,000 views of one deflated storage',
      () =>
        torchZip(
          stateOf(Object.fromEntries(Array.from({ length: 4000 }, (_, at) => [`w${at}`, tensorOf(2 ** 20, [1], [1], at)]))),
          { 0: new Uint8Array(2 ** 22) },
          9,
        ),
    ],
    ['a header of a megabyte of nested lists', () => safetensorsOf(`{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}`)],
    ['a header of a megabyte of empty objects', () => safetensorsOf(`{"a":[${'{},'.repeat(333_000)}1]}`)],
    [
      'a header of 20,000 empty tensors',
      () => safetensorsOf(Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [at, { dtype: 'U8', shape: [0], data_offsets: [0, 0] }]))),
    ],
    ['250,000 empty dictionaries', () => torchZip(text('}'.repeat(249_999)))],
    [
      '2,500 tensors of one float',
      () => torchZip(stateOf(Object.fromEntries(Array.from({ length: 2500 }, (_, at) => [`w${at}`, tensorOf(1, [], [])]))), { 0: new Uint8Array(4) }),
    ],
    ['a header of 16 MB', () => safetensorsOf(`{"a":${'['.repeat(8_000_000)}${']'.repeat(8_000_000)}}`)],
    ['a deflated pickle of 40 MB', () => torchZip(new Uint8Array(40 * 2 ** 20).fill(0x4e), {}, 9)],
  ];

  let outcomes: unknown[];
  beforeAll(async () => {
    outcomes = await outcomesOf(files.map(([, make]) => make()));
  });

  it.each(files.map(([name], index) => [name, index] as const))('%s', (_, index) => {
    expect(outcomes[index]).toBeOneOf(['read', 'ATTUNE_CHECKPOINT']);
  });
});

describe('zips that are not what they say', () => {
  it('the helper’s own zip is read', async () => {
    expect((await readCheckpoint(goodZip())).tensors.map(({ name, shape }) => [name, shape])).toEqual([['w', [2]]]);
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array, string, RegExp]>([
    [
      'a name listed twice',
      () => replaceText(zipSync({ 'a/data.pkl': text('}.'), 'a/datb.pkl': text('}.') }, { level: 0 }), 'datb', 'data'),
      'malformed',
      /one name twice/,
    ],
    ['an end cut off', (bytes) => bytes.slice(0, -30), 'truncated', /no end/],
    ['a directory outside the file', (bytes) => patch(bytes, bytes.length - 6, [255, 255, 255, 127]), 'malformed', /lies outside/],
    ['an entry inside another', (bytes) => patch(bytes, lastEntry(bytes) + 42, [1, 0, 0, 0]), 'malformed', /lies inside another/],
    ['an entry past the end', (bytes) => patch(bytes, lastEntry(bytes) + 42, [0, 0, 0, 1]), 'truncated', /runs past the end/],
    ['a local header that is none', (bytes) => replaceText(bytes, 'PK\x03\x04', 'PK\x03\x05', 1), 'malformed', /has no entry "?a\/data\/0/],
    ['an encrypted entry', (bytes) => patch(bytes, lastEntry(bytes) + 8, [1]), 'unsupported', /encrypted/],
    ['an unknown packing', (bytes) => patch(bytes, lastEntry(bytes) + 10, [12]), 'unsupported', /method 12/],
    ['big-endian', () => zipSync({ 'a/data.pkl': text('}.'), 'a/byteorder': text('big') }), 'unsupported', /big-endian/],
  ])('%s', async (_, change, kind, message) => {
    const outcome = await readCheckpoint(change(goodZip()))
      .then(({ tensors }) => tensors[0]!.read())
      .catch((error: unknown) => error);
    expect(outcome).toMatchObject({ code: 'ATTUNE_CHECKPOINT', kind });
    expect((outcome as Error).message).toMatch(message);
  });

  it('a view past its storage is refused by the tensor’s name, as is one past the record', async () => {
    const error = await failureOf(readCheckpoint(torchZip(stateOf({ w: tensorOf(2, [3], [1]), v: tensorOf(2, [2], [1], 1) }), { 0: new Uint8Array(8) })));
    expect([error.kind, error.tensors]).toEqual(['malformed', ['w', 'v']]);
    const short = await failureOf(readCheckpoint(torchZip(stateOf({ w: tensorOf(3, [3], [1]) }), { 0: new Uint8Array(8) })));
    expect([short.kind, short.tensors]).toEqual(['truncated', ['w']]);
  });

  it('a deflated storage of another length than it claims is refused when read, and before loading', async () => {
    const storage = new Uint8Array(4096);
    const bytes = claimedSize(torchZip(stateOf({ w: tensorOf(2048, [4], [1]) }), { 0: storage }, 9), 8192);
    const [entry] = (await readCheckpoint(bytes)).tensors;
    expect((await failureOf(entry!.read())).kind).toBe('malformed');
    expect((await failureOf(entry!.prove())).kind).toBe('malformed');
    expect(deflateSync(storage).length).toBeLessThan(100);
  });
});

/** Writes another unpacked size into the last directory entry. */
function claimedSize(zip: Uint8Array, bytes: number): Uint8Array {
  const size = new Uint8Array(new Uint32Array([bytes]).buffer);
  return patch(zip, lastEntry(zip) + 24, [...size]);
}

/** Where the last entry of the directory begins. */
function lastEntry(zip: Uint8Array): number {
  return Buffer.from(zip).lastIndexOf('PK\x01\x02', undefined, 'latin1');
}

function replaceText(bytes: Uint8Array, from: string, to: string, skip = 0): Uint8Array {
  const found = Buffer.from(bytes).toString('latin1').split(from);
  const start = found.slice(0, skip + 1).join(from);
  return Uint8Array.from(Buffer.from([start, found.slice(skip + 1).join(skip > 0 ? from : to)].join(to), 'latin1'));
}

function patch(bytes: Uint8Array, at: number, values: readonly number[]): Uint8Array {
  const patched = bytes.slice();
  patched.set(values, at);
  return patched;
}
