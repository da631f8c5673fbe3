import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type TrialResult, parseResults } from '@attune/sweep';
import { Job, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { freePort } from '../../../tools/testing/free-port.ts';
import { patience } from '../../../tools/testing/patience.ts';
import { packageVersion } from '../src/package-version.ts';
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
    const first = startWorker('first', '5s');
    await stopInTrial(first.child, 'first');
    const second = startWorker('second', '12s'); // half of that it may be without Redis
    await stop(first.child, 'SIGKILL');
    await vi.waitUntil(() => second.log().includes('finished'), patience);
    await stop(server, 'SIGTERM');
    server = await startRedis();
    const third = startWorker('third', '5s');
    expect(await sweep.ended, sweep.log()).toBe(0);
    for (const { child } of [second, third]) await stop(child, 'SIGTERM');
    expect(await runAttune('sweep', spec, '--out', join(root, 'alone'))).toMatchObject({ code: 0 });
    const [remote, alone] = [await resultsOf('remote'), await resultsOf('alone')];
    expect(remote.map(({ status }) => status)).toEqual(Array(12).fill('finished'));
    expect(bits(remote)).toEqual(bits(alone));
    // The runs come back as well, with their logs.
    for (const { digest } of remote) {
      const files = ['run.json', 'model.safetensors', 'metrics.jsonl'].map((name) => join(root, 'remote/trials', digest.slice(0, 16), name));
      expect([...files, join(root, 'remote/trials', `${digest.slice(0, 16)}.log`)].filter((path) => !existsSync(path))).toEqual([]);
    }
    const ends = [first, second, third].flatMap((worker) => worker.log().match(/Trial \d+: finished/gu) ?? []);
    expect(ends).toHaveLength(new Set(ends).size);
    expect(ends).toHaveLength(12);
  });

  it('a trial that fails three times is told with its log, and the rest are trained; data come from a store, where a worker has none', async () => {
    await writeColourFolder(join(root, 'away'), { train: 8, validation: 4 });
    const spec = join(root, 'failing.yaml');
    const flags = `data: ${root}/away, arch: resnet20, image-size: 32, batch-size: 8, epochs: [8, 0, 0]`;
    await writeFile(
      spec,
      `name: failing\nfinetune: { ${flags} }\naxes: { rate-scale: [1, { rate-scale: 1000000, weight-decay: 1, clip-norm: 1000000 }, 2] }\n`,
    );
    const place = ['--redis', url(), '--queue', 'failing'];
    const store = ['--data-store', join(root, 'store')];
    const sweep = start('sweep', spec, ...place, ...store, '--out', join(root, 'failing'));
    await vi.waitUntil(() => sweep.log().includes('in ' + join(root, 'store')), patience);
    await rename(join(root, 'away'), join(root, 'gone'));
    const without = await runAttune('worker', ...place, '--out', join(root, 'without'));
    expect([without.code, without.stderr]).toEqual([
      2,
      expect.stringMatching(/away is not on \S+: copy it here, or give the sweep and this worker the same --data-store/u),
    ]);
    const worker = await runAttune('worker', ...place, ...store, '--out', join(root, 'with'), '--exit-when-empty');
    expect(worker.code, worker.stderr).toBe(0);
    expect(await sweep.ended, sweep.log()).toBe(1);
    const results = await resultsOf('failing');
    expect(results.map(({ index, status }) => `${index} ${status}`).toSorted()).toEqual(['0 finished', '1 failed', '2 finished']);
    expect(results.find(({ status }) => status === 'failed')!.log).toContain('Lower the rates');
    expect(worker.stderr.match(/^Trial 1 failed, attempt \d.*Lower the rates/gmu)).toHaveLength(3);
    expect(await readFile(join(root, 'failing/sweep.html'), 'utf8')).toContain('Lower the rates');
    // A worker that a cluster starts again after the sweep is through ends as well.
    const late = await runAttune('worker', ...place, '--out', join(root, 'late'), '--exit-when-empty', '--json');
    expect([late.code, late.stdout], late.stderr).toEqual([0, expect.stringContaining('"trials":0')]);
  });

  it('a schedule that leaves trials where they are leaves nothing of their runs in Redis', async () => {
    const spec = join(root, 'asha.yaml');
    const flags = `data: ${root}/data, arch: resnet20, image-size: 32, batch-size: 8, epochs: [2, 0, 0]`;
    const strategy = 'strategy: { kind: asha, samples: 3, minEpochs: 1, reduction: 3 }';
    await writeFile(spec, `name: asha\nfinetune: { ${flags} }\naxes: { rate-scale: { from: 0.1, to: 10, scale: log } }\n${strategy}\n`);
    const place = ['--redis', url(), '--queue', 'asha'];
    const connection = new Redis(url(), { maxRetriesPerRequest: null });
    const kept = async () => (await connection.keys('attune:run:*')).toSorted(); // Redis tells keys in no order
    const before = await kept();
    const worker = start('worker', ...place, '--out', join(root, 'asha-worker'), '--exit-when-empty');
    const { code, stderr } = await runAttune('sweep', spec, ...place, '--out', join(root, 'asha'));
    expect(code, stderr).toBe(0);
    expect(await worker.ended, worker.log()).toBe(0);
    expect((await resultsOf('asha')).map(({ status }) => status).toSorted()).toEqual(['finished', 'paused', 'paused', 'paused']);
    expect(await kept()).toEqual(before);
    connection.disconnect();
  });

  it('a wrong password, and a Redis that is not there, are one clear line', async () => {
    const wrong = await runAttune('worker', '--redis', `redis://attune:wrong@127.0.0.1:${port}`, '--out', join(root, 'w'));
    expect(wrong).toMatchObject({
      code: 2,
      stderr: `attune: Redis at redis://127.0.0.1:${port}: it refuses this user or password. Check both in the address.\n`,
    });
    const absent = await runAttune('worker', '--redis', `redis://127.0.0.1:${await freePort()}`, '--out', join(root, 'w'));
    expect(absent).toMatchObject({ code: 2, stderr: expect.stringMatching(/^attune: Redis at .*cannot be reached \(ECONNREFUSED\).*\n$/u) });
  });

  it('a user with the rights of a queue alone may work over TLS, and a certificate of nobody is refused in words', async () => {
    const [certificate, key, tlsPort] = [join(root, 'certificate.pem'), join(root, 'key.pem'), await freePort()];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '2', ...subject], {
      stdio: 'ignore',
    });
    const files = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-ca-cert-file', certificate, '--tls-auth-clients', 'no'];
    const user = ['--user', 'work', 'on', '>secret', '~bull:*', '~attune:*', '&bull:*', '+@all', '-@dangerous', '+info'];
    const place = ['--port', '0', '--tls-port', `${tlsPort}`, '--bind', '127.0.0.1', '--save', ''];
    const tls = spawn(redisServer, [...place, ...files, ...user], { stdio: 'ignore', cwd: root });
    const address = `rediss://work:secret@localhost:${tlsPort}`;
    const connection = new Redis(address, { maxRetriesPerRequest: null, tls: { ca: await readFile(certificate, 'utf8') } });
    connection.on('error', () => {});
    await connection.ping(); // a queue prints that its server is not there yet
    const queue = new Queue('attune', { connection });
    await queue.add('trial', jobOf('99.0.0'));
    const words = ['worker', '--redis', address, '--out', join(root, 'w')];
    const refused = await runAttune(...words);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)')]);
    vi.stubEnv('NODE_EXTRA_CA_CERTS', certificate);
    const trusting = start(...words); // Node reads the variable when it starts
    vi.unstubAllEnvs();
    expect([await trusting.ended, trusting.log()]).toEqual([2, expect.stringContaining('the sweep is of Attune 99.0.0')]);
    await queue.close();
    connection.disconnect();
    await stop(tls, 'SIGTERM');
  });

  it('a worker of another version says so, ends, and leaves the trial to others', async () => {
    const connection = new Redis(url(), { maxRetriesPerRequest: null });
    const queue = new Queue('versions', { connection });
    const job = await queue.add('trial', jobOf('99.0.0'));
    const { code, stderr } = await runAttune('worker', '--redis', url(), '--queue', 'versions', '--out', join(root, 'w'));
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/This worker is Attune \S+, and the sweep is of Attune 99\.0\.0: install the same version on both/u),
    ]);
    expect(['delayed', 'waiting']).toContain(await job.getState());
    await queue.close();
    connection.disconnect();
  });

  it('a job that is no trial fails once, in words, and a worker whose data has other bytes leaves the trial to others', async () => {
    const connection = new Redis(url(), { maxRetriesPerRequest: null });
    const queue = new Queue('odd', { connection });
    const code = await queue.add('trial', { ...jobOf(packageVersion()), code: 'process.exit()' }, { attempts: 3 });
    const { trial, ...rest } = jobOf(packageVersion());
    const elsewhere = { ...rest, trial: { ...trial, flags: { data: join(root, 'data') } }, contents: { [join(root, 'data')]: 'b'.repeat(64) } };
    const job = await queue.add('trial', elsewhere);
    const worker = await runAttune('worker', '--redis', url(), '--queue', 'odd', '--out', join(root, 'w'));
    expect([worker.code, worker.stderr]).toEqual([2, expect.stringMatching(/data holds other bytes on \S+ than where the sweep was started: copy it here/u)]);
    expect(await Job.fromId(queue, code.id!)).toMatchObject({ failedReason: expect.stringMatching(/This job is no trial: .*code/u), attemptsMade: 1 });
    expect(['delayed', 'waiting']).toContain(await job.getState());
    await queue.close();
    connection.disconnect();
  });

  it('--most-per-minute counts what all workers of the queue have begun: where three were, a limit of four lets one begin', async () => {
    const connection = new Redis(url(), { maxRetriesPerRequest: null });
    const queue = new Queue('limited', { connection });
    await connection.set(queue.toKey('limiter'), 3, 'EX', 3600); // a minute that lasts for the test
    const noTrials = ['first', 'second'].map((name) => ({ name, data: {} }));
    const [first, second] = await queue.addBulk(noTrials);
    const { child } = start('worker', '--redis', url(), '--queue', 'limited', '--out', join(root, 'w'), '--most-per-minute', '4');
    await vi.waitFor(async () => expect(await first!.getState()).toBe('failed'), patience);
    expect(await second!.getState()).toBe('waiting'); // in the step that ended the first, the queue would have given it out
    await stop(child, 'SIGTERM');
    await queue.close();
    connection.disconnect();
  });

  it('what a worker gives back that is no result counts as a failure, and its priority is that of its sweep', async () => {
    const spec = join(root, 'nonsense.yaml');
    await writeFile(spec, `name: nonsense\nfinetune: { data: ${root}/data, arch: resnet20 }\n`);
    const connection = new Redis(url(), { maxRetriesPerRequest: null });
    const priorities: (number | undefined)[] = [];
    const worker = new Worker('nonsense', async ({ opts }) => (priorities.push(opts.priority), { accuracy: 1 }), { connection });
    const { code, stderr } = await runAttune('sweep', spec, '--redis', url(), '--queue', 'nonsense', '--priority', '3', '--out', join(root, 'nonsense'));
    expect(code, stderr).toBe(1);
    expect((await resultsOf('nonsense')).map(({ status, log }) => [status, log])).toEqual([['failed', 'The worker gave back no result.']]);
    expect(priorities).toEqual([3000]);
    await worker.close();
    connection.disconnect();
  });
});

function jobOf(version: string) {
  const digest = 'a'.repeat(64);
  const trial = { index: 0, digest, values: {}, seed: null, fold: null, flags: { data: 'x' }, recipe: null };
  return { format: 1, version, sweep: digest, trial, step: { trial: 0, rung: 0, untilEpoch: null }, contents: {} };
}

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

const startWorker = (name: string, stalledAfter: string) => start('worker', '--redis', url(), '--out', join(root, name), '--stalled-after', stalledAfter);

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => void child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

/** Holds a worker still while it has a trial under way: where it could go on until it is killed, it
 * might have said that the trial has finished, and Redis not know. */
async function stopInTrial(child: ChildProcess, name: string): Promise<void> {
  for (;;) {
    await vi.waitUntil(() => hasCheckpoint(name), patience);
    child.kill('SIGSTOP');
    if (await hasCheckpoint(name)) return;
    child.kill('SIGCONT');
  }
}

async function hasCheckpoint(name: string): Promise<boolean> {
  const folders = await readdir(join(root, name, 'trials')).catch(() => []);
  return folders.some((folder) => existsSync(join(root, name, 'trials', folder, 'training.checkpoint')));
}

/** With an append-only file, flushed with every command, and one user besides. What the
 * default user may not do is left out when the file is loaded (Redis 7.0). */
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

const resultsOf = async (out: string): Promise<TrialResult[]> => parseResults(await readFile(join(root, out, 'results.jsonl'), 'utf8'));
const bits = (results: readonly TrialResult[]) =>
  results.map(({ digest, metrics, weights }) => ({ digest, metrics, weights })).toSorted((a, b) => (a.digest < b.digest ? -1 : 1));
