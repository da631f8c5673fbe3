import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { dropFiles } from './support/drop-files.ts';
import { stripes, writeFiles } from './support/stripes.ts';
import { type ServedPage, gatherFolder, openServedPage, patience } from './support/served-page.ts';

const many = 2000;

describe.skipIf(!hasChromium)('gathering, in Chromium', () => {
  let folder: string;
  let served: ServedPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attune-gather-'));
    await writeFiles(join(folder, 'dropped'), await stripes({ classes: 2, each: 8, side: 32 }));
    await writeFile(join(folder, 'loose.png'), await colour(many));
    served = await openServedPage();
  });

  afterAll(async () => {
    await served.close();
    await rm(folder, { recursive: true });
  });

  it('takes a folder that is dropped, with the folders in it as classes', async () => {
    const { page } = served;
    await dropFiles(page, page.getByText('Drop a folder of photos here'), [join(folder, 'dropped')]);
    await page.getByText('16 photos added').waitFor();
    await expect.poll(() => counts(page, ['class-0', 'class-1']), patience).toEqual(['8 photos', '8 photos']);
  });

  it('takes photos that are dropped on a class into it, wherever they come from', async () => {
    const { page } = served;
    await page.getByLabel('New class').fill('other');
    await page.getByRole('button', { name: 'Add class' }).click();
    await dropFiles(page, card(page, 'other'), [join(folder, 'loose.png')]);
    await card(page, 'other').getByText('1 photo', { exact: true }).waitFor();
  });

  it('mends a label by dragging a photo, or all that are selected, to its class', async () => {
    const { page } = served;
    await card(page, 'other').locator('.tile').dragTo(card(page, 'class-1'));
    await card(page, 'class-1').getByText('9 photos').waitFor();
    for (const place of [0, 1, 2]) await card(page, 'class-0').locator('.tile').nth(place).click();
    await page.getByRole('toolbar', { name: '3 selected' }).waitFor();
    await card(page, 'class-0').locator('.tile').nth(1).dragTo(card(page, 'class-1'));
    await card(page, 'class-1').getByText('12 photos').waitFor();
    await expect.poll(() => counts(page, ['class-0']), patience).toEqual(['5 photos']);
  });

  it('takes a picture that is pasted into the class that is pointed at, and says to point at one', async () => {
    const { page } = served;
    await copyPicture(page, await colour(7));
    await page.getByRole('banner').click({ position: { x: 2, y: 2 } }); // nothing has the focus then
    await page.keyboard.press('Control+V');
    await page.getByText('Point at a class first, then paste.').waitFor();
    await card(page, 'other').hover();
    for (const photos of ['1 photo', '2 photos']) {
      await page.keyboard.press('Control+V');
      await card(page, 'other').getByText(photos, { exact: true }).waitFor();
      await copyPicture(page, await colour(8));
    }
  });

  it('shows thousands of photos by the rows in sight, in every frame of scrolling through them', async () => {
    const { page } = served;
    await mkdir(join(folder, 'many/spectrum'), { recursive: true });
    for (let number = 0; number < many; number++) {
      await writeFile(join(folder, 'many/spectrum', `${String(number).padStart(4, '0')}.png`), await colour(number));
    }
    await gatherFolder(page, join(folder, 'many'));
    const grid = card(page, 'spectrum').getByRole('group');
    await card(page, 'spectrum').getByText(`${many} photos`).waitFor(patience);
    expect(await grid.locator('.tile').count()).toBeLessThan(200);
    const drawn = await grid.evaluate(async (box) => {
      const tiles: number[] = [];
      for (let frame = 0; frame <= 60; frame++) {
        box.scrollTop = ((box.scrollHeight - box.clientHeight) * frame) / 60;
        await new Promise(requestAnimationFrame);
        tiles.push(box.querySelectorAll('.tile').length);
      }
      return tiles;
    });
    expect(Math.max(...drawn)).toBeLessThan(200);
    await grid.getByTitle(/1999\.png/u).waitFor();
    await grid
      .getByTitle(/1999\.png/u)
      .locator('img')
      .waitFor();
    expect(await grid.locator('.tile').count()).toBeLessThan(200);
  });
});

function card(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

function counts(page: Page, classes: readonly string[]): Promise<(string | null)[]> {
  return Promise.all(classes.map((name) => card(page, name).locator('.count').textContent()));
}

/** Puts a picture into the clipboard, from which Chromium pastes it as image.png. */
async function copyPicture(page: Page, png: Buffer): Promise<void> {
  await page.context().grantPermissions(['clipboard-write']);
  await page.evaluate(
    (bytes) => navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([Uint8Array.from(bytes)], { type: 'image/png' }) })]),
    [...png],
  );
}

/** A picture of one colour, another for each number. */
function colour(number: number): Promise<Buffer> {
  const background = { r: number % 256, g: Math.floor(number / 256) * 16, b: 128 };
  return sharp({ create: { width: 8, height: 8, channels: 3, background } })
    .png()
    .toBuffer();
}
