import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startBackend } from '@attune/backend';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { dropFiles } from './support/drop-files.ts';
import { runOnDisk, writeRun, zippedRun } from './support/run-on-disk.ts';
import { stripes, writeFiles } from './support/stripes.ts';
import { type ServedPage, gatherFolder, openServedPage, openStep, patience } from './support/served-page.ts';

describe.skipIf(!hasChromium)('runs that were trained elsewhere, in Chromium', () => {
  let folder: string;
  let served: ServedPage;
  let photo: string;

  beforeAll(async () => {
    await startBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'attune-open-run-'));
    const photos = await stripes({ classes: 2, each: 13, side: 32 });
    photo = join(folder, photos[0]!.path);
    await writeFiles(folder, photos);
    await rename(join(folder, 'train/class-0/12.png'), join(folder, 'train/class-1/wrong.png'));
    await writeRun(
      join(folder, 'labels'),
      await runOnDisk({ classes: ['dog', 'grass', 'sky'], task: { kind: 'multi-label' }, outputs: [2, -2, 0.5], score: 0.831 }),
    );
    served = await openServedPage();
  });

  afterAll(async () => {
    await served.close();
    await rm(folder, { recursive: true });
  });

  it('a folder with several labels opens for Try it, which names those that reach their thresholds', async () => {
    const { page } = served;
    await dropFiles(page, page.locator('header.top'), [join(folder, 'labels')]);
    await page.getByText('Run opened. Try it on a photo.').waitFor(patience);
    await page.getByText('mAP 83.1 %', { exact: true }).waitFor();
    expect(await tried(page, photo)).toEqual({ said: 'dog, sky', bars: ['✓ dog 88.1 %', '✓ sky 62.2 %', 'grass 11.9 %'] });
  });

  it('Explore says what it lacks to judge the run, and Export has every format for it', async () => {
    const { page } = served;
    await openStep(page, 'Explore');
    await page.getByText('Drop photos with a table (CSV) of dog, grass, sky').waitFor();
    await openStep(page, 'Export');
    await page.locator('.formats').waitFor();
    expect(await page.locator('.formats h2').allTextContents()).toEqual([
      'Web page, .html',
      'Model, .onnx',
      'Weights, .pth',
      'Weights, .safetensors',
      'Report, .html',
      'Whole run, .zip',
    ]);
  });

  it('an archive of a run that tells numbers gives them in their units, and asks the photo again', async () => {
    const { page } = served;
    const task = { kind: 'regression', scales: [{ mean: 30, deviation: 4 }] } as const;
    const files = await runOnDisk({ classes: ['age in years'], task, outputs: [0.5], score: 0.712 });
    await page.locator('input[accept=".zip"]').setInputFiles({ name: 'age.zip', mimeType: 'application/zip', buffer: zippedRun(files) });
    await page.getByText('R² 0.712', { exact: true }).waitFor(patience);
    await expect.poll(() => page.locator('.trial .numbers').innerText(), patience).toMatch(/^age in years\s+32$/u);
  });

  it('a notice changes its language with the page, its buttons too', async () => {
    const { page } = served;
    const notice = page.locator('.notice');
    await notice.getByRole('button', { name: 'Undo' }).waitFor();
    await page.getByLabel('Language').selectOption('zh-CN');
    await notice.getByText('已打开。用一张照片试试吧。').waitFor();
    await notice.getByRole('button', { name: '撤销' }).click();
    await page.getByText('mAP 83.1 %', { exact: true }).waitFor(patience);
    await notice.getByText('已撤销').waitFor();
    await page.getByLabel('语言').selectOption('en');
    await notice.getByText('Undone.').waitFor();
  });

  it('an archive that is neither photos nor a whole run says so, and nothing changes', async () => {
    const { page } = served;
    const { 'model.safetensors': _, ...part } = await runOnDisk({ classes: ['a', 'b'], score: 0.5 });
    await openStep(page, 'Export');
    await page.locator('input[accept=".zip"]').setInputFiles({ name: 'part.zip', mimeType: 'application/zip', buffer: zippedRun(part) });
    await page.locator('.notice[role=alert]').filter({ hasText: 'This is not a complete run of Attune.' }).waitFor(patience);
    await page.getByRole('button', { name: 'Choose another file' }).waitFor();
    await page.getByText('mAP 83.1 %', { exact: true }).waitFor();
  });

  it('of classes whose photos are here, Explore finds the label that is wrong; it can be moved, and taken back', async () => {
    const { page } = served;
    const files = await runOnDisk({ classes: ['class-0', 'class-1'], score: 0.5 });
    await openStep(page, 'Export');
    await page.locator('input[accept=".zip"]').setInputFiles({ name: 'run.zip', mimeType: 'application/zip', buffer: zippedRun(files) });
    await page.getByText('50.0 % right').waitFor(patience);
    await openStep(page, 'Explore');
    await page.getByText('Add photos of class-0, class-1').waitFor();
    await gatherFrom(page, folder);
    await openStep(page, 'Explore');
    await page.getByRole('button', { name: 'Look for wrong labels' }).click(patience);
    await page.getByText('1 label looks wrong.').waitFor(patience);
    await page.getByRole('button', { name: 'Move to class-0' }).click();
    await page.getByText('No label looks wrong.').waitFor(patience);
    await page.locator('.notice').getByRole('button', { name: 'Undo' }).click();
    await page.getByText('1 label looks wrong.').waitFor(patience);
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    await page.getByText('No label looks wrong.').waitFor();
  });

  it('a dropped photo that is gone before it is read is named, and the others are taken', async () => {
    const { page } = served;
    await page.evaluate(() => {
      const { webkitGetAsEntry: read } = DataTransferItem.prototype;
      DataTransferItem.prototype.webkitGetAsEntry = function () {
        const entry = read.call(this);
        if (entry?.name !== '1.png') return entry;
        return Object.defineProperty(entry, 'file', {
          value: (_: unknown, reject: (error: DOMException) => void) => reject(new DOMException('A requested file could not be found.', 'NotFoundError')),
        });
      };
    });
    await openStep(page, 'Photos');
    await dropFiles(page, page.locator('header.top'), [join(folder, 'train/class-0/1.png')]);
    await page.locator('.notice[role=alert]').filter({ hasText: '1.png was moved, deleted or changed before it could be read.' }).waitFor(patience);
    await dropFiles(page, page.getByRole('region', { name: 'class-0', exact: true }), [join(folder, 'train/class-0/1.png'), join(folder, 'val/class-0/3.png')]);
    await page.getByText(/^1 photo added/u).waitFor(patience);
    await expect.poll(() => page.locator('.broken').innerText(), patience).toMatch(/1\.png.*moved or deleted/su);
  });

  it('a network of gray photos names a colour photo, and Export leaves out what reads colours', async () => {
    const { page } = served;
    const files = await runOnDisk({ classes: ['ants', 'bees'], channels: 1, outputs: [-2, 2], score: 0.9 });
    await openStep(page, 'Export');
    await page.locator('input[accept=".zip"]').setInputFiles({ name: 'gray.zip', mimeType: 'application/zip', buffer: zippedRun(files) });
    await page.getByText('90.0 % right').waitFor(patience);
    await expect.poll(() => page.locator('.trial .answer strong').allTextContents(), patience).toEqual(['bees']); // the photo that was tried before
    await openStep(page, 'Export');
    await page.getByText('This network takes images of 1 channel.').waitFor();
    expect(await page.locator('.formats h2').allTextContents()).not.toContain('Page, .html');
    expect(await page.locator('.formats h2').allTextContents()).toContain('Model, .onnx');
  });
});

/** Photos of a run's own classes, from where it says that they are wanted. */
async function gatherFrom(page: Page, folder: string): Promise<void> {
  await page.locator('main').getByRole('button', { name: 'Add photos' }).click();
  await gatherFolder(page, join(folder, 'train'));
}

/** What Try it says of a photo. */
async function tried(page: Page, photo: string): Promise<{ readonly said: string | null; readonly bars: readonly string[] }> {
  await page.locator('.try input[type=file]').setInputFiles(photo);
  const answer = page.locator('.trial .answer');
  await answer.locator('strong').waitFor(patience);
  const bars = await answer.locator('li').allInnerTexts();
  return { said: await answer.locator('strong').textContent(), bars: bars.map((bar) => bar.replaceAll(/\s+/gu, ' ').trim()) };
}
