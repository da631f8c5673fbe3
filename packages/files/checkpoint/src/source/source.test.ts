import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { failureOf } from '../../test/support/failure.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { readCheckpoint } from '../read-checkpoint.ts';
import { writeSafetensors } from '../safetensors/write-safetensors.ts';
import type { CheckpointSource } from './open-source.ts';

const values = Float32Array.from({ length: 1000 }, (_, index) => index);
const file = writeSafetensors(new Map([['w', { dtype: 'F32', shape: [10, 100], data: values }]]));
const second = writeSafetensors(new Map([['b', { dtype: 'F32', shape: [2], data: Float32Array.of(1, 2) }]]));
const index = (map: Record<string, string>) => JSON.stringify({ metadata: { total_size: 4008 }, weight_map: map });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attune-source-'));
  writeFileSync(join(folder, 'one.safetensors'), file);
  mkdirSync(join(folder, 'shards'));
  writeFileSync(join(folder, 'shards', '1.safetensors'), file);
  writeFileSync(join(folder, 'shards', '2.safetensors'), second);
  writeFileSync(join(folder, 'shards', 'model.safetensors.index.json'), index({ b: '2.safetensors', w: '1.safetensors' }));
  writeFileSync(join(folder, 'shards', 'marked.json'), `\ufeff${index({ b: '2.safetensors', w: '1.safetensors' })}`);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function valuesOf(checkpoint: Checkpoint): Promise<number[]> {
  return [...(await checkpoint.tensors.find(({ name }) => name === 'w')!.readFloat32())];
}

describe('every source gives the same tensors', () => {
  it.each<[string, () => CheckpointSource]>([
    ['a path', () => join(folder, 'one.safetensors')],
    ['a file: address', () => pathToFileURL(join(folder, 'one.safetensors'))],
    ['bytes', () => file],
    ['bytes at an odd place of a larger buffer', () => new Uint8Array([9, 9, 9, ...file]).subarray(3)],
    ['an ArrayBuffer', () => file.buffer],
    ['a Blob', () => new Blob([file])],
    ['a File', () => new File([file], 'one.safetensors')],
    ['a reader of ranges', () => ({ size: file.length, read: async (offset, length) => file.slice(offset, offset + length) })],
    ['an index of shards', () => join(folder, 'shards', 'model.safetensors.index.json')],
    ['an index with a byte order mark', () => join(folder, 'shards', 'marked.json')],
    ['a folder with an index', () => join(folder, 'shards')],
  ])('%s', async (_, source) => {
    expect(await valuesOf(await readCheckpoint(source()))).toEqual([...values]);
  });

  it('reading a header reads no tensor', async () => {
    const ranges: number[] = [];
    const source = { size: file.length, read: async (offset: number, length: number) => (ranges.push(length), file.slice(offset, offset + length)) };
    await readCheckpoint(source);
    expect(ranges.reduce((sum, length) => sum + length)).toBeLessThan(1000);
  });

  it('values are read into memory that the caller brings, where the source can, and into new memory where it is too small', async () => {
    const large = Float32Array.from({ length: 50_000 }, (_, at) => at);
    writeFileSync(join(folder, 'large.safetensors'), writeSafetensors(new Map([['w', { dtype: 'F32', shape: [large.length], data: large }]])));
    for (const [name, expected] of [
      ['one.safetensors', values],
      ['large.safetensors', large],
    ] as const) {
      const [entry] = (await readCheckpoint(join(folder, name))).tensors;
      const scratch = new Uint8Array(expected.byteLength + 8);
      const read = await entry!.readFloat32(scratch);
      expect([...read]).toEqual([...expected]);
      expect(read.buffer).toBe(scratch.buffer);
      const small = new Uint8Array(8);
      expect((await entry!.readFloat32(small)).buffer).not.toBe(small.buffer);
    }
  });

  it('a File names itself in messages', async () => {
    expect((await failureOf(readCheckpoint(new File(['no'], 'mine.pth')))).message).toMatch(/^mine\.pth: /);
  });
});

describe('in a browser', () => {
  it('without Node’s modules a name is an address, and file: is refused', async () => {
    vi.stubGlobal('process', { ...process, getBuiltinModule: undefined });
    const refused = await failureOf(readCheckpoint('file:///weights.pth'));
    const unnamed = await failureOf(readCheckpoint('weights.pth'));
    vi.unstubAllGlobals();
    expect([refused.message, unnamed.message]).toEqual([expect.stringContaining('pass the File'), expect.stringContaining('this is not an address')]);
  });
});

describe('files that are not there', () => {
  it('a path is named', async () => {
    const error = await failureOf(readCheckpoint(join(folder, 'none.pth')));
    expect([error.kind, error.file]).toEqual(['not-found', join(folder, 'none.pth')]);
  });

  it.each(['http://[', 'file://elsewhere/x.pth'])('%s is no address or path, and named', async (address) => {
    expect(await failureOf(readCheckpoint(address))).toMatchObject({ kind: 'unreadable', file: expect.stringMatching(/^(http|file):/) as string });
  });

  it('a folder without an index says what a folder stands for', async () => {
    expect((await failureOf(readCheckpoint(folder))).message).toMatch(/the one \*\.safetensors\.index\.json or model\.json in it, and it has none/);
  });

  it('a shard that is not there is named', async () => {
    writeFileSync(join(folder, 'shards', 'absent.json'), index({ w: '1.safetensors', x: '3.safetensors' }));
    const error = await failureOf(readCheckpoint(join(folder, 'shards', 'absent.json')));
    expect([error.kind, error.message.includes('"3.safetensors"')]).toEqual(['missing-file', true]);
  });

  it('tensors that are in another shard than the index says are all named', async () => {
    writeFileSync(join(folder, 'shards', 'wrong.json'), index({ w: '2.safetensors' }));
    const error = await failureOf(readCheckpoint(join(folder, 'shards', 'wrong.json')));
    expect([error.kind, error.tensors]).toEqual(['malformed', ['w', 'b']]);
  });

  it.each(['../one.safetensors', '/etc/passwd', 'a/b.safetensors', '..\\one.safetensors', 'C:x', '..', '', 7])(
    'a shard called %j does not leave the folder',
    async (shard) => {
      writeFileSync(join(folder, 'shards', 'escape.json'), index({ w: shard as string }));
      const error = await failureOf(readCheckpoint(join(folder, 'shards', 'escape.json')));
      expect([error.kind, error.message]).toEqual(['malformed', expect.stringContaining('not the name of a file beside it')]);
    },
  );
});

describe('addresses', () => {
  let server: Server;
  let address: string;
  let served: number;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const files: Record<string, Uint8Array> = { '/one': file, '/whole': file, '/1.safetensors': file, '/2.safetensors': second };
      const body = request.url === '/index.json' ? new TextEncoder().encode(index({ w: '1.safetensors', b: '2.safetensors' })) : files[request.url!];
      const range = request.url === '/whole' ? undefined : /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '');
      if (request.url === '/cut') return void response.writeHead(200, { 'content-length': 100 }).write('abc', () => response.destroy());
      if (body === undefined) return void response.writeHead(404).end();
      const part = range ? body.slice(Number(range[1]), Number(range[2]) + 1) : body;
      served += part.length;
      response.writeHead(range ? 206 : 200, range ? { 'content-range': `bytes ${range[1]}-${range[2]}/${body.length}` } : {}).end(part);
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  it('with ranges, the header costs less than a tensor', async () => {
    served = 0;
    const checkpoint = await readCheckpoint(`${address}/one`);
    expect(served).toBeLessThan(1000);
    expect(await valuesOf(checkpoint)).toEqual([...values]);
  });

  it.each(['whole', 'index.json'])('%s', async (path) => {
    expect(await valuesOf(await readCheckpoint(new URL(`${address}/${path}`)))).toEqual([...values]);
  });

  it('404, a cut connection and no answer are errors that name the address', async () => {
    expect((await failureOf(readCheckpoint(`${address}/none`))).kind).toBe('not-found');
    expect((await failureOf(readCheckpoint(`${address}/cut`))).kind).toBe('unreadable');
    const error = await failureOf(readCheckpoint('http://127.0.0.1:9/x'));
    expect([error.kind, error.file]).toEqual(['unreadable', 'http://127.0.0.1:9/x']);
  });
});
