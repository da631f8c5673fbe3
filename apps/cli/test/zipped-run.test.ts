import { existsSync } from 'node:fs';
import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { untilThere } from '../../../tools/testing/when-there.ts';
import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

let root: string;
const words = ['--arch', 'resnet20', '--image-size', '32', '--batch-size', '8', '--epochs', '2,1,0', '--seed', '1', '--quiet', '--no-report', '--json'];

async function zipFolder(folder: string, archive: string, extra: Record<string, Uint8Array> = {}): Promise<void> {
  const files: Record<string, Uint8Array> = { ...extra };
  for (const name of await readdir(folder, { recursive: true })) {
    if ((await stat(join(folder, name))).isFile()) files[name] = await readFile(join(folder, name));
  }
  await writeFile(archive, zipSync(files, { level: 0 }));
}

beforeAll(async () => {
  root = await temporaryFolder();
  await writeColourFolder(join(root, 'colours'));
  vi.stubEnv('INIT_CWD', root);
  await runAttune('finetune', 'colours', ...words, '--out', 'whole');
  const stopping = runAttune('finetune', 'colours', ...words, '--out', 'stopped');
  await untilThere(join(root, 'stopped', 'training.checkpoint'), stopping);
  process.emit('SIGINT');
  expect((await stopping).code).toBe(130);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

describe('a run as one archive', () => {
  it('is evaluated as its folder is', async () => {
    await zipFolder(join(root, 'whole'), join(root, 'whole-copy.zip'));
    const [folder, archive] = [await runAttune('evaluate', 'whole', 'colours', '--json'), await runAttune('evaluate', 'whole-copy.zip', 'colours', '--json')];
    expect([folder.code, archive.code]).toEqual([0, 0]);
    expect(JSON.parse(archive.stdout)).toEqual(JSON.parse(folder.stdout));
  });

  it('goes on in a folder beside it, and ends with the weights of an uninterrupted run bit for bit', async () => {
    await zipFolder(join(root, 'stopped'), join(root, 'sent.zip'));
    const { code } = await runAttune('finetune', 'colours', '--resume', 'sent.zip', '--quiet', '--no-report', '--json');
    expect(code).toBe(0);
    expect(await readFile(join(root, 'sent/model.safetensors'))).toEqual(await readFile(join(root, 'whole/model.safetensors')));
    const again = await runAttune('finetune', 'colours', '--resume', 'sent.zip');
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('is not empty');
  });

  it('that is none, is cut short, or would write outside its folder is refused with its name', async () => {
    await writeFile(join(root, 'other.zip'), zipSync({ 'notes.txt': new Uint8Array(3) }));
    const whole = await readFile(join(root, 'whole-copy.zip'));
    await writeFile(join(root, 'cut.zip'), whole.subarray(0, whole.length - 40));
    await zipFolder(join(root, 'whole'), join(root, 'climbing.zip'), { '../outside.txt': new Uint8Array(3) });
    for (const [archive, reason] of [
      ['other.zip', 'has no run.json'],
      ['cut.zip', 'not a complete zip archive'],
      ['climbing.zip', 'outside its folder'],
    ] as const) {
      const { code, stderr } = await runAttune('evaluate', archive, 'colours');
      expect([code, stderr]).toEqual([2, expect.stringContaining(reason)]);
      expect(stderr).toContain(archive);
    }
    expect(existsSync(join(root, '../outside.txt'))).toBe(false);
  });
});
