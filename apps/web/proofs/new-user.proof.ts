import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { writeAntsAndBees } from '../test/support/photo-folder.ts';
import { type ServedPage, openServedPage, patience, trainingTimeout } from '../test/support/served-page.ts';

const pack = process.env['ATTUNE_DATA'];
/** A folder for a picture of what is seen before each step. */
const pictures = process.env['ATTUNE_PICTURES'];
const training = { timeout: trainingTimeout };

/** Someone who is told nothing but "teach it to tell ants from bees", with photos of them: what is
 * pressed next has to be in sight, or be found by scrolling down. */
describe.skipIf(!hasChromium || pack === undefined)('a new user teaches the page to tell ants from bees', () => {
  let folder: string;
  let served: ServedPage;
  let steps = 0;

  /** What a new user sees, on the screen of a desktop and of a phone, and then does. */
  async function sees(what: string): Promise<void> {
    steps += 1;
    if (pictures === undefined) return;
    await mkdir(join(pictures, 'new-user'), { recursive: true });
    for (const [device, width] of [
      ['desktop', 1280],
      ['phone', 390],
    ] as const) {
      await served.page.setViewportSize({ width, height: 844 });
      await served.page.waitForTimeout(200);
      await served.page.screenshot({ path: join(pictures, 'new-user', `${String(steps).padStart(2, '0')}-${what}-${device}.png`) });
    }
    await served.page.setViewportSize({ width: 1280, height: 844 });
  }

  const button = (name: string | RegExp) => served.page.getByRole('button', { name, exact: typeof name === 'string' }).first();

  async function photosInto(opener: Locator, className: string): Promise<void> {
    const from = join(folder, 'photos/train', className);
    const files = (await readdir(from)).map((name) => join(from, name));
    const [chooser] = await Promise.all([served.page.waitForEvent('filechooser'), opener.click()]);
    await chooser.setFiles(files);
    await served.page.getByRole('region', { name: className, exact: true }).getByText(`${files.length} photos`).waitFor(patience);
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attune-new-user-'));
    await writeAntsAndBees(join(folder, 'photos'), pack!, { train: 40, validation: 6 });
    served = await openServedPage({ flags: ['--hub', 'http://127.0.0.1:9'] });
  });

  afterAll(async () => {
    await served.close();
    await rm(folder, { recursive: true });
  });

  it('names two classes and fills them', async () => {
    const { page } = served;
    await sees('empty');
    for (const [number, name] of ['ants', 'bees'].entries()) {
      const field = page.getByLabel(`Name of Class ${number + 1}`);
      await field.fill(name);
      await field.press('Enter');
    }
    await sees('named');
    for (const name of ['ants', 'bees']) await photosInto(button(`Add photos to ${name}`), name);
    await sees('filled');
  });

  it('is told that the small network sees too little, tries it all the same, and is told how well it does', async () => {
    const { page } = served;
    await button('Start training').click();
    await page.locator('.watched canvas').first().waitFor(training);
    await sees('training');
    await page.getByText('Training has finished.').waitFor(training);
    await page.getByText(/^\d+ of \d+ right$/u).waitFor(patience);
    await sees('result');
  });

  it('tries a photo, sees where the network looks, and takes it along', async () => {
    const { page } = served;
    const [bee] = await readdir(join(folder, 'photos/val/bees'));
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button('Choose photos').click()]);
    await chooser.setFiles(join(folder, 'photos/val/bees', bee!));
    await page.locator('.trial canvas').first().waitFor(patience);
    await sees('tried');
    await button('See where it looks').click();
    await page.locator('.looked[aria-busy=false]').waitFor(patience);
    await sees('explained');
    await page.getByRole('navigation').getByRole('button', { name: 'Export' }).click();
    await page.locator('.formats').waitFor();
    await sees('exported');
    expect(steps).toBe(8);
  });
});
