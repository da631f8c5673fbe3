import { spawn } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runFiles } from '@attune/run';
import { Redis } from 'ioredis';
import { expect, it } from 'vitest';

import { contentAt } from '../src/commands/sweep/content.ts';
import { keepRun, keptRun } from '../src/commands/sweep/kept-run.ts';
import { bundleRun, unbundleRun } from '../src/commands/sweep/run-bundle.ts';

const mebibytes = 300;

it(`a run with a checkpoint of ${mebibytes} MiB travels through Redis from one worker to another, bit by bit`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'attune-large-'));
  const port = await freePort();
  const server = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', ''], { stdio: 'ignore' });
  const redis = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null });
  redis.on('error', () => {});
  try {
    const [from, to] = [join(folder, 'from'), join(folder, 'to')];
    await mkdir(from);
    await writeFile(join(from, runFiles.config), '{}');
    await writeFile(join(from, runFiles.checkpoint), randomFillSync(new Uint8Array(mebibytes * 2 ** 20)));
    await keepRun(redis, 'run', (await bundleRun(from))!);
    await unbundleRun((await keptRun(redis, 'run'))!, to);
    expect(await contentAt(to)).toEqual(await contentAt(from));
  } finally {
    redis.disconnect();
    server.kill('SIGKILL');
    await new Promise((resolve) => void server.once('exit', resolve));
    await rm(folder, { recursive: true });
  }
});

async function freePort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((resolve) => void listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  await new Promise((resolve) => void listener.close(resolve));
  return port;
}
