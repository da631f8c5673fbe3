import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { stripes, writeFiles } from './support/stripes.ts';
import { type ServedPage, gatherFolder, openServedPage, openStep, setEpochs } from './support/served-page.ts';

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
    const rate = page.getByLabel('head, head: Rate');
    await rate.fill('2e12'); // a rate times the weight decay is what the weights grow by in each step
    await rate.press('Tab');
    await openStep(page, 'Train');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByText('The numbers ran away.').waitFor({ timeout: trainingTimeout });
    await page.getByRole('button', { name: 'Go on, slower where it runs away' }).click();
    await page.getByText(/The numbers ran away in head, epoch 2: back to the checkpoint, on at 0\.\d+ of the rates\./u).waitFor({ timeout: trainingTimeout });
    await page.getByText('Training has finished.').waitFor({ timeout: trainingTimeout });
  }, 400_000);

  it.each([
    ['WebGL', () => (globalThis as unknown as TfjsGlobal)._tfengine.backendInstance.gpgpu!.gl.getExtension('WEBGL_lose_context')!.loseContext()],
    ['WebGPU', () => (globalThis as unknown as TfjsGlobal)._tfengine.backendInstance.device!.destroy()],
  ])(
    '%s whose card is taken away: it says so, and goes on with WebAssembly from the checkpoint',
    async (name, loseCard) => {
      const { page } = served;
      await openStep(page, 'Choose');
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
      await page.getByText('The graphics card gave up.').waitFor({ timeout: trainingTimeout });
      await page.getByRole('button', { name: 'Go on with WebAssembly' }).click();
      await page.getByText(/epoch ([3-9]|\d\d) of 60/u).waitFor({ timeout: trainingTimeout });
      expect(await page.getByText(/WebAssembly, \d+ threads/u).count()).toBeGreaterThan(0);
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.getByText('Stopped. What it learned so far is kept.').waitFor({ timeout: trainingTimeout });
    },
    600_000,
  );

  it('memory that does not suffice: it says so, and tries with half as many images a step', async () => {
    const { page } = served;
    await writeFiles(join(folder, 'more'), await stripes({ classes: 2, each: 200, side: 40 }));
    await openStep(page, 'Gather');
    await gatherFolder(page, join(folder, 'more'));
    await page.getByText('400 images added').waitFor({ timeout: 120_000 });
    await openStep(page, 'Choose');
    await page.getByLabel('Architecture').selectOption('resnet18');
    await expect.poll(() => page.getByLabel('What it knows already').inputValue()).toBe('none'); // the sample's weights are of another
    await page.getByRole('combobox', { name: 'Recipe' }).selectOption('full');
    await page.getByRole('spinbutton', { name: 'Images a step' }).fill('256');
    await page.getByRole('spinbutton', { name: 'Images a step' }).press('Tab');
    await openStep(page, 'Train');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByText('The memory did not suffice.').waitFor({ timeout: 100_000 });
    await page.getByRole('button', { name: 'Try 128 images a step' }).click();
    await page.getByText('The memory did not suffice.').waitFor({ state: 'detached' });
    await page
      .getByText(/The memory did not suffice\.|epoch 1 of/u)
      .first()
      .waitFor({ timeout: trainingTimeout });
    await openStep(page, 'Choose');
    expect(await page.getByRole('spinbutton', { name: 'Images a step' }).inputValue()).toBe('128');
  }, 500_000);
});
