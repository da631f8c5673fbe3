import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { stripes, writeFiles } from './support/stripes.ts';
import { type ServedPage, gatherFolder, openServedPage, openStep, patience, setEpochs, trainingTimeout } from './support/served-page.ts';

describe.skipIf(!hasChromium)('what goes wrong, in Chromium', () => {
  let folder: string;
  let served: ServedPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attune-faults-'));
    await writeFiles(join(folder, 'photos'), await stripes({ classes: 2, each: 16, side: 32 }));
    await writeFile(join(folder, 'photos/train/class-0/broken.png'), 'no picture');
    await writeFile(join(folder, 'notes.pth'), 'no weights');
    served = await openServedPage();
    await gatherFolder(served.page, join(folder, 'photos'));
  });

  afterAll(async () => {
    await served.close();
    await rm(folder, { recursive: true });
  });

  it('a broken photo is listed with its reason, and the rest is taken', async () => {
    const { page } = served;
    await expect.poll(() => page.locator('.broken').first().innerText(), patience).toContain('train/class-0/broken.png');
    await expect.poll(() => page.getByText('16 photos').count(), patience).toBe(2);
  });

  it('a file that holds no weights is named, and the choice before stays', async () => {
    const { page } = served;
    await openStep(page, 'Model');
    await page.getByLabel('Starting weights').selectOption('file');
    await page.locator('input[accept*=".pth"]').setInputFiles(join(folder, 'notes.pth'));
    await expect.poll(() => page.getByRole('alert').innerText(), patience).toContain('notes.pth');
    await expect.poll(() => page.getByLabel('Architecture').inputValue(), patience).toBe('resnet20');
  });

  it('a reload in mid-training loses no epoch that has ended, and the training goes on to its end', async () => {
    const { page } = served;
    await setEpochs(page, [3, 300]); // more than any machine trains before the reload, and before the stop
    await openStep(page, 'Train');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByText(/epoch ([3-9]|\d\d+) of 300/u).waitFor({ timeout: trainingTimeout });
    await page.reload();
    await openStep(page, 'Train');
    await page.getByText(/^Training was interrupted\. The first \d+ epochs are kept\.$/u).waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText(/epoch ([3-9]|\d\d+) of 300/u).waitFor({ timeout: trainingTimeout });
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped. The best weights so far are kept.').waitFor({ timeout: trainingTimeout });
  });

  it('clicks are answered while it trains', async () => {
    const { page } = served;
    await setEpochs(page, [3, 300]); // longer than twenty clicks take on a machine that does much else
    await openStep(page, 'Train');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByText(/epoch \d+ of/u).waitFor({ timeout: trainingTimeout });
    const engines = page.locator('details', { has: page.getByText('Other engines') });
    for (let click = 1; click <= 20; click++) {
      await page.getByText('Other engines').click();
      expect(await engines.evaluate((details: HTMLDetailsElement) => details.open)).toBe(click % 2 === 1);
    }
    expect(await page.getByRole('button', { name: 'Pause' }).isEnabled()).toBe(true);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText(/^Paused\./u).waitFor({ timeout: trainingTimeout });
  });

  it('a full storage says so: photos that it cannot keep, and a training that it ends', async () => {
    const { page, context, address } = served;
    const session = await context.newCDPSession(page);
    const { usage } = await session.send('Storage.getUsageAndQuota', { origin: new URL(address).origin });
    await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(address).origin, quotaSize: usage + 4096 });
    await openStep(page, 'Train');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByText("The browser's storage is full.").waitFor({ timeout: trainingTimeout });
    await writeFiles(join(folder, 'more'), await stripes({ classes: 3, each: 20, side: 48 }));
    await openStep(page, 'Photos');
    await gatherFolder(page, join(folder, 'more'));
    await page.getByText(/The browser has no room to store/u).waitFor();
    expect(await page.getByText('is not one of the classes').count()).toBe(0); // of the run that is judged meanwhile
    await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(address).origin });
  });
});
