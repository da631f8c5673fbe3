import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { type DownloadError, fetchWeights, weightsReference } from '../src/index.ts';
import { fileCache } from '../src/node/index.ts';
import { FileServer, goOn } from '../../../../tools/testing/file-server.ts';
import { AnsweringServer } from './answering-server.ts';
import { filesIn } from './files-in.ts';

const contents = randomBytes(300_000);
const hash = createHash('sha256').update(contents).digest('hex');

let server: FileServer;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attune-hub-'));
  server = await new FileServer(contents, { 'x-linked-etag': `"${hash}"`, etag: '"of-the-cdn"' }).start();
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const fetched = (name = 'hub:owner/net', onProgress?: (done: number, total: number | null) => void) =>
  fetchWeights(weightsReference(name, { hub: server.address }), { cache: fileCache(folder), onProgress });

it.each([
  ['hub:owner/net', '/owner/net/resolve/main/model.safetensors'],
  ['hub:owner/net@v1.0/deep/net.pth', '/owner/net/resolve/v1.0/deep/net.pth'],
  ['timm:resnet18', '/timm/resnet18.a1_in1k/resolve/main/model.safetensors'],
])('%s is what the Hub has at %s, asked for its size and hash first, with progress', async (name, path) => {
  const progress: [number, number | null][] = [];
  const file = await fetched(name, (done, total) => void progress.push([done, total]));
  expect(file).toBe(join(folder, weightsReference(name, { hub: server.address }).fileName));
  expect(await readFile(file)).toEqual(contents);
  expect(server.requests).toEqual([`${path} bytes=0-0`, `${path} whole`]);
  expect(progress.at(-1)).toEqual([300_000, 300_000]);
});

it('goes on where a cut connection stopped', async () => {
  [server.cutAfter, server.keptIn] = [120_000, folder];
  expect(await readFile(await fetched())).toEqual(contents);
  const [, whole, ...rest] = server.requests.map((request) => request.split(' ')[1]);
  expect(whole).toBe('whole');
  expect(rest.filter((_, at) => at % 2 === 0)).toSatisfy((asked: string[]) => asked.every((range) => range === 'bytes=0-0'));
  expect(rest.filter((_, at) => at % 2 === 1)).toSatisfy((ranges: string[]) => goOn(ranges, 120_000));
});

it('goes on with what an earlier process left of the same file, and anew when the Hub has another since', async () => {
  for (const [version, asked] of [
    [`"${hash}"`, 'bytes=1000-299999'],
    ['"other"', 'whole'],
  ] as const) {
    const reference = weightsReference('hub:owner/net', { hub: server.address });
    const left = await fileCache(folder).open(reference);
    await left.restart(version);
    await left.append(contents.subarray(0, 1000));
    await left.close();
    expect(await readFile(await fetched())).toEqual(contents);
    expect(server.requests.at(-1)).toContain(asked);
    await rm(join(folder, reference.fileName));
  }
});

it('what does not have the hash that the Hub tells is refused, and nothing is left behind', async () => {
  await server.stop();
  server = await new FileServer(contents, { 'x-linked-etag': `"${'0'.repeat(64)}"` }).start();
  const failure = (await fetched().catch((error: unknown) => error)) as DownloadError;
  expect(failure).toMatchObject({ code: 'ATTUNE_DOWNLOAD', kind: 'wrong-hash' });
  expect(await filesIn(folder)).toEqual([]);
});

it.each([
  [404, { 'x-error-code': 'EntryNotFound' }, 'not-found', /no file at .*put model\.safetensors into .*owner--net/],
  [404, { 'x-error-code': 'RepoNotFound' }, 'not-found', /no file at/],
  [401, {}, 'refused', /answers 401\..*accept these at http:\S+\/owner\/net, and name a token that may read it by HF_TOKEN; or put/],
  [429, { 'retry-after': '1' }, 'refused', /answers 429\. Try again in 1 second, name another host by ATTUNE_MIRROR, or put/],
])('%i %o is told with the way out', async (status, headers, kind, message) => {
  server.refusal = { status, headers };
  const failure = (await fetched().catch((error: unknown) => error)) as DownloadError;
  expect(failure).toMatchObject({ code: 'ATTUNE_DOWNLOAD', kind, message: expect.stringMatching(message) as string });
});

it('without a connection it says which file to put where', async () => {
  const reference = weightsReference('hub:owner/net', { hub: server.address });
  await server.stop();
  const failure = (await fetchWeights(reference, { cache: fileCache(folder) }).catch((error: unknown) => error)) as DownloadError;
  expect(failure).toMatchObject({ kind: 'offline', message: expect.stringContaining(`model.safetensors into ${folder}/127.0.0.1_`) as string });
  await server.start();
});

it('a reader’s token is sent to the Hub', async () => {
  await fetchWeights(weightsReference('hub:owner/net', { hub: server.address }), { cache: fileCache(folder), hubToken: 'hf_secret' });
  expect(server.tokens).toEqual(['Bearer hf_secret', 'Bearer hf_secret']);
});

it.each(['hf_sec\nret', 'hf_sec ret', '“hf_secret”'])('a token that no header can hold is told without a sign of it: %j', async (hubToken) => {
  const failing = fetchWeights(weightsReference('hub:owner/net', { hub: server.address }), { cache: fileCache(folder), hubToken });
  const failure = (await failing.catch((error: unknown) => error)) as DownloadError;
  expect(failure).toMatchObject({ kind: 'refused', message: expect.stringContaining('(HF_TOKEN) holds a blank, a line break') as string });
  expect(failure.message).not.toMatch(/sec/u);
  expect(server.requests).toEqual([]);
});

it.each(['', ' \n'])('%j is no token', async (hubToken) => {
  await fetchWeights(weightsReference('hub:owner/net', { hub: server.address }), { cache: fileCache(folder), hubToken });
  expect(server.tokens).toEqual([undefined, undefined]);
});

it('a server that does not speak as the Hub does is named as such', async () => {
  const other = await new AnsweringServer((_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')).start();
  const failing = fetchWeights(weightsReference('hub:owner/net', { hub: other.address }), { cache: fileCache(folder) });
  await expect(failing).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('See whether HF_ENDPOINT names a Hub') as string });
  await other.stop();
});

it('begins anew where the Hub tells the size, and has no ranges for what is missing', async () => {
  const info = { 'content-type': 'application/vnd.xet-fileinfo+json', 'x-linked-size': `${contents.length}`, 'x-linked-etag': `"${hash}"` };
  const other = await new AnsweringServer(({ headers }, response) => {
    const isProbe = headers.accept?.includes('xet-fileinfo') === true;
    response.writeHead(200, isProbe ? info : { 'content-length': contents.length }).end(isProbe ? '{}' : contents);
  }).start();
  const reference = weightsReference('hub:owner/net', { hub: other.address });
  const left = await fileCache(folder).open(reference);
  await left.restart(`"${hash}"`);
  await left.append(contents.subarray(0, 1000));
  await left.close();
  expect(await readFile(await fetchWeights(reference, { cache: fileCache(folder) }))).toEqual(contents);
  expect(other.requests.map(({ headers }) => headers.range)).toEqual(['bytes=0-0', 'bytes=1000-299999']);
  await other.stop();
});
