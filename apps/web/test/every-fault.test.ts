import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { stripes, writeFiles } from './support/stripes.ts';
import { type ServedPage, gatherFolder, openServedPage, openStep, patience, setEpochs, trainingTimeout } from './support/served-page.ts';

describe.skipIf(!hasChromium)('every fault ends with something to press, in Chromium', () => {
  let folder: string;
  let served: ServedPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attune-every-fault-'));
    await writeFiles(join(folder, 'photos'), await stripes({ classes: 2, each: 8, side: 32 }));
    for (const name of ['no.pth', 'no.zip', 'no.yaml', 'no.jpg']) await writeFile(join(folder, name), 'no such thing');
    served = await openServedPage({ flags: ['--hub', 'http://127.0.0.1:9'] }); // where nobody listens
  });

  afterAll(async () => {
    await served.close();
    await rm(folder, { recursive: true });
  });

  it('sample photos that do not come are asked for again', async () => {
    const { page, context } = served;
    await context.route('**/hands.zip', (route) => route.fulfill({ status: 503 }));
    await page.getByRole('button', { name: 'Try with sample photos' }).click();
    await faultOf(page, 'A part of this page could not be loaded.');
    await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
    await faultOf(page, 'A part of this page could not be loaded.');
    await context.unroute('**/hands.zip');
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await openStep(page, 'Photos');
  });

  it('a class that cannot be called so leads to the field of its name', async () => {
    const { page } = served;
    await gatherFolder(page, join(folder, 'photos'));
    await page.getByLabel('New class', { exact: true }).fill('a/b');
    await page.getByRole('button', { name: 'Add class' }).click();
    await faultOf(page, '“a/b” cannot name a class.');
    await page.getByRole('button', { name: 'Choose another name' }).click();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('New class');
  });

  it.each([
    ['weights', 'no.pth', 'no.pth holds no weights that can be loaded.'],
    ['recipes', 'no.yaml', 'The recipe'],
  ])('a file that is not one of %s leads to the choice of another', async (what, name, text) => {
    const { page } = served;
    await openStep(page, 'Model');
    if (what === 'weights') await page.getByLabel('Starting weights').selectOption('file');
    await page.locator(`input[accept*=".${name.split('.')[1]}"]`).setInputFiles(join(folder, name));
    await faultOf(page, text);
    await asksForFile(page, 'Choose another file');
  });

  it('weights whose address does not answer are asked for again', async () => {
    const { page } = served;
    await openStep(page, 'Train');
    await page.getByRole('radio', { name: /Balanced/u }).click();
    await faultOf(page, /127\.0\.0\.1:9.* cannot be reached\./u);
    expect(await page.locator('.notice').evaluate((notice) => notice.scrollWidth <= notice.clientWidth)).toBe(true);
    await page.getByRole('button', { name: 'Try again' }).click();
    await faultOf(page, /cannot be reached\./u);
    await page.getByRole('button', { name: 'Close' }).click();
  });

  it('in Chinese every fault speaks Chinese, with the details in English for whoever asks', async () => {
    const { page } = served;
    await page.getByLabel('Language').selectOption('zh-CN');
    await page.getByLabel('新类别').fill('a/b');
    await page.getByRole('button', { name: '添加类别' }).click();
    const alert = page.getByRole('alert');
    await expect.poll(() => alert.locator('> span').textContent(), patience).toMatch(/不能作为类别名称/u);
    await alert.getByText('详情').click();
    expect(await alert.locator('[lang=en]').textContent()).toContain('no slash');
    await alert.getByRole('button', { name: '换一个名称' }).click();
    await page.getByLabel('语言').selectOption('en');
  });

  it('a project that is none leads to the choice of another', async () => {
    const { page } = served;
    await openStep(page, 'Export');
    await page.locator('input[accept=".zip"]').setInputFiles(join(folder, 'no.zip'));
    await page.getByRole('button', { name: 'Replace this project' }).click();
    await faultOf(page, 'This file is not a complete zip archive.');
    await asksForFile(page, 'Choose another file');
  });

  it('a photo that cannot be tried leads to the choice of another', async () => {
    const { page } = served;
    await setEpochs(page, [1, 0, 0]);
    await openStep(page, 'Train');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByText('Training has finished.').waitFor({ timeout: trainingTimeout });
    await page.locator('.try input[type=file]').setInputFiles(join(folder, 'no.jpg'));
    await faultOf(page, 'no.jpg is not a photo that can be read here.');
    await asksForFile(page, 'Choose another photo');
  });

  it('a camera that is denied is asked for again', async () => {
    const { page } = served;
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await page.getByRole('button', { name: 'Camera', exact: true }).first().click();
    await page.getByRole('alert').filter({ hasText: 'The camera is not available.' }).getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('alert').filter({ hasText: 'The camera is not available.' }).waitFor();
  });

  it('what nobody expected offers a reload', async () => {
    const { page } = served;
    await page.evaluate(() => void setTimeout(() => Promise.reject(new Error('unforeseen'))));
    await faultOf(page, 'That did not work.');
    await page.getByRole('button', { name: 'Reload the page' }).click();
    await page.getByRole('region', { name: 'class-0', exact: true }).waitFor();
  });
});

async function faultOf(page: Page, text: string | RegExp): Promise<void> {
  await page.locator('.notice[role=alert]').filter({ hasText: text }).waitFor(patience);
}

async function asksForFile(page: Page, name: string): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name }).click()]);
  expect(chooser.isMultiple()).toBe(false);
}
