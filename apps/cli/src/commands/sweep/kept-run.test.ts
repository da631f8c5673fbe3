import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { freePort } from '../../../../../tools/testing/free-port.ts';
import { forgetRun, keepRun, keptRun } from './kept-run.ts';

const redisServer = '/usr/bin/redis-server';

describe.skipIf(!existsSync(redisServer))("a run's archive in Redis", () => {
  let folder: string;
  let server: ChildProcess;
  let redis: Redis;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attune-kept-'));
    const port = await freePort();
    server = spawn(redisServer, ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', ''], { stdio: 'ignore' });
    redis = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null });
    redis.on('error', () => {});
    await redis.ping();
  });

  afterAll(async () => {
    redis.disconnect();
    const ended = new Promise((done) => void server.once('exit', done));
    server.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true });
  });

  beforeEach(() => redis.flushall());

  it('comes back bit for bit from its parts, and the one before leaves nothing', async () => {
    const [first, second] = [randomBytes(1000), randomBytes(2500)];
    await keepRun(redis, 'run', first, { partBytes: 300 });
    expect(await keptRun(redis, 'run')).toEqual(first);
    await keepRun(redis, 'run', second, { partBytes: 300 });
    expect(await keptRun(redis, 'run')).toEqual(second);
    expect(await redis.keys('run*')).toHaveLength(1 + 9);
    await forgetRun(redis, 'run');
    expect(await redis.keys('*')).toEqual([]);
  });

  it('is none when a part is gone or has other bytes, or when it is of before', async () => {
    await keepRun(redis, 'run', randomBytes(700), { partBytes: 300 });
    const parts = (await redis.keys('run:*')).toSorted();
    const middle = await redis.getBuffer(parts[1]!);
    await redis.del(parts[1]!);
    expect(await keptRun(redis, 'run')).toBeNull();
    await redis.set(parts[1]!, middle!.fill(0));
    expect(await keptRun(redis, 'run')).toBeNull();
    await redis.set('run', randomBytes(50));
    expect(await keptRun(redis, 'run')).toBeNull();
  });
});
