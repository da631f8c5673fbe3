import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { unzipSync } from 'fflate';
import sharp, { type Create } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { dropFiles } from './support/drop-files.ts';
import { writeRun } from './support/run-on-disk.ts';
import { type ServedPage, attuneJson, openServedPage, openStep, patience, saved, setEpochs } from './support/served-page.ts';

const count = 30;
/** Of the validation part: its red square is called blue, so that no network is right of all. */
const mislabelled = 4;
const training = { timeout: 240_000 };

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
    await page.getByText(`${count} photos added.`).waitFor(patience);
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
    await dropFiles(page, page.locator('header.top'), [join(folder, 'numbers')]);
    await page.getByRole('button', { name: 'Replace the photos' }).click(patience);
    await page.getByText('4 to 27').waitFor(patience);
    await setEpochs(page, [30, 0, 0]);
    await openStep(page, 'Train');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByText('Training has finished.').waitFor(training);
    await page.getByText(/^Off by /u).waitFor(patience);
    expect(Number.parseFloat((await page.locator('.score').textContent())!.slice('R² '.length))).toBeGreaterThan(0.5);
    await openStep(page, 'Explore');
    await expect.poll(() => page.locator('.scatter circle').count(), patience).toBe(6);
    expect(served.complaints).toEqual([]);
  });
});

/** Photos with a red and a blue square or none, with a table of these; and of squares by their
 * side. */
async function writeSquares(folder: string): Promise<void> {
  await mkdir(join(folder, 'labels/images'), { recursive: true });
  await mkdir(join(folder, 'numbers'), { recursive: true });
  const [labels, numbers] = [['file,labels,split'], ['image,side,split']];
  for (let number = 0; number < count; number++) {
    const part = number % 5 === 4 ? 'val' : 'train';
    const own = number % 6 === 0 ? [] : number % 3 === 0 ? ['red', 'blue'] : number % 3 === 1 ? ['red'] : number % 2 === 0 ? ['blue'] : ['red', 'blue'];
    const squares = [...(own.includes('red') ? [square('#d00', 12, 2, 2)] : []), ...(own.includes('blue') ? [square('#00d', 12, 17, 17)] : [])];
    await picture(number, squares, join(folder, `labels/images/${number}.png`));
    labels.push(`${number}.png,${number === mislabelled ? 'blue' : own.join(';')},${part}`);
    const side = 4 + ((number * 7) % 24);
    await picture(number, [square('#d00', side, 2, 2)], join(folder, `numbers/${number}.png`));
    numbers.push(`${number}.png,${side},${part}`);
  }
  await writeFile(join(folder, 'labels/labels.csv'), labels.join('\n'));
  await writeFile(join(folder, 'numbers/sides.csv'), numbers.join('\n'));
}

interface Square {
  readonly input: { readonly create: Create };
  readonly left: number;
  readonly top: number;
}

function square(background: string, side: number, left: number, top: number): Square {
  return { input: { create: { width: side, height: side, channels: 3, background } }, left, top };
}

/** No two numbers alike. */
async function picture(number: number, squares: readonly Square[], path: string): Promise<void> {
  const background = { r: 120 + number, g: 160 - number, b: 130 + ((number * 5) % 40) };
  await sharp({ create: { width: 32, height: 32, channels: 3, background } })
    .composite([...squares])
    .png()
    .toFile(path);
}
