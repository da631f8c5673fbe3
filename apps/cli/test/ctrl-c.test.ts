import { spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, it } from 'vitest';

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

it('Ctrl-C ends an evaluation of images in memory with 130, long before its end', async () => {
  const child = spawn(process.execPath, [attune, 'evaluate', join(root, 'run'), join(root, 'many'), '--backend', 'wasm', '--loader-threads', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  const opened = new Promise<void>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      if (stderr.includes('Skipped')) resolve();
    });
  });
  const ended = new Promise<number | null>((resolve) => void child.on('close', resolve));
  await Promise.race([opened, ended]);
  child.kill('SIGINT');
  expect(await ended, stderr).toBe(130);
  expect(stderr).toContain('Stopping after this step');
}, 60_000);
