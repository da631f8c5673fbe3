import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startBackend } from '@attune/backend';
import { imageFolder } from '@attune/data';
import { full, withEpochs } from '@attune/staged-finetune';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';

import { stripes, writeFiles } from '../test/support/stripes.ts';
import { trainInChromium } from '../test/support/train-in-chromium.ts';
import { trainOn } from '../test/support/train-on.ts';

const rounds = 3;

it('a step in Chromium goes at 0.9 of its speed in Node or more, on two threads of wasm, in turns', async () => {
  const files = await stripes({ classes: 3, each: 40, side: 32 });
  const task = { backend: 'wasm', threads: 2, files, recipe: stringify(withEpochs(full(), [1])), imageSize: 32, batchSize: 16 };
  const folder = await mkdtemp(join(tmpdir(), 'attune-stripes-'));
  await writeFiles(folder, files);
  await startBackend('wasm', { threads: 2 });
  const dataset = await imageFolder(folder, { imageSize: 32 });
  const [node, page]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (let training = 0; training < 3; training++) node.push(...(await trainOn(dataset, task)).stepMilliseconds.slice(1));
    const { runs } = await trainInChromium({ ...task, trainings: 3 });
    page.push(...runs.flatMap(({ stepMilliseconds }) => stepMilliseconds.slice(1)));
  }
  await rm(folder, { recursive: true });
  process.stdout.write(`Node ${quickest(node).toFixed(1)} ms, Chromium ${quickest(page).toFixed(1)} ms: ${(quickest(node) / quickest(page)).toFixed(2)}\n`);
  expect(quickest(node) / quickest(page)).toBeGreaterThanOrEqual(0.9);
});

/** The lower quartile: what others do on the machine only ever adds time. */
function quickest(milliseconds: readonly number[]): number {
  return milliseconds.toSorted((a, b) => a - b)[Math.floor(milliseconds.length / 4)]!;
}
