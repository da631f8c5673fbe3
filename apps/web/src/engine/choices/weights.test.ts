/// <reference types="vite/client" />
import type { PartialFile, WeightsCache } from '@attune/pretrained';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

import { FileServer } from '../../../../../tools/testing/file-server.ts';
import { openWeights } from './weights.ts';

vi.mock('@attune/pretrained/browser', () => ({ browserCache: () => forgetful }));

/** Keeps nothing, as a browser without room. */
const forgetful: WeightsCache<Blob> = { place: null, find: async () => null, open: async () => heldFile(), drop: async () => {} };

function heldFile(): PartialFile<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  return {
    size: () => pieces.reduce((sum, { length }) => sum + length, 0),
    version: () => null,
    total: () => null,
    restart: async () => void pieces.splice(0),
    append: async (bytes) => void pieces.push(Uint8Array.from(bytes)),
    head: async () => pieces[0] ?? new Uint8Array(0),
    peek: async () => new Blob(pieces),
    sha256: async () => '',
    keep: async () => new Blob(pieces),
    discard: async () => {},
    close: async () => {},
  };
}

const index = {
  weightsManifest: [
    {
      paths: ['group1-shard1of2.bin', 'group1-shard2of2.bin'],
      weights: [
        { name: 'block1_conv1/kernel', shape: [3, 3, 3, 4], dtype: 'float32' },
        { name: 'block1_conv1/bias', shape: [4], dtype: 'float32' },
      ],
    },
  ],
};

let server: FileServer;
beforeAll(async () => {
  const files: [string, Uint8Array][] = [
    ['/vgg/model.json', new TextEncoder().encode(JSON.stringify(index))],
    ['/vgg/group1-shard1of2.bin', new Uint8Array(400)],
    ['/vgg/group1-shard2of2.bin', new Uint8Array(48)],
  ];
  server = await new FileServer(new Map(files)).start();
});
afterAll(() => server.stop());

it('an address of an index brings the files that it names', async () => {
  const weights = await openWeights({ kind: 'url', url: `${server.address}/vgg/model.json` });
  expect(weights!.tensors.map(({ name }) => name)).toEqual(['features.0.weight', 'features.0.bias']);
  expect([...(await weights!.tensors[1]!.readFloat32())]).toEqual([0, 0, 0, 0]);
  expect(server.requests).toEqual(['/vgg/model.json whole', '/vgg/group1-shard1of2.bin whole', '/vgg/group1-shard2of2.bin whole']);
});

it('names of the Hub are asked of the Hub that the page was given', async () => {
  await expect(openWeights({ kind: 'url', url: 'hub:someone/net' }, { hub: server.address })).rejects.toThrow();
  expect(server.requests.some((request) => request.includes('someone/net'))).toBe(true);
});

it.each(['torchvision:resnet18', 'https://elsewhere.example/net.safetensors'])('%s, which the policy forbids, is refused with a way out', async (url) => {
  await expect(openWeights({ kind: 'url', url }, { hub: 'https://huggingface.co' })).rejects.toThrow(
    /fetches weights from huggingface\.co only\. Download https:/u,
  );
});
