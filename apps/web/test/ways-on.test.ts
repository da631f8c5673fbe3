import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { goOnWithoutCard } from './support/without-card.ts';
import { stripes, writeFiles } from './support/stripes.ts';
import { type ServedPage, gatherFolder, openServedPage, openStep, patience, setEpochs, trainingTimeout } from './support/served-page.ts';

describe.skipIf(!hasChromium)('a training that cannot go on as it is, in Chromium', () => {
  let folder: string;
  let served: ServedPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attune-ways-on-'));
    await writeFiles(folder, await stripes({ classes: 2, each: 16, side: 32 }));
    served = await openServedPage();
    await gatherFolder(served.page, folder);
  });

  afterAll(async () => {
    await served.close();
    await rm(folder, { recursive: true });
  });

  it('numbers that run away: it says so, and goes on at smaller rates to its end', async () => {
    const { page } = served;
    await setEpochs(page, [2, 0, 0]);
    const rate = page.getByLabel('head, head: Learning rate');
    await rate.fill('2e12'); // a rate times the weight decay is what the weights grow by in each step
    await rate.press('Tab');
    await openStep(page, 'Train');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByText('The loss is not finite.').waitFor({ timeout: trainingTimeout });
    await page.getByRole('button', { name: 'Resume at lower learning rates' }).click();
    await page
      .getByText(/The loss was not finite in head, epoch 2\. Resumed from the checkpoint at 0\.\d+ of the learning rates\./u)
      .waitFor({ timeout: trainingTimeout });
    await page.getByText('Training has finished.').waitFor({ timeout: trainingTimeout });
  });

  // WebGPU: the proof, since SwiftShader compiles its programs for half a minute.
  it('WebGL whose card is taken away: it says so, and goes on with WebAssembly from the checkpoint', async () => {
    await goOnWithoutCard(served.page, 'WebGL');
  });

  it('out of memory: it says so, and retries with half the batch size', async () => {
    const { page } = served;
    await writeFiles(join(folder, 'more'), await stripes({ classes: 2, each: 200, side: 40 }));
    await openStep(page, 'Photos');
    await gatherFolder(page, join(folder, 'more'));
    await page.getByText('400 photos added').waitFor(patience);
    await openStep(page, 'Model');
    await page.getByLabel('Architecture').selectOption('resnet18');
    await expect.poll(() => page.getByLabel('Starting weights').inputValue(), patience).toBe('none'); // the sample's weights are of another
    await page.getByRole('combobox', { name: 'Recipe' }).selectOption('full');
    await page.getByRole('spinbutton', { name: 'Batch size' }).fill('256');
    await page.getByRole('spinbutton', { name: 'Batch size' }).press('Tab');
    await openStep(page, 'Train');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByText('Out of memory.').waitFor({ timeout: trainingTimeout });
    await page.getByRole('button', { name: 'Retry with batch size 128' }).click();
    await page.getByText('Out of memory.').waitFor({ state: 'detached' });
    await page
      .getByText(/Out of memory\.|epoch 1 of/u)
      .first()
      .waitFor({ timeout: trainingTimeout });
    await openStep(page, 'Model');
    await expect.poll(() => page.getByRole('spinbutton', { name: 'Batch size' }).inputValue(), patience).toBe('128');
  });
});
