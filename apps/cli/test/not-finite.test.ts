import { cp, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

let root: string;

beforeAll(async () => {
  root = await temporaryFolder();
  await writeColourFolder(join(root, 'colours'), { train: 4, validation: 2 });
  const network = ['--arch', 'resnet20', '--weights', 'none', '--image-size', '32', '--batch-size', '4', '--backend', 'cpu'];
  const ran = await runAttune('finetune', join(root, 'colours'), ...network, '--epochs', '1,0,0', '--no-report', '--out', join(root, 'good'));
  expect(ran.code).toBe(0);
  await cp(join(root, 'good'), join(root, 'nan'), { recursive: true });
  await poison(join(root, 'nan/model.safetensors'), 'layer1.0.bn1.running_var');
});

afterAll(() => rm(root, { recursive: true }));

/** Makes the first number of a tensor in a safetensors file NaN. */
async function poison(path: string, tensor: string): Promise<void> {
  const bytes = await readFile(path);
  const headerBytes = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + headerBytes)) as Record<string, { data_offsets: [number, number] }>;
  const nan = Buffer.alloc(4);
  nan.writeFloatLE(Number.NaN);
  const file = await open(path, 'r+');
  await file.write(nan, 0, 4, 8 + headerBytes + header[tensor]!.data_offsets[0]);
  await file.close();
}

describe('a run whose weights hold NaN', () => {
  it.each([
    ['evaluate', (run: string) => [run, join(root, 'colours')]],
    ['predict', (run: string) => [run, join(root, 'colours/val/red/0.ppm')]],
    ['explain', (run: string) => [run, join(root, 'colours/val/red/0.ppm'), '--out', join(root, 'explained')]],
    ['export', (run: string) => [run, '--to', 'torch', '--out', join(root, 'out.pth')]],
    ['export', (run: string) => [run, '--to', 'safetensors', '--out', join(root, 'out.safetensors')]],
    ['export', (run: string) => [run, '--to', 'tfjs', '--out', join(root, 'tfjs')]],
    ['export', (run: string) => [run, '--to', 'torch-project', '--out', join(root, run === join(root, 'nan') ? 'nan-project' : 'project')]],
    ['push', (run: string) => [run, 'owner/name', '--dry-run']],
    ['clean', (run: string) => [join(root, 'colours'), '--run', run, '--folds', '2']],
  ])('attune %s %#: fails with the name of the tensor and no result, where the healthy run succeeds', async (command, words) => {
    expect(await runAttune(command, ...words(join(root, 'good')))).toMatchObject({ code: 0 });
    const { code, stdout, stderr } = await runAttune(command, ...words(join(root, 'nan')));
    expect(code).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toContain('layer1.0.bn1.running_var');
  });
});
