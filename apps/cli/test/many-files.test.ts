import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { decodeImage } from '@attune/data';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { patience } from '../../../tools/testing/patience.ts';
import { temporaryFolder } from './image-folder-fixture.ts';

const command = fileURLToPath(new URL('../bin/attune.js', import.meta.url));
const [many, classes] = [50_000, 10];
const hasProc = process.platform === 'linux';

let root = '';

beforeAll(async () => {
  root = await temporaryFolder();
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
}

/** Runs `attune data` in a process of its own, in a heap of so many MB if told so; `meanwhile` may
 * do something to it. */
async function scan(folder: string, { heap, meanwhile = async () => {} }: Scanning = {}): Promise<Ended> {
  const flags = heap === undefined ? [] : [`--max-old-space-size=${heap}`];
  const child = spawn(process.execPath, [...flags, command, 'data', join(root, folder), '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) child[stream].setEncoding('utf8').on('data', (text: string) => void (written[stream] += text));
  const closed = new Promise<number | null>((resolve) => void child.on('close', resolve));
  await meanwhile(child);
  return { code: await closed, ...written };
}

interface Scanning {
  readonly heap?: number;
  readonly meanwhile?: (child: ChildProcess) => Promise<void>;
}

/** Whether the process has the folder, or a file below it, open. */
async function reads({ pid }: ChildProcess, folder: string): Promise<boolean> {
  const open = `/proc/${pid}/fd`;
  const paths = await Promise.all((await readdir(open)).map((name) => readlink(join(open, name)).catch(() => '')));
  return paths.some((path) => path.startsWith(folder));
}

describe.skipIf(!hasProc)('data on 50,000 small files', () => {
  // What a process has at its peak hangs on when garbage is collected; a heap of a
  // given size does not.
  it('counts them all in a heap of 128 MB, which is less than 3 KB for each', async () => {
    const { code, stdout } = await scan('many', { heap: 128 });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ images: many, broken: [], faults: [], duplicates: [] });
  });

  it('stops at Ctrl-C, with 130 and nothing on stdout', async () => {
    const { code, stdout, stderr } = await scan('many', {
      meanwhile: async (child) => {
        await vi.waitUntil(() => reads(child, join(root, 'many')), patience);
        child.kill('SIGINT');
      },
    });
    expect([code, stdout]).toEqual([130, '']);
    expect(stderr).not.toMatch(/at .*:\d+:\d+/u);
  });
});
