import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { signalWhenThere } from '../../../tools/testing/when-there.ts';
import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';

const attune = fileURLToPath(new URL('../bin/attune.js', import.meta.url));
const network = ['--arch', 'resnet20', '--weights', 'none', '--image-size', '32', '--batch-size', '8', '--seed', '3', '--no-report'];

let root: string;
beforeAll(async () => {
  root = await temporaryFolder();
  await writeColourFolder(join(root, 'colours'));
});
afterAll(() => rm(root, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a shell's words. */
function shell(script: string): Promise<Ended> {
  const child = spawn('bash', ['-c', script], { cwd: root, env: { ...process.env, INIT_CWD: root, attune }, stdio: ['ignore', 'pipe', 'pipe'] });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) child[stream]!.setEncoding('utf8').on('data', (text: string) => void (written[stream] += text));
  return new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...written }));
  });
}

/** The exit code of attune itself, whose reader is `true`: it closes the pipe at once. */
const afterReaderLeft = (words: string) => shell(`node $attune ${words} | true; exit \${PIPESTATUS[0]}`);

describe('a reader that leaves', () => {
  it.each(['recipe three-stage', 'data colours --json', 'summary --arch resnet20', 'weights', '--help'])('ends attune %s quietly, with 0', async (words) => {
    expect(await afterReaderLeft(words)).toMatchObject({ code: 0, stderr: expect.not.stringMatching(/EPIPE|\bat .*\.js/u) });
  });

  it('ends no training: the run is finished, its model written', async () => {
    const { code } = await shell(
      `(node $attune finetune colours ${network.join(' ')} --epochs 1,1,1 --out piped; echo $? > code) 2>&1 | true; while [ ! -s code ]; do sleep 0.2; done; exit $(cat code)`,
    );
    expect(code).toBe(0);
    expect(existsSync(join(root, 'piped/model.safetensors'))).toBe(true);
    expect(existsSync(join(root, 'piped/training.checkpoint'))).toBe(false);
  });
});

describe.skipIf(!existsSync('/dev/full'))('a full disk behind a redirect', () => {
  it('ends a command with 1 and the way out, without a trace of the stack', async () => {
    const { code, stderr } = await shell('node $attune recipe three-stage > /dev/full');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^attune: The result could not be written to stdout \(ENOSPC\): make room/u);
  });

  it('ends no training', async () => {
    const { code } = await shell(`node $attune finetune colours ${network.join(' ')} --epochs 1,0,0 --out redirected > /dev/full 2> /dev/full`);
    expect(code).toBe(1);
    expect(existsSync(join(root, 'redirected/model.safetensors'))).toBe(true);
    expect(existsSync(join(root, 'redirected/training.checkpoint'))).toBe(false);
  });
});

describe.each(['SIGHUP', 'SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  it('stops a training where --resume goes on to the same bits', async () => {
    const words = `${network.join(' ')} --epochs 2,1,1`;
    const out = `stopped-${signal}`;
    const stops = signalWhenThere(signal, join(root, out, 'training.checkpoint'));
    const stopped = await shell(`node '${stops}' $attune finetune colours ${words} --out ${out} --checkpoint-every 1`);
    expect(stopped).toMatchObject({ code: 130, stdout: expect.stringMatching(/--resume/u) });
    expect(await shell(`node $attune finetune --resume ${out} --no-report`)).toMatchObject({ code: 0 });
    if (!existsSync(join(root, 'whole'))) expect(await shell(`node $attune finetune colours ${words} --out whole`)).toMatchObject({ code: 0 });
    expect(await readFile(join(root, out, 'model.safetensors'))).toEqual(await readFile(join(root, 'whole/model.safetensors')));
  });
});
