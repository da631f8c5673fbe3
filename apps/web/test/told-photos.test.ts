import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { dropFiles } from './support/drop-files.ts';
import { squares, writeSquares } from './support/squares.ts';
import { writeRun } from './support/run-on-disk.ts';
import { type ServedPage, attuneJson, openServedPage, openStep, patience, saved, setEpochs, trainingTimeout } from './support/served-page.ts';

const training = { timeout: trainingTimeout };

describe.skipIf(!hasChromium)('photos with several labels or numbers, in Chromium', () => {
  let folder: string;
  let served: ServedPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attune-told-'));
    await writeSquares(folder);
    served = await openServedPage();
  });

  afterAll(async () => {
    await served.close();
    await rm(folder, { recursive: true });
  });

  it('a folder with a table of labels makes a project of them, each label with its photos', async () => {
    const { page } = served;
    await dropFiles(page, page.locator('header.top'), [join(folder, 'labels')]);
    await page.getByText(`${squares} photos added.`).waitFor(patience);
    const counts = (name: string) => page.getByRole('region', { name, exact: true }).locator('.count').textContent();
    expect(await Promise.all(['blue', 'red', 'No label'].map(counts))).toEqual(['16 photos', '19 photos', '5 photos']);
  });

  it('Train tells them apart, and the result is the mAP that Explore shows label by label', async () => {
    const { page } = served;
    await setEpochs(page, [12, 0, 0]);
    await openStep(page, 'Train');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByText('Training has finished.').waitFor(training);
    await page.getByText(/^F1 /u).waitFor(patience);
    await openStep(page, 'Explore');
    const rows = page.locator('.per-label tbody tr');
    await rows.first().waitFor(patience);
    expect(await rows.locator('th').allTextContents()).toEqual(['blue', 'red']);
    const precisions = (await rows.locator('td:nth-of-type(2)').allTextContents()).map(Number.parseFloat);
    const score = Number.parseFloat((await page.locator('.explored-side .lead').textContent())!.slice('mAP '.length));
    expect(score).toBeCloseTo((precisions[0]! + precisions[1]!) / 2, 0);
    expect(score).toBeGreaterThan(75);
    await page.getByLabel('Map of').selectOption('red');
    await page.locator('.looked[aria-busy=false]').waitFor(patience);
  });

  it('its run says the same to the command, and its report names the labels', async () => {
    const { page } = served;
    const shown = await page.locator('.explored-side .lead').textContent();
    await openStep(page, 'Export');
    const files = unzipSync(await readFile(await saved(page, 'Save: Whole run, .zip', folder)));
    await writeRun(join(folder, 'run'), files);
    const { mAP } = await attuneJson<{ mAP: number }>('evaluate', join(folder, 'run'), join(folder, 'labels'));
    expect(shown).toContain(`mAP ${(mAP * 100).toFixed(1)} %`);
    const report = await readFile(await saved(page, 'Save: Report, .html', folder), 'utf8');
    expect(report).toContain('mAP');
    const alone = await served.context.newPage();
    await alone.goto(`file://${await saved(page, 'Save: Web page, .html', folder)}`);
    await alone.locator('#chooser').setInputFiles(join(folder, 'labels/images/3.png'));
    expect(await alone.locator('h2').textContent()).toBe('blue, red');
    await alone.close();
  });

  it('a reload keeps the project and its run', async () => {
    const { page } = served;
    await openStep(page, 'Photos');
    const score = await page.locator('.score').textContent();
    await page.reload();
    await page.getByRole('region', { name: 'red', exact: true }).getByText('19 photos').waitFor(patience);
    await expect.poll(() => page.locator('.score').textContent(), patience).toBe(score);
  });

  it('a table of numbers is not mixed with labels: it takes their place, and Train tells the numbers', async () => {
    const { page } = served;
    await openStep(page, 'Photos');
    await cp(join(folder, 'labels/images'), join(folder, 'counted'), { recursive: true }); // pictures that are there, told otherwise
    await writeFile(
      join(folder, 'counted/table.csv'),
      ['image,count', ...Array.from({ length: squares }, (_, number) => `${number}.png,${number}`)].join('\n'),
    );
    for (const told of ['counted', 'numbers']) {
      await dropFiles(page, page.locator('header.top'), [join(folder, told)]);
      await page.getByRole('button', { name: 'Replace the photos' }).click(patience);
      await page.getByText('photos added.').waitFor(patience);
    }
    await page.getByText('4 to 27').waitFor(patience);
    await setEpochs(page, [30, 0, 0]);
    await openStep(page, 'Train');
    await page.evaluate(recordDrawnTexts);
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByText('Training has finished.').waitFor(training);
    await page.getByText(/^Off by /u).waitFor(patience);
    expect(Number.parseFloat((await page.locator('.score').textContent())!.slice('R² '.length))).toBeGreaterThan(0.5);
    // The run of labels before it had an axis in percent.
    await expect
      .poll(() => page.evaluate(() => (globalThis as unknown as Drawn).drawnTexts.findLast((text) => /[.%]/u.test(text))), patience)
      .toMatch(/^-?\d\.\d\d$/u);
    await openStep(page, 'Explore');
    await expect.poll(() => page.locator('.scatter circle').count(), patience).toBe(6);
    await page.locator('.looked[aria-busy=false]').waitFor(patience);
    expect(await page.getByLabel('Map of').count()).toBe(0); // of one number there is nothing to choose
    expect(served.complaints).toEqual([]);
  });
});

interface Drawn {
  readonly drawnTexts: string[];
}

/** Runs in the page: keeps what is written on canvases from now on. */
function recordDrawnTexts(): void {
  const drawnTexts: string[] = [];
  Object.assign(globalThis, { drawnTexts });
  const write = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    drawnTexts.push(text);
    return write.call(this, text, ...rest);
  };
}
