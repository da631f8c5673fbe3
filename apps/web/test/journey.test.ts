import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { writeAntsAndBees, writeEmoji } from './support/photo-folder.ts';
import {
  type ServedPage,
  attuneJson,
  gatherFolder,
  openServedPage,
  openStep,
  patience,
  saved,
  setBatchSize,
  setEpochs,
  trainingTimeout,
} from './support/served-page.ts';

const pack = process.env['ATTUNE_DATA'];
/** Two classes, so chance is a half. */
const aboveChance = 0.7;

interface Judged {
  readonly accuracy: number;
  readonly count: number;
}

describe.skipIf(!hasChromium)('from photos to files, in Chromium', () => {
  let folder: string;
  let photos: string;
  let served: ServedPage;
  /** What the page says of the held-back images: a share and a number. */
  let shown: Judged;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attune-journey-'));
    photos = join(folder, 'photos');
    if (pack === undefined) await writeEmoji(photos, { train: 40, validation: 20 });
    else await writeAntsAndBees(photos, pack, { train: 12, validation: 8 });
    served = await openServedPage();
  });

  afterAll(async () => {
    await served.close();
    await rm(folder, { recursive: true });
  });

  it('gathers a folder, trains three stages with threads, and names held-back images better than chance by 20 points', async () => {
    const { page } = served;
    await gatherFolder(page, photos);
    await openStep(page, 'Model');
    if (pack !== undefined) {
      await page.getByLabel('Starting weights').selectOption('file');
      await page.locator('input[accept*=".pth"]').setInputFiles(join(pack, 'checkpoints/imagenet-resnet18/resnet18-imagenet-f16.safetensors'));
      await expect.poll(() => page.getByLabel('Architecture').inputValue(), patience).toBe('resnet18');
      await page.getByRole('combobox', { name: 'Recipe' }).selectOption('three-stage');
    }
    await page.getByLabel(/^head: Epochs$/u).waitFor();
    await setBatchSize(page, 4);
    await setEpochs(page, [4, 1, 1]);
    await openStep(page, 'Train');
    await page
      .getByText(/WebAssembly, \d+ threads/u)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByText('Training has finished.').waitFor({ timeout: trainingTimeout });
    await openStep(page, 'Explore');
    const judged = (await page.getByText(/validation photos correct/u).textContent(patience))!;
    const [share, count] = /([\d.]+) % of (\d+)/u.exec(judged)!.slice(1).map(Number) as [number, number];
    shown = { accuracy: share / 100, count };
    expect(shown.accuracy).toBeGreaterThanOrEqual(aboveChance);
  });

  it('opens the images behind a cell of the confusion matrix, and shows maps that are not blank', async () => {
    const { page } = served;
    const cell = page.locator('.confusion button[data-right=true]:not(:disabled)').first();
    const behind = Number(await cell.textContent());
    await cell.click();
    await expect.poll(() => page.locator('.strip .tile').count(), patience).toBe(behind);
    await page.locator('.strip .tile').first().click();
    const map = page.getByRole('combobox', { name: /^Map/u });
    await map.waitFor(patience);
    const blocks = await map.locator('option').allTextContents();
    expect(blocks[0]).toBe('Grad-CAM');
    for (const block of [blocks[0]!, blocks.at(-1)!]) {
      await map.selectOption({ label: block });
      const colours = await page
        .locator('.compare canvas')
        .first()
        .evaluate((canvas: HTMLCanvasElement) => {
          const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
          return new Set(Array.from({ length: data.length / 4 }, (_, pixel) => data.slice(pixel * 4, pixel * 4 + 3).join())).size;
        });
      expect(colours).toBeGreaterThan(1000);
    }
    await page.getByRole('slider', { name: /^Weights/u }).press('ArrowLeft'); // the best epoch may lie before attention trains: the last stage's end does not
    const scale = async () => (await page.locator('.scale span').allTextContents()).filter((text) => text !== '').map(Number);
    await expect.poll(async () => (await scale())[1]! - (await scale())[0]!, patience).toBeGreaterThan(0);
  });

  it('hands out files that the command judges as the page does', async () => {
    const { page } = served;
    await openStep(page, 'Export');
    for (const button of ['Save: Whole run, .zip', 'Save: Weights, .safetensors']) {
      const judged = await attuneJson<Judged>('evaluate', await saved(page, button, folder), photos);
      expect(judged.count).toBe(shown.count);
      expect(Math.abs(judged.accuracy - shown.accuracy)).toBeLessThan(0.0005); // the page rounds to a tenth of a per cent
    }
    const torch = await attuneJson<{ readonly format: string; readonly architecture: string }>('inspect', await saved(page, 'Save: Weights, .pth', folder));
    expect(torch).toMatchObject({ format: 'torch-zip', architecture: pack === undefined ? 'resnet20' : 'resnet18' });
    const report = await readFile(await saved(page, 'Save: Report, .html', folder), 'utf8');
    expect(report).toContain('<h2>Where it looks</h2>');
    const onnx = await readFile(await saved(page, 'Save: Model, .onnx', folder));
    expect(onnx.length).toBeGreaterThan(2 ** 20 / 2);
  });

  it('opens the project again from its file, in a browser that knew nothing of it', async () => {
    const project = await saved(served.page, 'Save project', folder);
    const other = await openServedPage();
    try {
      await openStep(other.page, 'Export');
      await other.page.locator('input[accept=".zip"]').setInputFiles(project);
      await other.page.getByText('Project opened.').waitFor(patience);
      await openStep(other.page, 'Explore');
      const judged = (await other.page.getByText(/validation photos correct/u).textContent(patience))!;
      expect(Number(/([\d.]+) %/u.exec(judged)![1]) / 100).toBeCloseTo(shown.accuracy, 5);
    } finally {
      await other.close();
    }
  });

  it('asks nobody but its own host, and complains about nothing', () => {
    expect([served.strangers, served.complaints]).toEqual([[], []]);
  });
});
