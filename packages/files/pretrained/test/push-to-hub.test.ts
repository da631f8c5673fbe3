import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { HubServer } from '../../../../tools/testing/hub-server.ts';
import { HubPushError, type PushToHubOptions, pushToHub } from '../src/index.ts';

const token = 'hf_a_secret_that_is_never_told';
const files = [
  { path: 'README.md', content: new Blob(['# a card']) },
  { path: 'model.safetensors', content: new Blob([new Uint8Array(300_000).fill(7)]) },
];

let hub: HubServer;
let address: string;
beforeEach(async () => {
  hub = await new HubServer().start();
  ({ address } = hub);
});
afterEach(() => hub.stop());

const push = async (options: Partial<PushToHubOptions> = {}, repository = 'me/net') => pushToHub(repository, files, { token, hub: address, ...options });
const failure = async (options?: Partial<PushToHubOptions>, repository?: string) => {
  const error: unknown = await push(options, repository).catch((thrown: unknown) => thrown);
  expect(HubPushError.isInstance(error)).toBe(true);
  expect(String((error as Error).stack) + JSON.stringify(error)).not.toContain(token);
  return error as HubPushError;
};

it('makes the repository, sends large files by their hash, and commits them with the small ones', async () => {
  expect(await push({ isPrivate: true })).toMatchObject({
    url: `${hub.address}/me/net`,
    isNew: true,
    commit: expect.stringMatching(/^[\da-f]{40}$/u) as string,
  });
  expect(hub.repositories.get('me/net')?.isPrivate).toBe(true);
  expect(hub.file('me/net', 'README.md')?.toString()).toBe('# a card');
  expect(hub.file('me/net', 'model.safetensors')).toEqual(Buffer.alloc(300_000, 7));
  expect(hub.requests.map((request) => request.replace(/[\da-f]{64}/u, 'HASH'))).toEqual([
    'POST /api/repos/create',
    'POST /api/models/me/net/preupload/main',
    'POST /me/net.git/info/lfs/objects/batch',
    'PUT /lfs/HASH',
    'POST /api/models/me/net/commit/main',
  ]);
  const sent = hub.tokens.map((one) => one === `Bearer ${token}`);
  expect(sent, 'the store of large files is sent no token').toEqual([true, true, true, false, true]);
});

it('sends a large file in the parts that the Hub asks for, and none that it has already', async () => {
  hub.partBytes = 100_001;
  await push();
  expect(hub.file('me/net', 'model.safetensors')).toEqual(Buffer.alloc(300_000, 7));
  const sent = () => hub.requests.filter((request) => /\/(?:part|complete)\//u.test(request)).map((request) => request.replace(/[\da-f]{64}/u, 'HASH'));
  expect(sent()).toEqual(['PUT /part/HASH/00001', 'PUT /part/HASH/00002', 'PUT /part/HASH/00003', 'POST /complete/HASH']);
  await push({ update: true });
  expect(sent()).toHaveLength(4);
});

it('leaves who sees a repository to the settings of its owner', async () => {
  await push();
  expect(hub.repositories.get('me/net')?.isPrivate).toBeUndefined();
});

it('adds a commit to a repository that exists only where that is asked for', async () => {
  await push();
  expect(await failure()).toMatchObject({ code: 'ATTUNE_HUB_PUSH', kind: 'exists', message: expect.stringContaining('me/net exists already') as string });
  expect(await push({ update: true })).toMatchObject({ isNew: false });
});

it('commits to a branch, which it makes', async () => {
  await push({ branch: 'v2' });
  expect(hub.file('me/net', 'README.md')).toBeUndefined();
  expect(hub.file('me/net', 'README.md', 'v2')?.toString()).toBe('# a card');
  await push({ branch: 'v2', update: true });
});

describe('what the Hub refuses is told with the way out, and never with the token', () => {
  it.each([
    [401, 'unauthorized', /does not accept the token \(401\): make one that may write at http/u],
    [403, 'forbidden', /may not write to me\/net \(403\)/u],
    [404, 'not-found', /no owner "me" or no me\/net that the token may see \(404\)/u],
    [500, 'refused', /answers 500 and says: token … is broken\. Nothing was committed/u],
  ])('%i', async (status, kind, message) => {
    hub.refusal = { status, json: { error: `token ${token} is broken` } };
    expect(await failure()).toMatchObject({ kind, repository: 'me/net', message: expect.stringMatching(message) as string });
  });

  it('an owner that is not yours', async () => {
    expect(await failure({}, 'other/net')).toMatchObject({ kind: 'forbidden' });
  });

  it.each(['net', 'me/', 'me/net/more', '../net', 'me/a b'])('the name %j', async (repository) => {
    expect(await failure({}, repository)).toMatchObject({ kind: 'name' });
    expect(hub.requests).toEqual([]);
  });

  it('a token of something else, before anything is sent', async () => {
    const error: unknown = await push({ token: 'ghp_other' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'unauthorized', message: expect.stringContaining('begin with "hf_"') as string });
    expect(String(error)).not.toContain('ghp_other');
    expect(hub.requests).toEqual([]);
  });

  it('a Hub that cannot be reached, or would be told in the clear', async () => {
    await hub.stop();
    expect(await failure()).toMatchObject({ kind: 'offline', message: expect.stringContaining('ECONNREFUSED') as string });
    expect(await failure({ hub: 'http://hub.example' })).toMatchObject({
      kind: 'offline',
      message: expect.stringContaining('nothing is sent to http://hub.example') as string,
    });
    await hub.start();
  });
});

it('stops when it is told to', async () => {
  const reason = new Error('enough');
  await expect(push({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
