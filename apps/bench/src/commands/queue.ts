import { spawn } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { BenchError } from '../bench-error.ts';
import { attuneCommand } from '../kill/attune-process.ts';
import { describeHost } from '../measure/machine.ts';
import { type MemoryWatch, watchMemory } from '../queue/memory-watch.ts';
import { startRedis } from '../queue/start-redis.ts';
import { markdownTable } from '../report.ts';
import { userPath } from '../user-path.ts';

export interface QueueOptions {
  readonly trials: number;
  readonly workers: number;
  readonly jobs: number;
  readonly log?: string | undefined;
}

const noOpWorker = fileURLToPath(new URL('../queue/no-op-worker.js', import.meta.url));

/** `attune sweep --redis` and workers whose trials are over at once: what the queue itself costs.
 * The clock runs from the moment at which all trials are queued and the workers start, to the last
 * result on the sweep's disk. */
export async function queue({ trials, workers, jobs, log }: QueueOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'attune-queue-'));
  const redis = await startRedis(folder);
  try {
    const spec = join(folder, 'spec.yaml');
    await writeFile(join(folder, 'data.csv'), 'path,label\n');
    await writeFile(spec, specOf(trials, join(folder, 'data.csv')));
    const sweep = start([attuneCommand, 'sweep', spec, '--redis', redis.url, '--out', join(folder, 'sweep')]);
    const queued = await until(sweep.ended, async () => (await redis.waiting('attune')) === trials);
    const started = performance.now();
    const running = Array.from({ length: workers }, (_, index) => start([noOpWorker, redis.url, join(folder, `worker-${index}`), `${jobs}`]));
    const memory = [sweep, ...running].map(({ pid }) => watchMemory(pid));
    const results = join(folder, 'sweep/results.jsonl');
    await until(sweep.ended, async () => (await linesOf(results)) >= trials);
    const seconds = (performance.now() - started) / 1000;
    const watched = memory.map((watch) => watch.stop());
    await sweep.ended;
    for (const { stop } of running) await stop();
    const line = { date: new Date().toISOString(), machine: describeHost(), trials, workers, jobs, queuedSeconds: queued, seconds, memory: named(watched) };
    if (log !== undefined) await appendFile(userPath(log), `${JSON.stringify(line)}\n`);
    process.stdout.write(`${describe(line)}\n`);
  } finally {
    await redis.stop();
    await rm(folder, { recursive: true });
  }
}

function specOf(trials: number, data: string): string {
  const axes = 'axes: { rate-scale: { from: 0.001, to: 1000, scale: log } }';
  return `name: queue\nfinetune: { data: ${data}, arch: resnet20, epochs: [1, 0, 0] }\n${axes}\nstrategy: { kind: random, samples: ${trials} }\n`;
}

interface Started {
  readonly pid: number;
  readonly ended: Promise<number | null>;
  readonly stop: () => Promise<void>;
}

function start(words: readonly string[]): Started {
  const child = spawn(process.execPath, words, { stdio: 'ignore' });
  const ended = new Promise<number | null>((done) => void child.on('close', done));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { pid: child.pid!, ended, stop };
}

/** Seconds until something holds.
 *
 * @throws {BenchError} when the process ends before. */
async function until(ended: Promise<number | null>, holds: () => Promise<boolean>): Promise<number> {
  const began = performance.now();
  let code: number | null | undefined;
  void ended.then((with_) => (code = with_));
  while (!(await holds())) {
    if (code !== undefined && !(await holds())) throw new BenchError(`attune sweep ended with ${code} before all trials were through.`);
    await wait(100);
  }
  return (performance.now() - began) / 1000;
}

async function linesOf(path: string): Promise<number> {
  const bytes = await readFile(path).catch(() => Buffer.alloc(0));
  return bytes.reduce((count, byte) => count + (byte === 10 ? 1 : 0), 0);
}

type Memory = Readonly<Record<string, ReturnType<MemoryWatch['stop']>>>;

function named([sweep, ...workers]: readonly ReturnType<MemoryWatch['stop']>[]): Memory {
  return Object.fromEntries([['sweep', sweep!], ...workers.map((memory, index) => [`worker ${index + 1}`, memory] as const)]);
}

function describe({
  trials,
  workers,
  seconds,
  memory,
}: {
  readonly trials: number;
  readonly workers: number;
  readonly seconds: number;
  readonly memory: Memory;
}): string {
  const rows = Object.entries(memory).map(([name, quarters]) => [name, ...quarters.map(megabytes)]);
  const table = markdownTable(['largest memory in each quarter', '1', '2', '3', '4'], rows);
  return `${trials} trials through ${workers} workers in ${seconds.toFixed(1)} s (${(trials / seconds).toFixed(0)} a second)\n\n${table}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MB`;
}
