import { full, withEpochs } from '@attune/staged-finetune';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { difference } from '../test/support/loss-difference.ts';
import { stripes } from '../test/support/stripes.ts';
import { trainInChromium } from '../test/support/train-in-chromium.ts';

it.skipIf(!hasChromium)('webgpu agrees with wasm in Chromium over several steps with five classes, within 1e-3', async () => {
  const files = await stripes({ classes: 5, each: 4, side: 16 });
  const task = { threads: 2, files, recipe: stringify(withEpochs(full(), [1])), imageSize: 16, batchSize: 4 };
  const wasm = await trainInChromium({ ...task, backend: 'wasm' });
  expect(wasm.runs[0]!.steps).toHaveLength(4);
  const other = await trainInChromium({ ...task, backend: 'webgpu' });
  expect(other.backend).toBe('webgpu');
  expect(difference(other.runs[0]!, wasm.runs[0]!)).toBeLessThanOrEqual(1e-3);
});
