import { readFile, readdir, rm } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';

import { readCheckpoint, writeSafetensors } from '@attune/checkpoint';
import { weightsReference } from '@attune/pretrained';
import { sampleWeights } from '@attune/sample';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { FileServer } from '../../../tools/testing/file-server.ts';
import { temporaryFolder } from './image-folder-fixture.ts';
import { runAttune } from './run-attune.ts';

let root: string;
let server: Server;
let asked: (string | undefined)[];

beforeAll(async () => {
  root = await temporaryFolder();
  const sample = await readFile(sampleWeights());
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url);
    if (request.url?.startsWith('/someone--net--') === true) response.end(sample);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('ATTUNE_MIRROR', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('TORCH_HOME', root);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await new Promise((resolve) => server.close(resolve));
  await rm(root, { recursive: true });
});

describe('weights by name', () => {
  it('are fetched from the mirror into PyTorch’s cache, once, and opened like a file', async () => {
    for (let time = 0; time < 2; time++) {
      const { code, stdout } = await runAttune('inspect', 'hub:someone/net/resnet20.safetensors', '--json');
      expect(code).toBe(0);
      expect((JSON.parse(stdout) as { architecture: string }).architecture).toBe('resnet20');
    }
    expect(asked).toEqual(['/someone--net--resnet20.safetensors']);
    const place = weightsReference('hub:someone/net/resnet20.safetensors', { mirror: process.env['ATTUNE_MIRROR'] }).fileName;
    expect((await readFile(join(root, 'hub/checkpoints', place))).length).toBeGreaterThan(0);
  });

  it('that are not there say which file to put where', async () => {
    const { code, stderr } = await runAttune('finetune', 'sample:emoji', '--weights', 'torchvision:resnet18', '--out', join(root, 'run'));
    expect(code).toBe(1);
    expect(stderr).toContain(`put resnet18-f37072fd.pth into ${join(root, 'hub', 'checkpoints')}`);
  });

  it('that have no such name are wrong usage', async () => {
    expect(await runAttune('inspect', 'torchvision:resnet19')).toMatchObject({ code: 2, stderr: expect.stringContaining('resnet18, resnet34') as string });
  });

  it('are listed with their size, published accuracy, and whether they are here', async () => {
    const { stdout } = await runAttune('weights', '--json');
    const { weights } = JSON.parse(stdout) as { weights: { name: string; cached: boolean }[] };
    expect(weights).toHaveLength(16);
    expect(weights.find(({ name }) => name === 'torchvision:resnet50/IMAGENET1K_V2')).toMatchObject({ accuracy: 0.80858, cached: false });
  });
});

/** The sample's network in two shards, and a small network of Keras in two files, each beside its
 * index; an index that names a file elsewhere. */
async function filesByPath(): Promise<Map<string, Uint8Array>> {
  const { tensors } = await readCheckpoint(sampleWeights());
  const halves = [tensors.slice(0, 50), tensors.slice(50)];
  const shards = await Promise.all(
    halves.map(async (half) => writeSafetensors(new Map(await Promise.all(half.map(async (entry) => [entry.name, await entry.read()] as const))))),
  );
  const weightMap = Object.fromEntries(halves.flatMap((half, at) => half.map(({ name }) => [name, `part-${at + 1}.safetensors`])));
  const weights = [
    { name: 'block1_conv1/kernel', shape: [3, 3, 3, 4], dtype: 'float32' },
    { name: 'block1_conv1/bias', shape: [4], dtype: 'float32' },
  ];
  const model = (paths: readonly string[]) => json({ modelTopology: {}, weightsManifest: [{ paths, weights }] });
  return new Map([
    ['/net/model.safetensors.index.json', json({ weight_map: weightMap })],
    ...shards.map((bytes, at) => [`/net/part-${at + 1}.safetensors`, bytes] as const),
    ['/keras/model.json', model(['group1-shard1of2.bin', './group1-shard2of2.bin'])],
    ['/keras/group1-shard1of2.bin', new Uint8Array(400)],
    ['/keras/group1-shard2of2.bin', new Uint8Array(48)],
    ['/outside/model.json', model(['../keras/group1-shard1of2.bin', 'group1-shard2of2.bin'])],
    ['/lacking/model.json', model(['group1-shard1of2.bin', 'gone.bin'])],
    ['/lacking/group1-shard1of2.bin', new Uint8Array(400)],
  ]);
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

describe('weights in several files behind an address', () => {
  let files: FileServer;
  beforeAll(async () => {
    files = await new FileServer(await filesByPath()).start();
  });
  afterAll(() => files.stop());

  it('come with their index, gone on with where a connection breaks, once', async () => {
    const address = `${files.address}/net/model.safetensors.index.json`;
    [files.cutAfter, files.keptIn] = [150_000, join(root, 'hub/checkpoints', dirname(weightsReference(address).fileName))];
    const architectures = [];
    for (let time = 0; time < 2; time++) {
      const { stdout } = await runAttune('inspect', address, '--json');
      architectures.push(JSON.parse(stdout));
    }
    files.cutAfter = Infinity;
    expect(architectures).toEqual(Array(2).fill(expect.objectContaining({ format: 'safetensors-sharded', architecture: 'resnet20' })));
    const whole = files.requests.filter((request) => request.endsWith('whole'));
    expect(whole).toEqual(['/net/model.safetensors.index.json whole', '/net/part-1.safetensors whole', '/net/part-2.safetensors whole']);
    expect(files.requests).toContainEqual(expect.stringMatching(/^\/net\/part-2\.safetensors bytes=\d+-$/u));
  });

  it('are those of Keras too, with its images', async () => {
    const out = join(root, 'keras.safetensors');
    expect(await runAttune('convert', `keras:${files.address}/keras/model.json`, out)).toMatchObject({ code: 0 });
    expect((await readCheckpoint(out)).tensors.map(({ name }) => name).toSorted()).toEqual(['features.0.bias', 'features.0.weight']);
    const folder = join(root, 'hub/checkpoints', dirname(weightsReference(`${files.address}/keras/model.json`).fileName));
    const names = ['group1-shard1of2.bin', 'group1-shard2of2.bin', 'model.json'];
    expect((await readdir(folder)).toSorted()).toEqual(names.flatMap((name) => [name, `${name}.sha256`]));
  });

  it('are never fetched from another folder', async () => {
    const { code, stderr } = await runAttune('inspect', `${files.address}/outside/model.json`);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/names "\.\.\/keras\/group1-shard1of2\.bin", which is not the name of a file beside it/u)]);
    expect(files.requests.filter((request) => request.includes('outside'))).toEqual(['/outside/model.json whole']);
  });

  it('of which one is not there say which', async () => {
    const { code, stderr } = await runAttune('inspect', `${files.address}/lacking/model.json`);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(
        /model\.json \(gone\.bin\): there is no file at .*\/lacking\/gone\.bin \(404\).*put gone\.bin into .*--lacking--[\da-f]{16} yourself/u,
      ),
    ]);
  });
});

describe('what a server sends in place of weights', () => {
  let files: FileServer;
  beforeAll(async () => {
    const sample = await readFile(sampleWeights());
    const model = (path: string, shape: number[]) =>
      json({ modelTopology: {}, weightsManifest: [{ paths: [path], weights: [{ name: 'conv/kernel', shape, dtype: 'float32' }] }] });
    files = await new FileServer(
      new Map([
        ['/page/net.pth', new TextEncoder().encode('<!doctype html><title>Log in</title>')],
        ['/words/net.pth', new TextEncoder().encode('{"error":"no such model"}')],
        ['/half/net.safetensors', sample.subarray(0, sample.length / 2)],
        ['/words/model.json', json({ error: 'no such model' })],
        ['/short/model.json', model('group1-shard1of1.bin', [3, 3, 3, 4])],
        ['/short/group1-shard1of1.bin', new Uint8Array(100)],
      ]),
    ).start();
  });
  afterAll(() => files.stop());

  it.each(['page/net.pth', 'words/net.pth', 'half/net.safetensors', 'words/model.json', 'short/model.json'])('is said and not kept: %s', async (path) => {
    const address = `${files.address}/${path}`;
    const { code, stderr } = await runAttune('inspect', address);
    expect(code).toBeGreaterThan(0);
    expect(stderr).toMatch(/is a web page|cannot be read|neither an index|incomplete file/u);
    const folder = join(root, 'hub/checkpoints', dirname(weightsReference(address).fileName));
    expect(await readdir(folder)).toEqual([]);
    const before = files.requests.length;
    await runAttune('inspect', address);
    expect(files.requests.length).toBeGreaterThan(before);
  });
});
