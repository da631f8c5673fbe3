import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startBackend } from '@attune/backend';
import { imageFolder } from '@attune/data';
import { full, threeStageSmall, withEpochs } from '@attune/staged-finetune';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { difference } from './support/loss-difference.ts';
import { stripes, writeFiles } from './support/stripes.ts';
import { trainOn } from './support/train-on.ts';
import { trainInChromium } from './support/train-in-chromium.ts';

describe.skipIf(!hasChromium)('the same training', () => {
  it('has the same losses in Node and in Chromium, from one recipe file and seed on two threads of wasm, within 1e-5', async () => {
    const files = await stripes({ classes: 3, each: 12, side: 32 });
    const task = { backend: 'wasm', threads: 2, files, recipe: stringify(withEpochs(threeStageSmall(), [1, 1, 1])), imageSize: 32, batchSize: 8 };
    const page = await trainInChromium(task);
    expect(page).toMatchObject({ backend: 'wasm', threads: 2 });
    const folder = await mkdtemp(join(tmpdir(), 'attune-stripes-'));
    await writeFiles(folder, files);
    await startBackend('wasm', { threads: 2 });
    const node = await trainOn(await imageFolder(folder, { imageSize: 32 }), task);
    await rm(folder, { recursive: true });
    expect(node.steps).toHaveLength(3 * Math.ceil(27 / 8));
    expect(difference(page.runs[0]!, node)).toBeLessThanOrEqual(1e-5);
  });

  it('holds no more memory in Chromium after twenty trainings than after one', async () => {
    const files = await stripes({ classes: 3, each: 8, side: 32 });
    const task = { backend: 'wasm', threads: 2, files, recipe: stringify(withEpochs(full(), [1])), imageSize: 32, batchSize: 16 };
    const { runs } = await trainInChromium({ ...task, trainings: 20 });
    const held = runs.map(({ tensors, bytes }) => JSON.stringify({ tensors, bytes }));
    expect(held).toHaveLength(20);
    expect(new Set(held).size).toBe(1);
  });

  // webgpu: the proof, since SwiftShader compiles its programs for a minute; its kernels:
  //         webgpu.test of the command.
  it('agrees on cpu, wasm and webgl in Chromium over several steps with five classes, within 1e-3', async () => {
    const files = await stripes({ classes: 5, each: 4, side: 16 });
    const recipe = stringify(withEpochs(full(), [1]));
    const task = { threads: 2, files, recipe, imageSize: 16, batchSize: 4 };
    const wasm = await trainInChromium({ ...task, backend: 'wasm' });
    expect(wasm.runs[0]!.steps).toHaveLength(4);
    for (const backend of ['cpu', 'webgl']) {
      const other = await trainInChromium({ ...task, backend });
      expect(other.backend).toBe(backend);
      expect(difference(other.runs[0]!, wasm.runs[0]!), backend).toBeLessThanOrEqual(1e-3);
    }
  });
});
