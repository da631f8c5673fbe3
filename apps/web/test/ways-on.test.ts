import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { stripes, writeFiles } from './support/stripes.ts';
import { type ServedPage, gatherFolder, openServedPage, openStep, patience, setEpochs } from './support/served-page.ts';

const trainingTimeout = 200_000;

/** The part of tfjs's engine that a test takes the graphics card away with. */
interface TfjsGlobal {
  readonly _tfengine: {
    readonly backendInstance: { readonly gpgpu?: { readonly gl: WebGL2RenderingContext }; readonly device?: { destroy(): void } };
  };
}

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
  }, 400_000);

  it.each([
    ['WebGL', () => (globalThis as unknown as TfjsGlobal)._tfengine.backendInstance.gpgpu!.gl.getExtension('WEBGL_lose_context')!.loseContext()],
    ['WebGPU', () => (globalThis as unknown as TfjsGlobal)._tfengine.backendInstance.device!.destroy()],
  ])(
    '%s whose card is taken away: it says so, and goes on with WebAssembly from the checkpoint',
    async (name, loseCard) => {
      const { page } = served;
      await openStep(page, 'Model');
      await page.getByRole('combobox', { name: 'Recipe' }).selectOption('three-stage-small');
      await setEpochs(page, [60]);
      await openStep(page, 'Train');
      const engine = page.getByRole('button', { name, exact: true });
      if (!(await engine.isVisible())) await page.getByText('Other engines').click();
      await engine.click();
      await page.getByRole('button', { name, exact: true, pressed: true }).waitFor({ timeout: 60_000 });
      await page.getByRole('button', { name: 'Start training' }).click();
      // Until its first epoch has ended, the processor that imitates a card is busy
      // with the programs of its kernels, and says nothing; nor does it draw, which a
      // locator would wait for.
      const place = page.locator('strong[role=status]');
      await expect.poll(() => place.textContent(), { timeout: trainingTimeout }).toMatch(/head, epoch ([2-9]|\d\d) of 60/u);
      await page.workers()[0]!.evaluate(loseCard);
      await page.getByText('The graphics card stopped responding.').waitFor({ timeout: trainingTimeout });
      await page.getByRole('button', { name: 'Continue with WebAssembly' }).click();
      await page.getByText(/epoch ([3-9]|\d\d) of 60/u).waitFor({ timeout: trainingTimeout });
      await expect.poll(() => page.getByText(/WebAssembly, \d+ threads/u).count(), patience).toBeGreaterThan(0);
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.getByText('Stopped. The best weights so far are kept.').waitFor({ timeout: trainingTimeout });
    },
    600_000,
  );

  it('out of memory: it says so, and retries with half the batch size', async () => {
    const { page } = served;
    await writeFiles(join(folder, 'more'), await stripes({ classes: 2, each: 200, side: 40 }));
    await openStep(page, 'Photos');
    await gatherFolder(page, join(folder, 'more'));
    await page.getByText('400 photos added').waitFor({ timeout: 120_000 });
    await openStep(page, 'Model');
    await page.getByLabel('Architecture').selectOption('resnet18');
    await expect.poll(() => page.getByLabel('Starting weights').inputValue(), patience).toBe('none'); // the sample's weights are of another
    await page.getByRole('combobox', { name: 'Recipe' }).selectOption('full');
    await page.getByRole('spinbutton', { name: 'Batch size' }).fill('256');
    await page.getByRole('spinbutton', { name: 'Batch size' }).press('Tab');
    await openStep(page, 'Train');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByText('Out of memory.').waitFor({ timeout: 100_000 });
    await page.getByRole('button', { name: 'Retry with batch size 128' }).click();
    await page.getByText('Out of memory.').waitFor({ state: 'detached' });
    await page
      .getByText(/Out of memory\.|epoch 1 of/u)
      .first()
      .waitFor({ timeout: trainingTimeout });
    await openStep(page, 'Model');
    await expect.poll(() => page.getByRole('spinbutton', { name: 'Batch size' }).inputValue(), patience).toBe('128');
  }, 500_000);
});
