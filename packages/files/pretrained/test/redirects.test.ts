import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { type DownloadError, type FetchWeightsOptions, fetchWeights, weightsReference } from '../src/index.ts';
import { fileCache } from '../src/node/index.ts';
import { AnsweringServer } from './answering-server.ts';
import { filesIn } from './files-in.ts';

const contents = Buffer.from('the weights, whole');
let folder: string;
let [first, second]: AnsweringServer[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attune-redirects-'));
  first = await new AnsweringServer().start();
  second = await new AnsweringServer((_, response) => void response.writeHead(200, { etag: '"v1"' }).end(contents)).start();
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await first!.stop();
  await second!.stop();
  await rm(folder, { recursive: true });
});

const redirectTo = (location: string, status = 302) => {
  first!.answer = (_, response) => void response.writeHead(status, { location }).end();
};
const fetched = (name: string, options: Partial<FetchWeightsOptions> = {}) =>
  fetchWeights(weightsReference(name, { hub: first!.address }), { cache: fileCache(folder), ...options });
const failed = async (name: string) => (await fetched(name).catch((error: unknown) => error)) as DownloadError;

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('of status %i to another host of this machine is followed, without the headers that tell who asks', async (status) => {
    redirectTo(`${second!.address}/elsewhere.pth`, status);
    const headers = { authorization: 'Bearer secret', cookie: 'session=secret', 'x-api-key': 'secret' };
    expect(await readFile(await fetched(`${first!.address}/net.pth`, { headers }))).toEqual(contents);
    expect(first!.requests[0]!.headers).toMatchObject(headers);
    expect(JSON.stringify(second!.requests[0]!.headers)).not.toContain('secret');
  });

  it('on the same host keeps them; behind another host they do not come back', async () => {
    first!.answer = ({ url }, response) => {
      if (url === '/net.pth') return void response.writeHead(302, { location: '/there.pth' }).end();
      if (url === '/there.pth') return void response.writeHead(302, { location: `${second!.address}/back` }).end();
      return void response.end(contents);
    };
    second!.answer = (_, response) => void response.writeHead(302, { location: `${first!.address}/last.pth` }).end();
    await fetched(`${first!.address}/net.pth`, { headers: { authorization: 'Bearer secret' } });
    expect(first!.requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/net.pth', 'Bearer secret'],
      ['/there.pth', 'Bearer secret'],
      ['/last.pth', undefined],
    ]);
  });

  it.each(['http://far.example/net.pth', 'ftp://far.example/net.pth', 'file:///etc/passwd', 'http://someone:secret@127.0.0.1/net.pth', 'http://['])(
    'to %s is refused, and nothing is kept',
    async (location) => {
      redirectTo(location);
      const failure = await failed(`${first!.address}/net.pth`);
      expect(failure).toMatchObject({
        code: 'ATTUNE_DOWNLOAD',
        kind: 'redirect',
        message: expect.stringMatching(/redirects to .*Download the file yourself/u),
      });
      expect(failure.message).not.toContain('secret');
      expect(await filesIn(folder)).toEqual([]);
    },
  );

  it('that goes on for ever ends after ten', async () => {
    redirectTo('/again.pth');
    expect(await failed(`${first!.address}/net.pth`)).toMatchObject({ kind: 'redirect', message: expect.stringContaining('more than 10 times') as string });
    expect(first!.requests).toHaveLength(11);
  });

  it('from https to http is refused, to this machine too', async () => {
    const { fetch } = globalThis;
    vi.stubGlobal('fetch', (url: URL | string, init: RequestInit) =>
      new URL(url).protocol === 'https:'
        ? Promise.resolve(new Response(null, { status: 302, headers: { location: `${second!.address}/net.pth` } }))
        : fetch(url, init),
    );
    expect(await failed('https://far.example/net.pth')).toMatchObject({
      kind: 'redirect',
      message: expect.stringContaining(`redirects to ${second!.address}`) as string,
    });
    expect(second!.requests).toHaveLength(0);
  });
});

describe('a file of the Hub', () => {
  it('that lies in a store elsewhere is fetched from there without the token', async () => {
    second!.answer = ({ headers }, response) => {
      const isProbe = headers.range === 'bytes=0-0';
      const body = isProbe ? contents.subarray(0, 1) : contents;
      const range = isProbe ? { 'content-range': `bytes 0-0/${contents.length}` } : {};
      // What CloudFront says, at which the package would send its token there.
      response.writeHead(isProbe ? 206 : 200, { etag: '"v1"', 'x-cache': 'Miss from cloudfront', 'content-length': body.length, ...range }).end(body);
    };
    first!.answer = ({ url }, response) => void response.writeHead(302, { location: `${second!.address}${url}` }).end();
    expect(await readFile(await fetched('hub:owner/net', { hubToken: 'hf_secret' }))).toEqual(contents);
    expect(first!.requests.every(({ headers }) => headers.authorization === 'Bearer hf_secret')).toBe(true);
    expect(second!.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
  });

  it('is not followed to an address over http', async () => {
    redirectTo('http://far.example/store');
    expect(await failed('hub:owner/net')).toMatchObject({ kind: 'redirect' });
  });
});
