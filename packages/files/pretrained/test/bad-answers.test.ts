import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { DownloadError, type FetchWeightsOptions, fetchWeights, weightsReference } from '../src/index.ts';
import { fileCache } from '../src/node/index.ts';
import { whenKept } from '../../../../tools/testing/when-kept.ts';
import { AnsweringServer } from './answering-server.ts';
import { filesIn } from './files-in.ts';

const contents = randomBytes(50_000);
let folder: string;
let server: AnsweringServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attune-bad-answers-'));
  server = await new AnsweringServer().start();
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const reference = () => weightsReference(`${server.address}/net.pth`);
const fetched = (options: Partial<FetchWeightsOptions> = {}) => fetchWeights(reference(), { cache: fileCache(folder), ...options });
const failed = async (options: Partial<FetchWeightsOptions> = {}) => {
  const failure = await fetched(options).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(DownloadError);
  return failure as DownloadError;
};
/** Ends the body by ending the connection, as HTTP/1.0 did: whether it is whole nobody can tell. */
const endByClosing = (response: ServerResponse, bytes: Uint8Array) => {
  response.useChunkedEncodingByDefault = false;
  response.writeHead(200, { connection: 'close' }).end(bytes);
};

describe('never kept', () => {
  it.each([
    ['an HTML page', '<!DOCTYPE html><title>Log in</title>', 'text/html'],
    ['one without a type, behind blanks', '\n\n  <html lang="en">', 'application/octet-stream'],
    ['an error in XML', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', 'application/xml'],
    ['one with a byte order mark', '\uFEFF<html>', 'text/html'],
  ])('%s with status 200 is a web page', async (_, body, type) => {
    server.answer = (__, response) => void response.writeHead(200, { 'content-type': type }).end(body);
    expect(await failed()).toMatchObject({ kind: 'not-weights', message: expect.stringMatching(/net\.pth is a web page\. It was not kept/u) as string });
    expect(await filesIn(folder)).toEqual([]);
  });

  it('safetensors whose length begins with the byte of "<" are no web page', async () => {
    const safetensors = Buffer.concat([Buffer.from([0x3c, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{}'.padEnd(0x3c))]);
    server.answer = (_, response) => void response.end(safetensors);
    expect(await readFile(await fetched())).toEqual(safetensors);
  });

  it.each([
    ['with a length', { 'content-length': '0' }],
    ['without one', {}],
  ])('an empty body %s', async (_, headers) => {
    server.answer = (__, response) => void response.writeHead(200, headers).end();
    expect(await failed()).toMatchObject({ kind: 'not-weights', message: expect.stringContaining('is empty') as string });
    expect(await filesIn(folder)).toEqual([]);
  });

  it('a body shorter than its length, and without a version none of its bytes', async () => {
    server.answer = (_, response) => {
      response.writeHead(200, { 'content-length': contents.length });
      response.write(contents.subarray(0, 20_000), () => void whenKept(folder, 20_000).then(() => response.destroy()));
    };
    expect(await failed()).toMatchObject({ kind: 'cut', message: expect.stringContaining('Nothing is kept') as string });
    expect(await filesIn(folder)).toEqual([]);
  });

  it('a body cut in the middle of its chunks', async () => {
    server.answer = (_, response) => {
      response.writeHead(200);
      response.write(contents.subarray(0, 20_000), () => void whenKept(folder, 20_000).then(() => response.destroy()));
    };
    expect((await failed()).kind).toBe('cut');
    expect(await filesIn(folder)).toEqual([]);
  });

  it('a body cut without a length that does not have the hash in its name', async () => {
    server.answer = (_, response) => endByClosing(response, contents.subarray(0, 20_000));
    const named = weightsReference(`${server.address}/net-0123abcd.pth`);
    await expect(fetchWeights(named, { cache: fileCache(folder) })).rejects.toMatchObject({ kind: 'wrong-hash' });
    expect(await filesIn(folder)).toEqual([]);
  });

  it('a body cut without a length that cannot be opened, whose fault is told', async () => {
    const check = async (path: string) => {
      const { length } = await readFile(path);
      if (length < contents.length) throw new Error(`${length} of ${contents.length} bytes`);
    };
    server.answer = (_, response) => endByClosing(response, contents.subarray(0, 20_000));
    expect(await failed({ check })).toMatchObject({ kind: 'not-weights', message: expect.stringContaining('cannot be read (20000 of 50000 bytes)') as string });
    expect(await filesIn(folder)).toEqual([]);
    server.answer = (_, response) => endByClosing(response, contents);
    expect(await readFile(await fetched({ check }))).toEqual(contents);
  });

  it('what the disk does not take, which is no fault of the connection', async () => {
    await mkdir(dirname(dirname(join(folder, reference().fileName))), { recursive: true });
    await writeFile(join(folder, dirname(reference().fileName)), 'a file where the folder should be');
    expect(await failed()).toMatchObject({ kind: 'not-kept', message: expect.stringContaining(`${folder} does not take the file (EEXIST)`) as string });
    expect(server.requests).toHaveLength(0);
  });
});

describe('a file that is kept', () => {
  it.each([
    ['a changed byte', (bytes: Buffer) => bytes.fill(bytes[30_000]! ^ 1, 30_000, 30_001)],
    ['its end cut off', (bytes: Buffer) => bytes.subarray(0, 30_000)],
  ])('is not used with %s, and not removed', async (_, change) => {
    server.answer = (__, response) => void response.end(contents);
    for (const named of [reference(), weightsReference(`${server.address}/net-${createHash('sha256').update(contents).digest('hex').slice(0, 8)}.pth`)]) {
      const path = await fetchWeights(named, { cache: fileCache(folder) });
      const damaged = Buffer.from(change(Buffer.from(contents)));
      await writeFile(path, damaged);
      await expect(fetchWeights(named, { cache: fileCache(folder) })).rejects.toMatchObject({
        code: 'ATTUNE_DOWNLOAD',
        kind: 'damaged',
        message: expect.stringContaining(`${path} is not what was fetched from ${named.url}`) as string,
      });
      expect(await readFile(path)).toEqual(damaged);
      await rm(path);
      expect(await readFile(await fetchWeights(named, { cache: fileCache(folder) }))).toEqual(contents);
    }
  });

  it('is used as it is where someone put it there', async () => {
    const path = join(folder, reference().fileName);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, 'by hand');
    expect(await fetched()).toBe(path);
    expect(server.requests).toHaveLength(0);
  });
});

it('what hinders the end of a try does not hide why it ended', async () => {
  server.answer = (_, response) => {
    response.writeHead(200, { 'content-length': contents.length, etag: '"v1"' });
    const place = join(folder, dirname(reference().fileName));
    response.write(
      contents.subarray(0, 20_000),
      () =>
        void whenKept(folder, 20_000)
          .then(() => rm(place, { recursive: true }))
          .then(() => response.destroy()),
    );
  };
  expect(await failed()).toMatchObject({ kind: 'not-kept', message: expect.stringContaining('does not take the file (ENOENT)') as string });
});

it.each([
  [429, { 'retry-after': '30' }, /answers 429\. Try again in 30 seconds, or put net\.pth into/u],
  [503, { 'retry-after': 'Fri, 31 Dec 2027 23:59:59 GMT' }, /answers 503\. Try again later, or put/u],
  [401, {}, /answers 401\. What needs a login is not fetched: see whether the address is right; or put/u],
])('%i %o tells what to do, and no mirror, which an address has not', async (status, headers, message) => {
  server.answer = (_, response) => void response.writeHead(status, headers).end();
  const failure = await failed();
  expect(failure).toMatchObject({ kind: 'refused', message: expect.stringMatching(message) as string });
  expect(failure.message).not.toContain('ATTUNE_MIRROR');
});

describe('a packed body', () => {
  it('is not asked for, and one that comes all the same is not gone on with', async () => {
    server.answer = (_, response) => {
      response.writeHead(200, { etag: '"v1"', 'content-length': 1000, 'content-encoding': 'gzip' });
      response.write(Buffer.alloc(100), () => setTimeout(() => response.destroy(), 20));
    };
    await failed();
    expect(server.requests.map(({ headers }) => [headers['accept-encoding'], headers.range])).toEqual([
      ['identity', undefined],
      ['identity', undefined],
    ]);
  });
});

const leave = async (version: string | null, total: number | null) => {
  const left = await fileCache(folder).open(reference());
  await left.restart(version, total);
  await left.append(Buffer.alloc(1000, 7));
  await left.close();
};

describe('what is there in part', () => {
  /** Ignores `If-Range`, as some servers do. */
  const careless = (etag: string | null) => {
    server.answer = ({ headers }, response) => {
      const from = Number(/bytes=(\d+)-/u.exec(headers.range ?? '')?.[1] ?? 0);
      const range = { 'content-range': `bytes ${from}-${contents.length - 1}/${contents.length}` };
      response.writeHead(from > 0 ? 206 : 200, { ...(etag === null ? {} : { etag }), ...(from > 0 ? range : {}), 'content-length': contents.length - from });
      response.end(contents.subarray(from));
    };
  };

  it.each([
    ['another ETag', '"old"', contents.length, '"new"'],
    ['another length', '"v1"', contents.length - 1, '"v1"'],
    ['no ETag', '"v1"', contents.length, null],
    ['a weak ETag', 'W/"v1"', contents.length, 'W/"v1"'],
  ])('is dropped where the answer has %s', async (_, version, total, etag) => {
    await leave(version, total);
    careless(etag);
    expect((await readFile(await fetched())).equals(contents)).toBe(true);
    expect(await filesIn(folder)).toEqual([reference().fileName]);
  });

  it.each([
    ['the same length', contents.length],
    ['a length where none was known', null],
  ])('is gone on with where the answer has the same ETag and %s', async (_, total) => {
    await leave('"v1"', total);
    careless('"v1"');
    const file = await readFile(await fetched());
    expect(server.requests.map(({ headers }) => headers.range)).toEqual(['bytes=1000-']);
    expect(file.subarray(0, 1000).equals(Buffer.alloc(1000, 7))).toBe(true);
    expect(file.subarray(1000).equals(contents.subarray(1000))).toBe(true);
  });

  it('is not kept where no version tells what it is of', async () => {
    await leave(null, contents.length);
    expect(await filesIn(folder)).toEqual([]);
  });
});
