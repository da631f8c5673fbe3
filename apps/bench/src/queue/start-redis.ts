import { execFile, spawn } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

import { BenchError } from '../bench-error.ts';

/** A Redis of our own on a loopback port. */
export interface OwnRedis {
  readonly url: string;
  /** Jobs that a queue of BullMQ has waiting by priority. */
  waiting(queue: string): Promise<number>;
  stop(): Promise<void>;
}

/** @throws {BenchError} when `redis-server` is not installed. */
export async function startRedis(folder: string): Promise<OwnRedis> {
  const port = await freePort();
  const child = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', ''], { stdio: 'ignore' });
  let failed = false;
  child.on('error', () => (failed = true));
  const ended = new Promise((done) => void child.on('close', done));
  const ask = async (...words: string[]) => (await promisify(execFile)('redis-cli', ['-p', `${port}`, ...words])).stdout.trim();
  while ((await ask('ping').catch(() => '')) !== 'PONG') {
    if (failed) throw new BenchError('redis-server is not installed: apt-get install redis-server.');
    await wait(50);
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    waiting: async (queue) => Number(await ask('zcard', `bull:${queue}:prioritized`)),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((done) => void listener.listen(0, '127.0.0.1', done));
  const { port } = listener.address() as AddressInfo;
  await new Promise((done) => void listener.close(done));
  return port;
}
