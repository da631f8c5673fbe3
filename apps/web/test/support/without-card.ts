import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { openStep, patience, setEpochs, trainingTimeout } from './served-page.ts';

/** The part of tfjs's engine that a test takes the graphics card away with. */
interface TfjsGlobal {
  readonly _tfengine: {
    readonly backendInstance: { readonly gpgpu?: { readonly gl: WebGL2RenderingContext }; readonly device?: { destroy(): void } };
  };
}

/** How a worker loses the card that it computes on. */
const losses = {
  WebGL: () => (globalThis as unknown as TfjsGlobal)._tfengine.backendInstance.gpgpu!.gl.getExtension('WEBGL_lose_context')!.loseContext(),
  WebGPU: () => (globalThis as unknown as TfjsGlobal)._tfengine.backendInstance.device!.destroy(),
};

/** Trains the photos of a page on an engine of the graphics card, takes the card away in the second
 * epoch, and has the training go on with WebAssembly for an epoch at least, until it is stopped. */
export async function goOnWithoutCard(page: Page, engine: keyof typeof losses): Promise<void> {
  await openStep(page, 'Model');
  await page.getByRole('combobox', { name: 'Recipe' }).selectOption('three-stage-small');
  await setEpochs(page, [600]); // more than any machine trains before it is stopped
  await openStep(page, 'Train');
  const button = page.getByRole('button', { name: engine, exact: true });
  if (!(await button.isVisible())) await page.getByText('Other engines').click();
  await button.click();
  await page.getByRole('button', { name: engine, exact: true, pressed: true }).waitFor(patience);
  await page.getByRole('button', { name: 'Start training' }).click();
  // Until its first epoch has ended, the processor that imitates a card is busy with the programs
  // of its kernels, and says nothing; nor does it draw, which a locator would wait for.
  const place = page.locator('strong[role=status]');
  await expect.poll(() => place.textContent(), { timeout: trainingTimeout }).toMatch(/head, epoch ([2-9]|\d\d+) of 600/u);
  await page.workers()[0]!.evaluate(losses[engine]);
  await page.getByText('The graphics card stopped responding.').waitFor({ timeout: trainingTimeout });
  await page.getByRole('button', { name: 'Continue with WebAssembly' }).click();
  await page.getByText(/epoch ([3-9]|\d\d+) of 600/u).waitFor({ timeout: trainingTimeout });
  await expect.poll(() => page.getByText(/WebAssembly, \d+ threads/u).count(), patience).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('Stopped. The best weights so far are kept.').waitFor({ timeout: trainingTimeout });
}
