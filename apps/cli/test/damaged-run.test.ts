import { execFile } from 'node:child_process';
import { cp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { onceHolds, signalWhenThere } from '../../../tools/testing/when-there.ts';
import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

const attune = fileURLToPath(new URL('../bin/attune.js', import.meta.url));
const network = ['--arch', 'resnet20', '--weights', 'none', '--image-size', '32', '--batch-size', '8', '--seed', '3', '--no-report', '--json'];

let root: string;

beforeAll(async () => {
  root = await temporaryFolder();
  await writeColourFolder(join(root, 'colours'));
});

afterAll(() => rm(root, { recursive: true }));

/** Runs a shell's words, and gives how they ended. */
async function shell(script: string): Promise<{ readonly code: number; readonly stderr: string }> {
  const run = promisify(execFile)('bash', ['-c', script], { cwd: root, env: { ...process.env, INIT_CWD: root } });
  return run.then(({ stderr }) => ({ code: 0, stderr })).catch((error: { code: number; stderr: string }) => ({ code: error.code, stderr: error.stderr }));
}

describe('a run on a disk that takes no more', () => {
  it('says which file could not be written and how to go on, keeps the last checkpoint whole, and goes on from it', async () => {
    const first = await shell(`node ${attune} finetune colours ${network.join(' ')} --epochs 1,0,0 --out whole`);
    expect(first).toMatchObject({ code: 0 });
    // The largest file that may be written, in KiB: stage 1's checkpoints fit (1.1 MB), those with
    // the memory of every parameter do not.
    const script = `trap '' XFSZ; ulimit -f 1600; node ${attune} finetune colours ${network.join(' ')} --epochs 1,1,1 --out full`;
    const full = await shell(script);
    expect(full.code).toBe(1);
    expect(full.stderr).toMatch(
      /training\.checkpoint cannot be written: files may not be that large here \(EFBIG\)\. What was saved before is untouched.*--resume/,
    );
    expect((await readdir(join(root, 'full'))).filter((file) => file.endsWith('.partial'))).toEqual([]);
    const resumed = await shell(`node ${attune} finetune --resume full --no-report --json`);
    expect(resumed).toMatchObject({ code: 0 });
    expect(await readFile(join(root, 'full/stages/1-head.safetensors'))).toEqual(await readFile(join(root, 'whole/stages/1-head.safetensors')));
  });
});

describe('a checkpoint that is not what was written', () => {
  let checkpoint: Buffer;

  beforeAll(async () => {
    const stops = signalWhenThere('SIGINT', join(root, 'stopped/training.checkpoint'));
    const stopped = await shell(`node '${stops}' ${attune} finetune colours ${network.join(' ')} --epochs 40,0,0 --out stopped`);
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(/press Ctrl-C again to quit at once/);
    checkpoint = await readFile(join(root, 'stopped/training.checkpoint'));
  });

  it.each([
    ['half written', (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1)],
    ['empty', () => Buffer.alloc(0)],
    ['with one bit turned', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 5000), Buffer.of(bytes[5000]! ^ 1), bytes.subarray(5001)])],
  ])('%s: is refused by name, and nothing else of the run is touched', async (_, damage) => {
    const run = join(root, 'damaged');
    await cp(join(root, 'stopped'), run, { recursive: true });
    await writeFile(join(run, 'training.checkpoint'), damage(checkpoint));
    const { code, stderr } = await runAttune('finetune', '--resume', run, '--json');
    expect(code).toBe(2);
    expect(stderr).toMatch(/training\.checkpoint is damaged/);
    expect(await readFile(join(run, 'model.safetensors'))).toEqual(await readFile(join(root, 'stopped/model.safetensors')));
    await rm(run, { recursive: true });
  });
});

describe('Ctrl-C', () => {
  it('a second one ends at once, and the run can still go on', async () => {
    const isThere = `fs.existsSync(${JSON.stringify(join(root, 'twice/training.checkpoint'))})`;
    const stops = onceHolds(isThere, "process.kill(process.pid, 'SIGINT'), process.kill(process.pid, 'SIGINT')");
    const ended = await shell(`node '${stops}' ${attune} finetune colours ${network.join(' ')} --epochs 60,0,0 --out twice`);
    expect(ended.code).toBe(130);
    expect((await readdir(join(root, 'twice'))).includes('training.checkpoint')).toBe(true);
  });
});
