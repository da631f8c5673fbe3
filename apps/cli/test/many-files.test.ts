import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { decodeImage } from '@attune/data';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { temporaryFolder } from './image-folder-fixture.ts';

const command = fileURLToPath(new URL('../bin/attune.js', import.meta.url));
const [few, many, classes] = [5_000, 50_000, 10];
const hasProc = process.platform === 'linux';

let root = '';

beforeAll(async () => {
  root = await temporaryFolder();
  await writeMany(join(root, 'few'), few);
  await writeMany(join(root, 'many'), many);
});

afterAll(() => rm(root, { recursive: true }));

/** Small JPEGs of one picture, of one size, with other bytes behind the end of each: no two files
 * are the same, and only their contents tell. */
async function writeMany(folder: string, count: number): Promise<void> {
  const picture = await sharp({ create: { width: 32, height: 32, channels: 3, background: '#3a7' } })
    .jpeg()
    .toBuffer();
  expect((await decodeImage(picture)).width).toBe(32);
  await Promise.all(Array.from({ length: classes }, (_, label) => mkdir(join(folder, `class ${label}`), { recursive: true })));
  for (let start = 0; start < count; start += 500)
    await Promise.all(
      Array.from({ length: 500 }, (_, offset) => {
        const index = start + offset;
        const bytes = Buffer.concat([picture, Buffer.from(String(index).padStart(8, '0'))]);
        return writeFile(join(folder, `class ${index % classes}`, `${index}.jpg`), bytes);
      }),
    );
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The most memory the process held, in bytes. */
  readonly peakBytes: number;
}

/** Runs `attune data` in a process of its own; `meanwhile` may do something to it. */
async function scan(folder: string, meanwhile: (child: ChildProcess) => Promise<void> = async () => {}): Promise<Ended> {
  const child = spawn(process.execPath, [command, 'data', join(root, folder), '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) child[stream].setEncoding('utf8').on('data', (text: string) => void (written[stream] += text));
  const closed = new Promise<number | null>((resolve) => void child.on('close', resolve));
  await meanwhile(child);
  let peakBytes = 0;
  const watch = setInterval(() => void peakOf(child).then((bytes) => (peakBytes = Math.max(peakBytes, bytes))), 100);
  const code = await closed;
  clearInterval(watch);
  return { code, ...written, peakBytes };
}

async function peakOf({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmHWM:\s+(\d+)/u.exec(status)?.[1] ?? 0) * 1024;
}

/** Whether the process has a file below the folder open. */
async function reads({ pid }: ChildProcess, folder: string): Promise<boolean> {
  const open = `/proc/${pid}/fd`;
  const paths = await Promise.all((await readdir(open)).map((name) => readlink(join(open, name)).catch(() => '')));
  return paths.some((path) => path.startsWith(folder));
}

describe.skipIf(!hasProc)('data on 50,000 small files', () => {
  it('counts them all, and holds at most 3 KB more memory for each than on 5,000', async () => {
    const [small, large] = [await scan('few'), await scan('many')];
    expect([small.code, large.code]).toEqual([0, 0]);
    expect(JSON.parse(large.stdout)).toMatchObject({ images: many, broken: [], faults: [], duplicates: [] });
    expect(large.peakBytes - small.peakBytes).toBeLessThan((many - few) * 3 * 1024);
  });

  it('stops at Ctrl-C, with 130 and nothing on stdout', async () => {
    const { code, stdout, stderr } = await scan('many', async (child) => {
      while (!(await reads(child, join(root, 'many', 'class 0')))) await sleep(5);
      child.kill('SIGINT');
    });
    expect([code, stdout]).toEqual([130, '']);
    expect(stderr).not.toMatch(/at .*:\d+:\d+/u);
  });
});
