import { createHash } from 'node:crypto';
import { copyFile, link, lstat, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { readCheckpoint, writeSafetensors } from '@attune/checkpoint';
import { weightsReference } from '@attune/pretrained';
import { sampleWeights } from '@attune/sample';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { FileServer } from '../../../tools/testing/file-server.ts';
import { temporaryFolder, writeColourFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

let root: string;
beforeAll(async () => {
  root = await temporaryFolder();
});
afterAll(() => rm(root, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

const hashOf = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

async function expectRefused(words: readonly string[], source: string): Promise<void> {
  const before = await hashOf(source);
  const { code, stderr } = await runAttune(...words);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/which is read|the file that is read/u)]);
  expect(stderr).toMatch(/would be lost: name another (OUT|--out)/u);
  expect(await hashOf(source)).toBe(before);
}

describe('convert never writes over what it reads', () => {
  it('under its own name, another spelling, or through links', async () => {
    const input = join(root, 'in.safetensors');
    await copyFile(sampleWeights(), input);
    await mkdir(join(root, 'deep'));
    await symlink(root, join(root, 'deep', 'up'));
    await symlink(input, join(root, 'soft.safetensors'));
    await link(input, join(root, 'hard.safetensors'));
    vi.stubEnv('INIT_CWD', join(root, 'deep'));
    const spellings = [
      input,
      '../in.safetensors',
      relative(join(root, 'deep'), input),
      join(root, 'deep', 'up', 'in.safetensors'),
      `${root}//./in.safetensors`,
    ];
    for (const output of [...spellings, join(root, 'soft.safetensors'), join(root, 'hard.safetensors')]) {
      await expectRefused(['convert', input, output], input);
      await expectRefused(['convert', output, input, '--dtype', 'f16'], input);
    }
    expect(await runAttune('convert', input, join(root, 'other.safetensors'))).toMatchObject({ code: 0 });
    expect(await runAttune('convert', input, join(root, 'other.safetensors'))).toMatchObject({ code: 0 });
  });

  it('and reads OUT.partial, which it does not write to', async () => {
    const input = join(root, 'aside.safetensors.partial');
    await copyFile(sampleWeights(), input);
    const before = await hashOf(input);
    expect(await runAttune('convert', input, join(root, 'aside.safetensors'))).toMatchObject({ code: 0 });
    expect(await hashOf(input)).toBe(before);
    await rename(input, join(root, 'aside.onnx.partial'));
    expect(await runAttune('convert', join(root, 'aside.onnx.partial'), join(root, 'aside.onnx'))).toMatchObject({ code: 0 });
    expect(await hashOf(join(root, 'aside.onnx.partial'))).toBe(before);
  });

  it('nor over what is no file, which it would replace by one', async () => {
    const device = join(root, 'device.safetensors');
    await symlink('/dev/null', device);
    const { code, stderr } = await runAttune('convert', 'sample', device);
    expect([code, stderr]).toEqual([2, expect.stringContaining('device.safetensors is not a file: what is written there is read again and compared')]);
    expect((await lstat(device)).isSymbolicLink()).toBe(true);
  });

  it('where it is a part that an index names', async () => {
    const { tensors } = await readCheckpoint(sampleWeights());
    const part = join(root, 'part.safetensors');
    await writeFile(part, writeSafetensors(new Map(await Promise.all(tensors.map(async (entry) => [entry.name, await entry.read()] as const)))));
    const index = join(root, 'model.safetensors.index.json');
    await writeFile(index, JSON.stringify({ weight_map: Object.fromEntries(tensors.map(({ name }) => [name, 'part.safetensors'])) }));
    await expectRefused(['convert', index, part], part);
  });

  it('where it is in the cache of downloads, or comes with the package', async () => {
    vi.stubEnv('TORCH_HOME', root);
    const server = await new FileServer(await readFile(sampleWeights())).start();
    const address = `${server.address}/net.safetensors`;
    expect(await runAttune('inspect', address)).toMatchObject({ code: 0 });
    const cached = join(root, 'hub/checkpoints', weightsReference(address).fileName);
    await expectRefused(['convert', address, cached], cached);
    await expectRefused(['convert', 'sample', sampleWeights()], sampleWeights());
    await server.stop();
  });

  it('and a file that is not as it should be does not take the place of another', async () => {
    const out = join(root, 'kept.safetensors');
    await copyFile(sampleWeights(), out);
    const before = await hashOf(out);
    const { tensors } = await readCheckpoint(sampleWeights());
    const entry = tensors.find(({ shape }) => shape.length === 1)!;
    const changed = { ...(await entry.read()), data: Float32Array.from({ length: entry.shape[0]! }, () => 1e38) };
    await writeFile(join(root, 'large.safetensors'), writeSafetensors(new Map([[entry.name, { ...changed, dtype: 'F32' as const }]])));
    expect((await runAttune('convert', join(root, 'large.safetensors'), out, '--dtype', 'f16')).code).toBeGreaterThan(0);
    expect(await hashOf(out)).toBe(before);
  });
});

describe('export never writes over the run', () => {
  it('neither its best weights, nor a stage, its configuration or its checkpoint', async () => {
    const [images, run] = [join(root, 'colours'), join(root, 'run')];
    await writeColourFolder(images);
    const network = [
      '--arch',
      'resnet20',
      '--weights',
      'none',
      '--image-size',
      '32',
      '--batch-size',
      '4',
      '--epochs',
      '1,0,0',
      '--backend',
      'cpu',
      '--no-report',
    ];
    expect(await runAttune('finetune', images, ...network, '--out', run)).toMatchObject({ code: 0 });
    await symlink(join(run, 'model.safetensors'), join(root, 'best.safetensors'));
    for (const to of ['torch', 'safetensors', 'onnx']) {
      await expectRefused(['export', run, '--to', to, '--out', join(run, 'model.safetensors')], join(run, 'model.safetensors'));
      await expectRefused(['export', run, '--to', to, '--out', join(root, 'best.safetensors')], join(run, 'model.safetensors'));
    }
    await expectRefused(['export', run, '--out', join(run, 'run.json')], join(run, 'run.json'));
    await expectRefused(['convert', join(run, 'model.safetensors'), join(root, 'best.safetensors')], join(run, 'model.safetensors'));
    for (let time = 0; time < 2; time++) expect(await runAttune('export', run)).toMatchObject({ code: 0 });
  });
});
