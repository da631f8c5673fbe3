import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { temporaryFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

const attune = fileURLToPath(new URL('../bin/attune.js', import.meta.url));

let root: string;

beforeAll(async () => {
  root = await temporaryFolder();
  await writeDigits(join(root, 'few'), 20);
  // Minutes of work: what ends it is the signal.
  await writeDigits(join(root, 'many'), 50_000);
  const network = ['--arch', 'resnet20', '--weights', 'none', '--image-size', '32', '--batch-size', '8', '--backend', 'cpu'];
  const ran = await runAttune('finetune', join(root, 'few'), ...network, '--epochs', '1,0,0', '--no-report', '--out', join(root, 'run'));
  expect(ran).toMatchObject({ code: 0 });
});

afterAll(() => rm(root, { recursive: true }));

/** IDX files of 4 × 4 images of two classes; the last label of the test part is of no class, so
 * that opening it says so. */
async function writeDigits(folder: string, images: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const labels = Buffer.from(Array.from({ length: images }, (_, index) => index % 2));
  for (const part of ['train', 't10k']) {
    await writeFile(join(folder, `${part}-images-idx3-ubyte`), idx([images, 4, 4], Buffer.alloc(images * 16, 99)));
    await writeFile(join(folder, `${part}-labels-idx1-ubyte`), idx([images], part === 'train' ? labels : Buffer.concat([labels.subarray(1), Buffer.of(9)])));
  }
  await writeFile(join(folder, 'classes.txt'), 'zero\none\n');
}

function idx(shape: readonly number[], values: Buffer): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt32BE(0x0800 + shape.length);
  shape.forEach((size, dimension) => header.writeUInt32BE(size, 4 + 4 * dimension));
  return Buffer.concat([header, values]);
}

interface Started {
  readonly child: ChildProcess;
  /** What stderr holds so far. */
  readonly stderr: () => string;
  /** Code or signal. */
  readonly ended: Promise<number | string | null>;
  /** Waits until stderr holds a text, or the process has ended. */
  readonly says: (text: string) => Promise<void>;
  /** Waits until the main thread has computed for a while from now on, or the process has ended. */
  readonly computes: () => Promise<void>;
}

const busy = 'The main thread computes.';
/** A module that says on stderr, every few seconds, when the main thread's loop stands still. */
const tellsWhenBusy = `data:text/javascript,${encodeURIComponent(`
import { Worker } from 'node:worker_threads';
const workerData = new Int32Array(new SharedArrayBuffer(8));
setInterval(() => (workerData[0] += 1), 50).unref();
const source = \`
  const { workerData: turns } = require('node:worker_threads');
  for (;;) {
    const seen = turns[0];
    Atomics.wait(turns, 1, 0, 2500);
    if (turns[0] === seen) require('node:fs').writeSync(2, 'The main thread computes. ');
  }\`;
new Worker(source, { eval: true, workerData, execArgv: [] }).unref();
`)}`;

function start(...words: string[]): Started {
  const child = spawn(process.execPath, ['--import', tellsWhenBusy, attune, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
  const ended = new Promise<number | string | null>((resolve) => void child.on('close', (code, signal) => resolve(code ?? signal)));
  const says = (text: string, from = 0) =>
    new Promise<void>((resolve) => {
      const look = () => stderr.includes(text, from) && resolve();
      child.stderr.on('data', look);
      look();
      void ended.then(() => resolve());
    });
  return { child, stderr: () => stderr, ended, says, computes: () => says(busy, stderr.length) };
}

it('Ctrl-C ends an evaluation of images in memory with 130, long before its end', async () => {
  const { child, stderr, ended, says } = start('evaluate', join(root, 'run'), join(root, 'many'), '--backend', 'wasm', '--loader-threads', '0');
  await says('Skipped');
  child.kill('SIGINT');
  expect(await ended, stderr()).toBe(130);
  expect(stderr()).toContain('Stopping after this step');
});

it('Ctrl-C ends a report of many images with 130, and leaves the report of before', async () => {
  const before = await readFile(join(root, 'run/report.html')).catch(() => null);
  const { child, stderr, ended, says } = start('report', join(root, 'run'), '--data', join(root, 'many'), '--backend', 'wasm');
  await says('trained on too'); // what comes before the evaluation
  child.kill('SIGINT');
  expect(await ended, stderr()).toBe(130);
  expect(await readFile(join(root, 'run/report.html')).catch(() => null)).toEqual(before);
});

describe('while the main thread computes one step for minutes', () => {
  const hugeImages = ['--backend', 'cpu', '--image-size', '1024', '--batch-size', '2', '--loader-threads', '0'];

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('one %s ends what keeps nothing', async (signal) => {
    const { child, stderr, ended, says, computes } = start('evaluate', join(root, 'run'), join(root, 'few'), ...hugeImages);
    await says('Skipped');
    await computes();
    child.kill(signal);
    expect(await ended, stderr()).toBe(signal);
  });

  it('one Ctrl-C lets attune serve answer the request that it computes', async () => {
    const [served, size] = [join(root, 'served'), 112];
    await cp(join(root, 'run'), served, { recursive: true });
    const config = JSON.parse(await readFile(join(served, 'run.json'), 'utf8')) as { preprocessing: object };
    await writeFile(join(served, 'run.json'), JSON.stringify({ ...config, preprocessing: { ...config.preprocessing, imageSize: size, resizeSize: size } }));
    const { child, stderr, ended, says } = start('serve', served, '--port', '0', '--backend', 'cpu', '--loader-threads', '0');
    await says('Server listening');
    const [address] = /http:\/\/[\d.]+:\d+/u.exec(stderr())!;
    const image = Buffer.concat([Buffer.from('P6 4 4 255\n'), Buffer.alloc(48, 99)]);
    const answer = fetch(`${address}/classify`, { method: 'POST', body: image, headers: { 'Content-Type': 'image/png' } });
    await says('incoming request');
    await setTimeout(300); // by then the step, of seconds, is under way
    child.kill('SIGINT');
    expect([(await answer).status, await ended], stderr()).toEqual([200, 0]);
  });

  it('one Ctrl-C lets a training finish the step and says so, and a second one ends it', async () => {
    const flags = ['--arch', 'resnet20', '--weights', 'none', '--epochs', '1,0,0', '--out', join(root, 'slow')];
    const { child, stderr, ended, says, computes } = start('finetune', join(root, 'few'), ...flags, ...hugeImages);
    await says('Stage 1/3');
    await computes();
    child.kill('SIGINT');
    await says('Stopping after this step; press Ctrl-C again');
    await computes();
    expect([child.exitCode, child.signalCode], stderr()).toEqual([null, null]);
    child.kill('SIGINT');
    expect(await ended, stderr()).toBe('SIGINT');
  });
});
