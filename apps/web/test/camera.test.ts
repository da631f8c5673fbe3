import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { holdUntil } from './support/hold-until.ts';
import { type ServedPage, openServedPage, openStep, patience, setEpochs, trainingTimeout } from './support/served-page.ts';

describe.skipIf(!hasChromium)('photos of the camera alone, in Chromium', () => {
  let served: ServedPage;

  beforeAll(async () => {
    served = await openServedPage();
  });

  afterAll(() => served.close());

  it('one burst a class: its last photos are held back, and the training ends with an accuracy', async () => {
    const { page } = served;
    for (const name of ['thumb', 'fist']) await takeBurst(page, name, 8);
    for (const name of ['thumb', 'fist']) {
      const places = await classCard(page, name)
        .locator('.tile')
        .evaluateAll((tiles) => tiles.map((tile) => tile.querySelector('.held') !== null));
      expect(places.slice(-1)).toEqual([true]);
      expect(places.toSorted()).toEqual(places); // what is held back came last
    }
    await page.getByText(/All photos of thumb come from one burst/u).waitFor();
    await setEpochs(page, [2, 1, 1]);
    await openStep(page, 'Train');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByText('Training has finished.').waitFor({ timeout: trainingTimeout });
    expect(await page.getByText('NaN').count()).toBe(0);
  });
});

function classCard(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

/** Makes a class and fills it with a burst of so many photos, of which equal ones count once. */
async function takeBurst(page: Page, name: string, photos: number): Promise<void> {
  await page.getByLabel('New class').fill(name);
  await page.getByRole('button', { name: 'Add class' }).click();
  const card = classCard(page, name);
  await card.getByRole('button', { name: 'Camera', exact: true }).click();
  await holdUntil(card, photos);
  await expect.poll(() => card.locator('.tile').count(), patience).toBeGreaterThanOrEqual(4);
  await card.getByRole('button', { name: 'Camera', exact: true }).click();
}
