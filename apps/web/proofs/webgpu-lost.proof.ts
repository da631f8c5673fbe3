import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { gatherFolder, openServedPage } from '../test/support/served-page.ts';
import { stripes, writeFiles } from '../test/support/stripes.ts';
import { goOnWithoutCard } from '../test/support/without-card.ts';

it.skipIf(!hasChromium)('WebGPU whose card is taken away: it says so, and goes on with WebAssembly from the checkpoint', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'attune-webgpu-lost-'));
  await writeFiles(folder, await stripes({ classes: 2, each: 16, side: 32 }));
  const served = await openServedPage();
  try {
    await gatherFolder(served.page, folder);
    await goOnWithoutCard(served.page, 'WebGPU');
    expect(served.strangers).toEqual([]);
  } finally {
    await served.close();
    await rm(folder, { recursive: true });
  }
});
