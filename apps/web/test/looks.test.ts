import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import type { Page, Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { holdUntil } from './support/hold-until.ts';
import { seriousFindings } from './support/serious-findings.ts';
import { stripes, writeFiles } from './support/stripes.ts';
import { type ServedPage, gatherFolder, openServedPage, openStep, patience, setEpochs, trainingTimeout } from './support/served-page.ts';

const steps = ['Photos', 'Model', 'Train', 'Try it', 'Explore', 'Export'];
const phone = { width: 390, height: 844 };

describe.skipIf(!hasChromium)('the page as it looks, in Chromium', () => {
  let folder: string;
  let served: ServedPage;
  let firstLoad: readonly Response[];
  /** Of the page that nobody has used yet, in both themes. */
  const atFirst: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attune-looks-'));
    await writeFiles(folder, await stripes({ classes: 2, each: 8, side: 32 }));
    served = await openServedPage();
    const { page } = served;
    await page
      .getByText(/WebAssembly, \d+ threads?/u)
      .first()
      .waitFor();
    await page.waitForLoadState('networkidle');
    firstLoad = [...served.responses];
    for (const theme of ['dark', 'light']) {
      await page.getByLabel('Theme').selectOption(theme);
      atFirst.push(...(await seriousFindings(served.page)));
    }
    await openStep(page, 'Photos');
    await gatherFolder(page, folder);
    await setEpochs(page, [2, 1, 1]);
    await openStep(page, 'Train');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByText('Training has finished.').waitFor({ timeout: trainingTimeout });
    await openStep(page, 'Explore');
    await page.locator('.strip .tile').first().click();
    await page.locator('.compare canvas').first().waitFor();
  });

  afterAll(async () => {
    await served.close();
    await rm(folder, { recursive: true });
  });

  it('loads at most 400 kB at first, compressed, and no engine until there is something to compute', async () => {
    const loaded = firstLoad.filter((response) => response.request().serviceWorker() === null);
    const bodies = await Promise.all(loaded.map((response) => response.body()));
    const bytes = bodies.reduce((sum, body) => sum + Math.min(body.length, gzipSync(body, { level: 9 }).length), 0);
    expect(loaded.some((response) => response.url().endsWith('.wasm'))).toBe(false);
    expect(bytes).toBeLessThanOrEqual(400_000);
  });

  it.each(steps)('%s fits a phone: nothing reaches over the edge', async (step) => {
    const { page } = served;
    await page.setViewportSize(phone);
    await openStep(page, step);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), patience).toBeLessThanOrEqual(phone.width);
  });

  it('help on a phone covers no field, and the settings show their whole text', async () => {
    const { page } = served;
    await page.setViewportSize(phone);
    await openStep(page, 'Model');
    for (const help of await page.locator('[role=dialog] button.help').all()) await help.click();
    const [meanings, fields] = [await boxesOf(page, '[role=dialog] .meaning'), await boxesOf(page, '[role=dialog] select, [role=dialog] input')];
    const covered = meanings.filter((meaning) => fields.some((field) => overlap(meaning, field)));
    expect(covered).toEqual([]);
    await expect.poll(() => page.locator('.meaning:visible').count(), patience).toBeGreaterThan(3);
    for (const help of await page.locator('[role=dialog] button.help').all()) await help.click();
    const cut = await page.locator('.settings select').evaluateAll(
      (selects) =>
        selects.filter((select) => {
          const copy = select.cloneNode(true) as HTMLElement;
          copy.style.cssText = 'position:absolute;max-width:none;width:max-content';
          select.parentElement!.append(copy);
          const wanted = copy.offsetWidth;
          copy.remove();
          return (select as HTMLElement).offsetWidth < wanted;
        }).length,
    );
    expect(cut).toBe(0);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('a map says which weights it is of, and is marked while the next is computed', async () => {
    const { page } = served;
    await openStep(page, 'Explore');
    const looked = page.locator('.looked');
    await looked.waitFor();
    expect(await looked.locator('> .hint').textContent()).toBe('This map: best');
    // What it says in the moment in which it is marked; a busy machine draws the next
    // frame after it.
    const during = await page.locator('input.stages').evaluate(
      (slider: HTMLInputElement) =>
        new Promise<string | null>((resolve) => {
          const observer = new MutationObserver(() => {
            if (document.querySelector('.looked')!.getAttribute('aria-busy') !== 'true') return;
            observer.disconnect();
            resolve(document.querySelector('.looked > .hint')!.textContent);
          });
          observer.observe(document.body, { subtree: true, childList: true, attributes: true });
          slider.value = '0';
          slider.dispatchEvent(new Event('input', { bubbles: true }));
        }),
    );
    expect(during).toBe('This map: best');
    await expect.poll(() => looked.getAttribute('aria-busy'), patience).toBe('false');
    await expect.poll(() => looked.locator('> .hint').textContent(), patience).toBe('This map: before training');
  });

  it('the curves and the text speak of accuracy alike', async () => {
    const { page } = served;
    await openStep(page, 'Train');
    await expect.poll(() => page.locator('.curves figcaption').first().textContent(), patience).toMatch(/[\d.]+ % last, [\d.]+ % best/u);
  });

  it.each(['light', 'dark'])('axe-core has no serious finding on any step, wide or narrow, in the dialog and in a second tab, %s', async (theme) => {
    const { page } = served;
    await page.getByLabel('Theme').selectOption(theme);
    const findings: string[] = [...atFirst];
    for (const viewport of [{ width: 1280, height: 900 }, phone]) {
      await page.setViewportSize(viewport);
      for (const step of steps) {
        await openStep(page, step);
        await page.waitForTimeout(300);
        findings.push(...(await seriousFindings(served.page)).map((finding) => `${step} at ${viewport.width}: ${finding}`));
      }
    }
    await page.locator('input[accept=".zip"]').setInputFiles({ name: 'project.zip', mimeType: 'application/zip', buffer: Buffer.from('none') });
    await page.getByRole('dialog').waitFor();
    findings.push(...(await seriousFindings(served.page)).map((finding) => `the dialog: ${finding}`));
    await page.getByRole('button', { name: 'Cancel' }).click();
    const second = await served.context.newPage();
    await second.goto(served.address);
    await second.getByText('Attune is open in another tab').waitFor();
    findings.push(...(await seriousFindings(second)).map((finding) => `a second tab: ${finding}`));
    await second.close();
    expect(findings).toEqual([]);
  });

  it('takes a burst of the camera as photos of one moment, of which the last are held back where there are no others', async () => {
    const { page } = served;
    await page.setViewportSize({ width: 1280, height: 900 });
    await openStep(page, 'Photos');
    await page.getByLabel('New class').fill('camera');
    await page.getByRole('button', { name: 'Add class' }).click();
    const card = page.getByRole('region', { name: 'camera', exact: true });
    await card.getByRole('button', { name: 'Camera', exact: true }).click();
    await holdUntil(card, 4);
    await page.getByText(/photos? added/u).waitFor();
    await expect.poll(() => card.locator('.tile').count(), patience).toBeGreaterThanOrEqual(2);
    const held = await card.locator('.tile').evaluateAll((tiles) => tiles.map((tile) => tile.querySelector('.held') !== null));
    expect(held).toEqual(held.toSorted());
    expect(held.at(-1)).toBe(true);
    await page.getByText(/All photos of camera come from one burst/u).waitFor();
  });

  it('shows live what the network makes of the camera, and where it looks', async () => {
    const { page } = served;
    await openStep(page, 'Try it');
    await page.getByRole('button', { name: 'Live camera' }).click();
    const live = page.getByRole('region', { name: 'Drop or paste new photos' });
    await live.locator('canvas.overlay').waitFor();
    await expect.poll(() => live.locator('meter').count(), patience).toBeGreaterThanOrEqual(2);
    await live.getByRole('button', { name: 'Close the camera' }).click();
  });

  it('speaks Simplified Chinese, and remembers it', async () => {
    const { page } = served;
    await page.getByLabel('Language').selectOption('zh-CN');
    await page.reload();
    await page.getByRole('heading', { name: '照片', exact: true }).waitFor();
    await expect.poll(() => page.evaluate(() => document.documentElement.lang), patience).toBe('zh-CN');
  });

  it('opens without a network after the first visit, with its photos and runs', async () => {
    const { page, context } = served;
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), patience).toBe(true);
    await context.setOffline(true);
    await page.reload();
    await page
      .getByText(/^8 (photos|张照片)$/u)
      .first()
      .waitFor();
    await context.setOffline(false);
  });
});

type Box = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom' | 'width'>;

async function boxesOf(page: Page, selector: string): Promise<Box[]> {
  const boxes = await page.locator(selector).evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect().toJSON() as Box));
  return boxes.filter(({ width }) => width > 0);
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1;
}
