import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { startBackend } from '@attune/backend';
import { imageFolder } from '@attune/data';
import { full, threeStageSmall, withEpochs } from '@attune/staged-finetune';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';

import { hasChromium, runInChromium } from '../../../tools/testing/chromium.ts';
import { stripes, writeFiles } from './support/stripes.ts';
import { type TrainedInPage, type TrainedLosses, type TrainingTask, trainOn } from './support/train-on.ts';

const require = createRequire(import.meta.url);
const wasmFolder = dirname(require.resolve('@tensorflow/tfjs-backend-wasm'));
const wasmFiles = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'].map((name) => join(wasmFolder, name));
const optional = ['@tensorflow/tfjs-backend-webgl', '@tensorflow/tfjs-backend-webgpu'];
const alias = Object.fromEntries(optional.map((name) => [name, fileURLToPath(import.meta.resolve(name))]));

function inChromium(task: TrainingTask): Promise<TrainedInPage> {
  return runInChromium({ entry: fileURLToPath(new URL('in-chromium/train.ts', import.meta.url)), isolated: true, files: wasmFiles, message: task, alias });
}

/** The largest difference of any loss, over the loss. */
function difference(ours: TrainedLosses, theirs: TrainedLosses): number {
  const [a, b] = [ours, theirs].map(({ steps, validation }) => [...steps, ...validation]);
  expect(a!.length).toBe(b!.length);
  return Math.max(...a!.map((loss, index) => Math.abs(loss - b![index]!) / Math.abs(b![index]!)));
}

/** The lower quartile: what others do on the machine only ever adds time. */
function quickest(milliseconds: readonly number[]): number {
  return milliseconds.toSorted((a, b) => a - b)[Math.floor(milliseconds.length / 4)]!;
}

describe.skipIf(!hasChromium)('the same training', () => {
  it('has the same losses in Node and in Chromium, from one recipe file and seed on two threads of wasm, within 1e-5', async () => {
    const files = await stripes({ classes: 3, each: 12, side: 32 });
    const task = { backend: 'wasm', threads: 2, files, recipe: stringify(withEpochs(threeStageSmall(), [1, 1, 1])), imageSize: 32, batchSize: 8 };
    const page = await inChromium(task);
    expect(page).toMatchObject({ backend: 'wasm', threads: 2 });
    const folder = await mkdtemp(join(tmpdir(), 'attune-stripes-'));
    await writeFiles(folder, files);
    await startBackend('wasm', { threads: 2 });
    const node = await trainOn(await imageFolder(folder, { imageSize: 32 }), task);
    await rm(folder, { recursive: true });
    expect(node.steps).toHaveLength(3 * Math.ceil(27 / 8));
    expect(difference(page.runs[0]!, node)).toBeLessThanOrEqual(1e-5);
  });

  it('goes in Chromium at 0.9 of its speed in Node or more, on two threads in turns, and holds no more after twenty trainings than after one', async () => {
    const files = await stripes({ classes: 3, each: 40, side: 32 });
    const task = { backend: 'wasm', threads: 2, files, recipe: stringify(withEpochs(full(), [1])), imageSize: 32, batchSize: 16 };
    const folder = await mkdtemp(join(tmpdir(), 'attune-stripes-'));
    await writeFiles(folder, files);
    await startBackend('wasm', { threads: 2 });
    const dataset = await imageFolder(folder, { imageSize: 32 });
    const [node, page]: [number[], number[]] = [[], []];
    let trained: TrainedInPage | null = null;
    for (let round = 0; round < 3; round++) {
      for (let training = 0; training < 3; training++) node.push(...(await trainOn(dataset, task)).stepMilliseconds.slice(1));
      trained = await inChromium({ ...task, trainings: round === 2 ? 20 : 3 });
      page.push(...trained.runs.slice(0, 3).flatMap(({ stepMilliseconds }) => stepMilliseconds.slice(1)));
    }
    await rm(folder, { recursive: true });
    const held = trained!.runs.map(({ tensors, bytes }) => ({ tensors, bytes }));
    expect(new Set(held.map((memory) => JSON.stringify(memory))).size).toBe(1);
    expect(quickest(node) / quickest(page)).toBeGreaterThanOrEqual(0.9);
  });

  it('agrees on cpu, wasm, webgl and webgpu in Chromium over several steps with five classes, within 1e-3', async () => {
    const files = await stripes({ classes: 5, each: 4, side: 16 });
    const recipe = stringify(withEpochs(full(), [1]));
    const task = { threads: 2, files, recipe, imageSize: 16, batchSize: 4 };
    const wasm = await inChromium({ ...task, backend: 'wasm' });
    expect(wasm.runs[0]!.steps).toHaveLength(4);
    for (const backend of ['cpu', 'webgl', 'webgpu']) {
      const other = await inChromium({ ...task, backend });
      expect(other.backend).toBe(backend);
      expect(difference(other.runs[0]!, wasm.runs[0]!), backend).toBeLessThanOrEqual(1e-3);
    }
  });
});
