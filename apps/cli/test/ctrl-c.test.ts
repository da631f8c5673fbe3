import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
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
}, 60_000);

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
}

function start(...words: string[]): Started {
  const child = spawn(process.execPath, [attune, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
  const ended = new Promise<number | string | null>((resolve) => void child.on('close', (code, signal) => resolve(code ?? signal)));
  const says = (text: string) =>
    new Promise<void>((resolve) => {
      const look = () => stderr.includes(text) && resolve();
      child.stderr.on('data', look);
      look();
      void ended.then(() => resolve());
    });
  return { child, stderr: () => stderr, ended, says };
}

it('Ctrl-C ends an evaluation of images in memory with 130, long before its end', async () => {
  const { child, stderr, ended, says } = start('evaluate', join(root, 'run'), join(root, 'many'), '--backend', 'wasm', '--loader-threads', '0');
  await says('Skipped');
  child.kill('SIGINT');
  expect(await ended, stderr()).toBe(130);
  expect(stderr()).toContain('Stopping after this step');
}, 60_000);

it('Ctrl-C ends a report of many images with 130, and leaves the report of before', async () => {
  const before = await readFile(join(root, 'run/report.html')).catch(() => null);
  const { child, stderr, ended, says } = start('report', join(root, 'run'), '--data', join(root, 'many'), '--backend', 'wasm');
  await says('trained on too'); // what comes before the evaluation
  child.kill('SIGINT');
  expect(await ended, stderr()).toBe(130);
  expect(await readFile(join(root, 'run/report.html')).catch(() => null)).toEqual(before);
}, 60_000);

describe('while the main thread computes one step for minutes', () => {
  const hugeImages = ['--backend', 'cpu', '--image-size', '1024', '--batch-size', '2', '--loader-threads', '0'];

  it('one Ctrl-C ends what keeps nothing', async () => {
    const { child, stderr, ended, says } = start('evaluate', join(root, 'run'), join(root, 'few'), ...hugeImages);
    await says('Skipped');
    await setTimeout(1500); // by then the step is under way
    child.kill('SIGINT');
    expect(await ended, stderr()).toBe('SIGINT');
  }, 60_000);

  it('one Ctrl-C lets a training finish the step and says so, and a second one ends it', async () => {
    const flags = ['--arch', 'resnet20', '--weights', 'none', '--epochs', '1,0,0', '--out', join(root, 'slow')];
    const { child, stderr, ended, says } = start('finetune', join(root, 'few'), ...flags, ...hugeImages);
    await says('Stage 1/3');
    await setTimeout(1500);
    child.kill('SIGINT');
    await says('Stopping after this step; press Ctrl-C again');
    await setTimeout(500);
    expect([child.exitCode, child.signalCode], stderr()).toEqual([null, null]);
    child.kill('SIGINT');
    expect(await ended, stderr()).toBe('SIGINT');
  }, 60_000);
});
