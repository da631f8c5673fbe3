import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type TrialResult, parseResults } from '@attune/sweep';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

const attune = fileURLToPath(new URL('../bin/attune.js', import.meta.url));
const redisServer = '/usr/bin/redis-server';
const hasRedis = existsSync(redisServer);

let root: string;
let port: number;
let server: ChildProcess;
const url = () => `redis://attune:secret@127.0.0.1:${port}`;

beforeAll(async () => {
  if (!hasRedis) return;
  root = await temporaryFolder();
  await writeColourFolder(join(root, 'data'), { train: 8, validation: 4 });
  await mkdir(join(root, 'redis'));
  port = await freePort();
  server = await startRedis();
});

afterAll(async () => {
  if (!hasRedis) return;
  await stop(server, 'SIGTERM');
  await rm(root, { recursive: true });
});

describe.skipIf(!hasRedis)('a sweep over workers', () => {
  it('loses nothing when a worker is killed and Redis restarted: each trial is bit-equal to itself alone, and ends once', async () => {
    const spec = join(root, 'spec.yaml');
    const flags = `data: ${root}/data, arch: resnet20, image-size: 32, batch-size: 8, epochs: [3, 0, 0]`;
    await writeFile(spec, `name: workers\nfinetune: { ${flags} }\naxes: { attention: [none, identity], rate-scale: [1, 2] }\nseeds: 3\n`);
    const sweep = start('sweep', spec, '--redis', url(), '--out', join(root, 'remote'));
    const [first, second] = [startWorker('first'), startWorker('second')];
    await vi.waitUntil(() => hasCheckpoint('first'), { timeout: 120_000, interval: 20 });
    await stop(first.child, 'SIGKILL');
    await vi.waitUntil(() => second.log().includes('finished'), { timeout: 120_000 });
    await stop(server, 'SIGTERM');
    server = await startRedis();
    const third = startWorker('third');
    expect(await sweep.ended, sweep.log()).toBe(0);
    for (const { child } of [second, third]) await stop(child, 'SIGTERM');
    expect(await runAttune('sweep', spec, '--out', join(root, 'alone'))).toMatchObject({ code: 0 });
    const [remote, alone] = [await resultsOf('remote'), await resultsOf('alone')];
    expect(remote.map(({ status }) => status)).toEqual(Array(12).fill('finished'));
    expect(bits(remote)).toEqual(bits(alone));
    const ends = [first, second, third].flatMap((worker) => worker.log().match(/Trial \d+: finished/gu) ?? []);
    expect(ends).toHaveLength(new Set(ends).size);
    expect(ends).toHaveLength(12);
  }, 900_000);

  it('a wrong password, and a Redis that is not there, are one clear line', async () => {
    const wrong = await runAttune('worker', '--redis', `redis://attune:wrong@127.0.0.1:${port}`, '--out', join(root, 'w'));
    expect(wrong).toMatchObject({
      code: 2,
      stderr: `attune: Redis at redis://127.0.0.1:${port}: it refuses this user or password. Check both in the address.\n`,
    });
    const absent = await runAttune('worker', '--redis', `redis://127.0.0.1:${await freePort()}`, '--out', join(root, 'w'));
    expect(absent).toMatchObject({ code: 2, stderr: expect.stringMatching(/^attune: Redis at .*cannot be reached \(ECONNREFUSED\).*\n$/u) });
  });

  it('a worker of another version says so, ends, and leaves the trial to others', async () => {
    const connection = new Redis(url(), { maxRetriesPerRequest: null });
    const queue = new Queue('versions', { connection });
    const digest = 'a'.repeat(64);
    const trial = { index: 0, digest, values: {}, seed: null, fold: null, flags: { data: 'x' }, recipe: null };
    const step = { trial: 0, rung: 0, untilEpoch: null };
    const job = await queue.add('trial', { format: 1, version: '99.0.0', sweep: digest, trial, step, contents: {} });
    const { code, stderr } = await runAttune('worker', '--redis', url(), '--queue', 'versions', '--out', join(root, 'w'));
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/This worker is Attune \S+, and the sweep is of Attune 99\.0\.0: install the same version on both/u),
    ]);
    expect(['delayed', 'waiting']).toContain(await job.getState());
    await queue.close();
    connection.disconnect();
  }, 60_000);
});

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  /** What it has written to stderr. */
  readonly log: () => string;
}

function start(...words: string[]): Started {
  const child = spawn(process.execPath, [attune, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return { child, ended: new Promise((resolve) => void child.on('close', resolve)), log: () => text };
}

const startWorker = (name: string) => start('worker', '--redis', url(), '--out', join(root, name), '--stalled-after', '5s');

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => void child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

async function hasCheckpoint(name: string): Promise<boolean> {
  const folders = await readdir(join(root, name, 'trials')).catch(() => []);
  return folders.some((folder) => existsSync(join(root, name, 'trials', folder, 'training.checkpoint')));
}

/** With an append-only file, flushed with every command, and one user besides. What the
 * default user
 * may not do is left out when the file is loaded (Redis 7.0). */
async function startRedis(): Promise<ChildProcess> {
  const settings = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    join(root, 'redis'),
    '--appendonly',
    'yes',
    '--appendfsync',
    'always',
    '--save',
    '',
  ];
  const child = spawn(redisServer, [...settings, '--user', 'attune', 'on', '>secret', '~*', '&*', '+@all', '--user', 'default', 'off', '~*', '&*', '+@all'], {
    stdio: 'ignore',
  });
  const probe = new Redis(url(), { lazyConnect: true, retryStrategy: () => 100, maxRetriesPerRequest: null });
  probe.on('error', () => {});
  await probe.ping();
  probe.disconnect();
  return child;
}

async function freePort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((resolve) => void listener.listen(0, '127.0.0.1', resolve));
  const { port: free } = listener.address() as AddressInfo;
  await new Promise((resolve) => void listener.close(resolve));
  return free;
}

const resultsOf = async (out: string): Promise<TrialResult[]> => parseResults(await readFile(join(root, out, 'results.jsonl'), 'utf8'));
const bits = (results: readonly TrialResult[]) =>
  results.map(({ digest, metrics, weights }) => ({ digest, metrics, weights })).toSorted((a, b) => (a.digest < b.digest ? -1 : 1));
