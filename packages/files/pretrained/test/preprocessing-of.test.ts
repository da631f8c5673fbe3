import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { HubServer } from '../../../../tools/testing/hub-server.ts';
import { preprocessingOf, pushToHub, weightsReference } from '../src/index.ts';
import { fileCache } from '../src/node/index.ts';

let hub: HubServer;
let folder: string;
beforeEach(async () => {
  hub = await new HubServer().start();
  folder = await mkdtemp(join(tmpdir(), 'attune-config-'));
});
afterEach(async () => {
  await hub.stop();
  await rm(folder, { recursive: true });
});

const asked = async (name: string) =>
  preprocessingOf(weightsReference(name, { hub: hub.address }), { cache: fileCache(folder), read: (path) => readFile(path, 'utf8') });

it("is read from the config.json beside another owner's weights, and fetched once", async () => {
  const config = { pretrained_cfg: { input_size: [3, 224, 224], crop_pct: 0.8, mean: [0.5, 0.4, 0.3], std: [1, 1, 1], interpolation: 'bilinear' } };
  await pushToHub('me/net', [{ path: 'config.json', content: new Blob([JSON.stringify(config)]) }], { token: 'hf_token', hub: hub.address });
  const wanted = { resizeSize: 280, interpolation: 'bilinear', mean: [0.5, 0.4, 0.3], std: [1, 1, 1] };
  expect(await asked('hub:me/net')).toEqual(wanted);
  const { length } = hub.requests;
  expect(await asked('hub:me/net')).toEqual(wanted);
  expect(hub.requests).toHaveLength(length);
});

it('is nothing where there is none, and the caller is told why', async () => {
  const told: string[] = [];
  const options = { cache: fileCache(folder), read: (path: string) => readFile(path, 'utf8'), onMissing: ({ kind }: { kind: string }) => told.push(kind) };
  expect(await preprocessingOf(weightsReference('hub:me/none', { hub: hub.address }), options)).toBeNull();
  expect(told).toEqual(['not-found']);
});

it('is nothing where there is none, and that of the table where a tag tells, without asking', async () => {
  expect(await asked('hub:me/none')).toBeNull();
  const { length } = hub.requests;
  expect(await asked('timm:resnet50.tv2_in1k')).toMatchObject({ resizeSize: 232 });
  expect(await asked('torchvision:resnet18')).toMatchObject({ resizeSize: 256 });
  expect(hub.requests).toHaveLength(length);
});
