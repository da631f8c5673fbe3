import { readFile, rm } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { sampleWeights } from '@attune/sample';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

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
    expect((await readFile(join(root, 'hub/checkpoints/someone--net--resnet20.safetensors'))).length).toBeGreaterThan(0);
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
