import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { startBackend } from '@attune/backend';
import { loadPretrained, readCheckpoint } from '@attune/checkpoint';
import { decodeImage, preprocess, preprocessingFor, scanFolder } from '@attune/data';
import { evaluation } from '@attune/nn';
import { resnet18 } from '@attune/resnet';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';

import { hasChromium, runInChromium } from '../../../../tools/testing/chromium.ts';
import type { Request } from './worker.ts';

const data = process.env['ATTUNE_DATA'] ?? '';
const weights = join(data, 'checkpoints/imagenet-resnet18/resnet18-imagenet-f16.safetensors');

/** tfjs's wasm files, which `@attune/backend` serves from wherever it is told to. */
function wasmFiles(): string[] {
  const fromBackend = createRequire(createRequire(import.meta.url).resolve('@attune/backend/package.json'));
  const folder = dirname(createRequire(fromBackend.resolve('@attune/kernels-wasm/package.json')).resolve('@tensorflow/tfjs-backend-wasm'));
  return ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'].map((name) => join(folder, name));
}

/** Ants and bees, evenly from both. */
async function photos(count: number): Promise<Uint8Array[]> {
  const { validation } = await scanFolder(join(data, 'hymenoptera'));
  const every = Math.floor(validation!.length / count);
  return Promise.all(Array.from({ length: count }, (_, place) => readFile(validation![place * every]!.path)));
}

async function topClassesHere(files: readonly Uint8Array[]): Promise<number[]> {
  await startBackend('wasm');
  const network = resnet18({ classes: 1000 });
  await loadPretrained(network, await readCheckpoint(await readFile(weights)));
  const preprocessing = preprocessingFor({ imageSize: 224 });
  const found: number[] = [];
  for (const file of files) {
    const values = preprocess(await decodeImage(file), preprocessing);
    const logits = tf.tidy(() => network.forward(tf.tensor4d(values, [1, 224, 224, 3]), evaluation).dataSync<'float32'>());
    found.push(logits.indexOf(Math.max(...logits)));
  }
  return found;
}

describe.skipIf(!hasChromium || data === '')('a ResNet-18 of ImageNet in Chromium', () => {
  it('takes each of 50 photos for what it takes it for in Node', async () => {
    const files = await photos(50);
    const message: Request = { weights: basename(weights), files: files.map((file) => Buffer.from(file).toString('base64')) };
    const entry = fileURLToPath(new URL('worker.ts', import.meta.url));
    const there = await runInChromium<number[]>({ entry, isolated: true, files: [...wasmFiles(), weights], message });
    expect(there).toEqual(await topClassesHere(files));
    expect(new Set(there).size).toBeGreaterThan(2);
  });
});
