import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { type ServedPage, openServedPage, patience, trainingTimeout } from './support/served-page.ts';

/** More stops than the page has. */
const mostStops = 300;

describe.skipIf(!hasChromium)('the keyboard alone, in Chromium', () => {
  let served: ServedPage;

  beforeAll(async () => {
    served = await openServedPage();
  });

  afterAll(() => served.close());

  it('arrows lead through the cards and choose none; Tab enters the group once', async () => {
    const { page } = served;
    await tabTo(page, /^Quick/u);
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toMatch(/^Balanced/u);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowLeft');
    expect(await focused(page)).toMatch(/^Thorough/u);
    await expect.poll(() => page.getByRole('radio', { name: /Quick/u, checked: true }).count(), patience).toBe(1);
    await page.keyboard.press('Tab');
    expect(await focused(page)).not.toMatch(/^(Quick|Balanced|Thorough)/u);
    expect(served.strangers).toEqual([]);
  });

  it('from the empty page to a file of a trained network', async () => {
    const { page } = served;
    await tabTo(page, /^Try with sample photos/u);
    await page.keyboard.press('Enter');
    await page.getByText(/^\d+ of 30 right$/u).waitFor({ timeout: trainingTimeout });
    await tabTo(page, /^See where it looks/u);
    await page.keyboard.press('Enter');
    const line = page.getByRole('slider', { name: 'Before and after' });
    await line.waitFor();
    await tabTo(page, /^Before and after/u);
    const before = await line.inputValue();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => line.inputValue(), patience).not.toBe(before);
    await tabTo(page, /^Export/u);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save: Web page, .html' }).waitFor();
    await tabTo(page, /^Save: Web page/u);
    const [download] = await Promise.all([page.waitForEvent('download', patience), page.keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toMatch(/^resnet20-.*-page\.html$/u);
  });
});

/** What has the focus is called. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return (element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim();
  });
}

async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let stop = 0; stop < mostStops; stop++) {
    await page.keyboard.press('Tab');
    if (name.test(await focused(page))) return;
  }
  throw new Error(`Tab never comes to ${name.source}.`);
}
