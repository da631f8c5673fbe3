import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { dropFiles } from './support/drop-files.ts';
import { stripes, writeFiles } from './support/stripes.ts';
import { type ServedPage, choicesTaken, gatherFolder, openServedPage, openStep, patience, saved, setEpochs, trainingTimeout } from './support/served-page.ts';

describe.skipIf(!hasChromium)('nothing is lost by a click, in Chromium', () => {
  let folder: string;
  let served: ServedPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attune-nothing-lost-'));
    await writeFiles(join(folder, 'photos'), await stripes({ classes: 2, each: 8, side: 32 }));
    served = await openServedPage();
  });

  afterAll(async () => {
    await served.close();
    await rm(folder, { recursive: true });
  });

  it('takes photos that are dropped on the header, on any step', async () => {
    const { page } = served;
    await openStep(page, 'Train');
    await dropFiles(page, page.locator('header.top'), [join(folder, 'photos')]);
    await page.getByText('16 photos added').waitFor(patience);
    await counts(page, { 'class-0': 8, 'class-1': 8 });
  });

  it('says how many files are copies of what is there', async () => {
    const { page } = served;
    await gatherFolder(page, join(folder, 'photos'));
    await page.getByText('0 photos added, 16 files left out').waitFor(patience);
  });

  it('takes AVIF where the browser decodes it', async () => {
    const { page } = served;
    await mkdir(join(folder, 'phone/class-1'), { recursive: true });
    await sharp({ create: { width: 60, height: 40, channels: 3, background: { r: 200, g: 20, b: 90 } } })
      .avif()
      .toFile(join(folder, 'phone/class-1/phone.avif'));
    await gatherFolder(page, join(folder, 'phone'));
    await counts(page, { 'class-1': 9 });
    await card(page, 'class-1')
      .getByTitle(/phone\.avif/u)
      .click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await counts(page, { 'class-1': 8 });
  });

  it('lists HEIC that the browser cannot decode, with the formats that work', async () => {
    const { page } = served;
    const header = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(12)]);
    await mkdir(join(folder, 'iphone/class-1'), { recursive: true });
    await writeFile(join(folder, 'iphone/class-1/phone.heic'), header);
    await gatherFolder(page, join(folder, 'iphone'));
    await page
      .getByText(/HEIC.*Convert it to JPEG .* or PNG/u)
      .first()
      .waitFor({ state: 'attached' });
  });

  it('brings back photos and classes that were removed, with one press', async () => {
    const { page } = served;
    for (const place of [0, 1, 2]) await card(page, 'class-0').locator('.tile').nth(place).click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await counts(page, { 'class-0': 5 });
    await page.getByRole('button', { name: 'Undo' }).click();
    await counts(page, { 'class-0': 8 });
    await page.getByRole('button', { name: 'Remove class class-1' }).click();
    await card(page, 'class-1').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await counts(page, { 'class-0': 8, 'class-1': 8 });
    await page.reload();
    await counts(page, { 'class-0': 8, 'class-1': 8 });
  });

  it('Start pressed three times makes one run, and Stop answers at once and once', async () => {
    const { page } = served;
    await setEpochs(page, [2, 300, 1]); // more than any machine trains before it is stopped
    await openStep(page, 'Train');
    await page.getByRole('button', { name: 'Start training' }).evaluate((button: HTMLButtonElement) => [1, 2, 3].forEach(() => button.click()));
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    await page.getByText(/epoch ([2-9]|\d\d+) of 300/u).waitFor({ timeout: trainingTimeout });
    await expect.poll(() => page.title(), patience).toMatch(/^\d+ % · /u);
    const answered = await page.getByRole('button', { name: 'Stop' }).evaluate(async (button: HTMLButtonElement) => {
      button.click();
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      return !button.isConnected || button.disabled;
    });
    expect(answered).toBe(true);
    await page.getByText('Stopped. The best weights so far are kept.').waitFor({ timeout: trainingTimeout });
    await openStep(page, 'Explore');
    await expect.poll(() => page.locator('main label select').first().locator('option').count(), patience).toBe(1);
  });

  it('a run that was removed comes back too', async () => {
    const { page } = served;
    await page.getByRole('button', { name: 'Delete this run' }).click();
    await page.getByText('Nothing is trained yet.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Delete this run' }).waitFor();
  });

  it('a training that is paused before it has looked at the photos goes on to the same end as one that is not', async () => {
    const { page } = served;
    await choicesTaken(page);
    await page.getByRole('combobox', { name: 'Recipe' }).selectOption('three-stage');
    await setEpochs(page, [1, 1, 0]);
    await openStep(page, 'Train');
    const endings: string[][] = [];
    await page.setViewportSize({ width: 390, height: 844 });
    for (const pauses of [false, true]) {
      const top = await page.getByRole('button', { name: 'Start training' }).evaluate(startAtTheBottom);
      expect([top >= 0, top < 844]).toEqual([true, true]); // the progress begins below it
      if (pauses) {
        await page.getByRole('button', { name: 'Pause' }).click();
        await page.getByText(/^Paused\./u).waitFor({ timeout: trainingTimeout });
        await page.getByRole('button', { name: 'Resume' }).click();
      }
      await page.getByText('Training has finished.').waitFor({ timeout: trainingTimeout });
      endings.push(await page.locator('figure .spoken td').allTextContents());
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    expect(endings[0]).toHaveLength(8); // of two epochs: accuracy and loss, in training and held out
    expect(endings[1]).toEqual(endings[0]);
    await setEpochs(page, [2, 300, 1]);
  });

  it('asks before a training is left', async () => {
    const { page } = served;
    await openStep(page, 'Train');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByText(/epoch \d+ of/u).waitFor({ timeout: trainingTimeout });
    const asked = page.waitForEvent('dialog', patience);
    await page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped. The best weights so far are kept.').waitFor({ timeout: trainingTimeout });
  });

  it('asks before a project is replaced, adds it beside, and undoes a replacement', async () => {
    const { page } = served;
    await openStep(page, 'Export');
    const file = await saved(page, 'Save project', folder);
    const kept = join(folder, 'kept.zip');
    await cp(file, kept);
    await openStep(page, 'Photos');
    await page.getByRole('button', { name: 'Remove class class-1' }).click();
    await writeFile(
      join(folder, 'other.png'),
      await sharp({ create: { width: 20, height: 20, channels: 3, background: { r: 3, g: 2, b: 9 } } })
        .png()
        .toBuffer(),
    );
    await card(page, 'class-0').locator('input[type=file]').setInputFiles(join(folder, 'other.png'));
    await counts(page, { 'class-0': 9 });

    await offer(page, kept);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await openStep(page, 'Photos');
    await counts(page, { 'class-0': 9 });

    await offer(page, kept);
    await page.getByRole('button', { name: 'Replace this project' }).click();
    await page.getByText('Project opened.').waitFor(patience);
    await openStep(page, 'Photos');
    await counts(page, { 'class-0': 8, 'class-1': 8 });

    await offer(page, kept);
    await page.getByRole('button', { name: 'Replace this project' }).click();
    await page.getByText('Project opened.').waitFor(patience);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Undone.').waitFor(patience);

    await openStep(page, 'Photos');
    await page.getByRole('button', { name: 'Remove class class-1' }).click();
    await offer(page, kept);
    await page.getByRole('button', { name: 'Add to this project' }).click();
    await page.getByText('Photos and runs added from the file.').waitFor(patience);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Undone.').waitFor(patience);
    await openStep(page, 'Photos');
    await card(page, 'class-1').waitFor({ state: 'detached' });
    await offer(page, kept);
    await page.getByRole('button', { name: 'Add to this project' }).click();
    await page.getByText('Photos and runs added from the file.').waitFor(patience);
    await openStep(page, 'Photos');
    await counts(page, { 'class-0': 8, 'class-1': 8 });
    await page.reload();
    await counts(page, { 'class-0': 8, 'class-1': 8 });
  });

  it('a file that is no project is refused, and the present one stays', async () => {
    const { page } = served;
    await writeFile(join(folder, 'no.zip'), 'no archive');
    await offer(page, join(folder, 'no.zip'));
    await page.getByRole('button', { name: 'Replace this project' }).click();
    await page.getByRole('alert').waitFor(patience);
    await openStep(page, 'Photos');
    await counts(page, { 'class-0': 8, 'class-1': 8 });
  });

  it('a second tab says that the first has the project, follows what happens there, and can take it', async () => {
    const { page, context, address } = served;
    const second = await context.newPage();
    await second.goto(address);
    await second.getByText('Attune is open in another tab').waitFor(patience);
    await second.getByText('There now: 16 photos.').waitFor(patience);
    await openStep(page, 'Photos');
    await page.getByRole('button', { name: 'Remove class class-1' }).click();
    await second.getByText('There now: 8 photos.').waitFor(patience);
    await page.getByRole('button', { name: 'Undo' }).click();
    await second.getByText('There now: 16 photos.').waitFor(patience);
    await second.getByRole('button', { name: 'Use this tab' }).click();
    await counts(second, { 'class-0': 8, 'class-1': 8 });
    await page.getByText('Attune is open in another tab').waitFor(patience);
    await second.close();
    await counts(page, { 'class-0': 8, 'class-1': 8 });
  });

  it('complains about nothing', () => {
    expect([served.strangers, served.complaints]).toEqual([[], []]);
  });
});

/** Presses a button where it is reached by scrolling down; gives where the heading of Train is
 * then. */
async function startAtTheBottom(button: Element): Promise<number> {
  button.scrollIntoView({ block: 'end' });
  (button as HTMLButtonElement).click();
  await new Promise(requestAnimationFrame);
  return document.querySelector('[data-place="train"]')!.getBoundingClientRect().top;
}

async function offer(page: Page, path: string): Promise<void> {
  await openStep(page, 'Export');
  await page.locator('input[accept=".zip"]').setInputFiles(path);
  await page.getByRole('dialog').waitFor();
}

function card(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

async function counts(page: Page, classes: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, count] of Object.entries(classes)) await card(page, name).getByText(`${count} photos`, { exact: true }).waitFor(patience);
}
