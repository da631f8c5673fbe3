import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { DownloadError, fetchWeights, weightsReference } from '../src/index.ts';
import { fileCache, torchCacheFolder } from '../src/node/index.ts';
import { goOn } from '../../../../tools/testing/file-server.ts';
import { whenKept } from '../../../../tools/testing/when-kept.ts';
import { filesIn } from './files-in.ts';

const contents = randomBytes(300_000);
const hash = createHash('sha256').update(contents).digest('hex').slice(0, 8);

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let folder: string;
let requests: (string | undefined)[];
let answer: Answer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attune-weights-'));
  requests = [];
  server = createServer((request, response) => {
    requests.push(request.headers.range);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

const address = (file: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${file}`;
const fetched = (file = `net-${hash}.pth`) => fetchWeights(weightsReference(address(file)), { cache: fileCache(folder) });

/** Honours ranges; ends the connection after so many bytes of each answer. */
function serve({ cutAfter = Infinity, ranges = true }: { readonly cutAfter?: number; readonly ranges?: boolean } = {}): Answer {
  return (request, response) => {
    const from = ranges && request.headers['if-range'] === '"v1"' ? Number(/bytes=(\d+)-/u.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
    const body = contents.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': body.length,
      etag: '"v1"',
      ...(from > 0 ? { 'content-range': `bytes ${from}-${contents.length - 1}/${contents.length}` } : {}),
    });
    if (body.length <= cutAfter) return void response.end(body);
    response.write(body.subarray(0, cutAfter), () => void whenKept(folder, from + cutAfter).then(() => response.destroy()));
  };
}

it('fetches a file once, and finds it the next time', async () => {
  answer = serve();
  const progress: number[] = [];
  const reference = weightsReference(address(`net-${hash}.pth`));
  const path = await fetchWeights(reference, { cache: fileCache(folder), onProgress: (done, total) => void progress.push(done / total!) });
  expect(await readFile(path)).toEqual(contents);
  expect(progress.at(-1)).toBe(1);
  expect(await fetched()).toBe(path);
  expect(requests).toHaveLength(1);
  expect(await filesIn(folder)).toEqual([reference.fileName]);
});

it('goes on where a cut connection stopped, and the bytes are the file’s', async () => {
  answer = serve({ cutAfter: 120_000 });
  expect(await readFile(await fetched())).toEqual(contents);
  expect(requests[0]).toBeUndefined();
  expect(requests.slice(1)).toSatisfy((ranges: string[]) => goOn(ranges, 120_000));
});

it('starts anew where a server knows no ranges, and tells what is kept when it never ends', async () => {
  answer = serve({ cutAfter: 120_000, ranges: false });
  const failure = (await fetched().catch((error: unknown) => error)) as DownloadError;
  expect(failure).toBeInstanceOf(DownloadError);
  expect(failure.kind).toBe('cut');
  expect(failure.message).toMatch(/bytes are kept: the next try goes on/);
  answer = serve();
  expect(await readFile(await fetched())).toEqual(contents);
});

it('goes on with what an earlier process left, and anew when the file has changed since', async () => {
  const left = await fileCache(folder).open(weightsReference(address('left.pth')));
  await left.restart('"old"');
  await left.append(Buffer.alloc(1000));
  await left.close();
  answer = serve();
  expect(await readFile(await fetched('left.pth'))).toEqual(contents);
  expect(requests).toEqual(['bytes=1000-']);
});

it('a wrong hash is refused, and nothing is left behind', async () => {
  answer = serve();
  const failure = (await fetched('net-00000000.pth').catch((error: unknown) => error)) as DownloadError;
  expect(failure).toMatchObject({ code: 'ATTUNE_DOWNLOAD', kind: 'wrong-hash' });
  expect(await filesIn(folder)).toEqual([]);
});

it('follows redirects', async () => {
  const whole = serve();
  answer = (request, response) => (request.url === '/moved.pth' ? void response.writeHead(302, { location: '/there.pth' }).end() : whole(request, response));
  expect(await readFile(await fetched('moved.pth'))).toEqual(contents);
});

it.each([
  [404, 'not-found', /no file at .*put gone\.pth into/],
  [403, 'refused', /answers 403.*see whether the address is right; or put gone\.pth into/],
])('%i is told with the way out', async (status, kind, message) => {
  answer = (_, response) => void response.writeHead(status).end();
  const failure = (await fetched('gone.pth').catch((error: unknown) => error)) as DownloadError;
  expect(failure.kind).toBe(kind);
  expect(failure.message).toMatch(message);
});

it('without a connection it says which file to put where', async () => {
  const reference = weightsReference(address('net.pth'));
  await new Promise((resolve) => server.close(resolve));
  const failure = (await fetchWeights(reference, { cache: fileCache(folder) }).catch((error: unknown) => error)) as DownloadError;
  expect(failure.kind).toBe('offline');
  expect(failure.message).toContain(`net.pth into ${folder}`);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

it('the cache is PyTorch’s', () => {
  expect(torchCacheFolder({ TORCH_HOME: '/t' })).toBe(join('/t', 'hub', 'checkpoints'));
  expect(torchCacheFolder({ XDG_CACHE_HOME: '/c' })).toBe(join('/c', 'torch', 'hub', 'checkpoints'));
});
