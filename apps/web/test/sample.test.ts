import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { hasTorch, runNode, runPage, runPython } from './support/run-snippet.ts';
import { type ServedPage, choicesTaken, openServedPage, openStep, patience, saved, trainingTimeout } from './support/served-page.ts';

/** Of 30 photos of three classes that are held back. */
const wanted = 27;

describe.skipIf(!hasChromium)('the sample photos, by what is visible alone, in Chromium', () => {
  let folder: string;
  let served: ServedPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attune-sample-'));
    for (const [name, red] of [
      ['one', 200],
      ['two', 20],
    ] as const)
      await sharp({ create: { width: 90, height: 90, channels: 3, background: { r: red, g: 140, b: 110 } } })
        .png()
        .toFile(join(folder, `${name}.png`));
    await writePalm(join(folder, 'photo.jpg'));
    served = await openServedPage();
  });

  afterAll(async () => {
    await served.close();
    await rm(folder, { recursive: true });
  });

  it('says in one sentence and one picture what it is, and holds two classes to be filled', async () => {
    const { page } = served;
    await page.getByRole('heading', { level: 1, name: /Teach your browser to tell your photos apart/u }).waitFor();
    await expect.poll(() => page.getByRole('img', { name: /where the network looks/u }).count(), patience).toBe(1);
    for (const name of ['Class 1', 'Class 2']) await page.getByRole('region', { name }).getByRole('button', { name: 'Add photos' }).waitFor();
    expect(served.responses.some((response) => response.url().includes('sample-photos'))).toBe(false);
  });

  it('are fetched, trained on and explained by one click, with a photo of each class in sight as it learns', async () => {
    const { page } = served;
    await page.getByRole('button', { name: 'Try with sample photos' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Learns the names' }).waitFor(patience);
    await expect.poll(() => page.locator('.watched canvas').count(), patience).toBe(3);
    const first = await page.locator('.watched').textContent();
    await expect.poll(() => page.locator('.watched').textContent(), { timeout: trainingTimeout }).not.toBe(first);
    const result = page.getByText(/^\d+ of 30 right$/u);
    await result.waitFor({ timeout: trainingTimeout });
    expect(Number.parseInt((await result.textContent())!, 10)).toBeGreaterThanOrEqual(wanted);
    await page.getByText('Guessing gets 10.').waitFor();
    await expect.poll(() => page.locator('.watched canvas').count(), patience).toBe(3);
  });

  it('say what the small network costs here: a measured time, and no download', async () => {
    const { page } = served;
    const quick = page.getByRole('radio', { name: /Quick/u });
    await expect.poll(() => quick.getAttribute('aria-checked'), patience).toBe('true');
    await quick.getByText(/about \d+ seconds?/u).waitFor(patience);
    await page
      .getByRole('radio', { name: /Thorough/u })
      .getByText(/about \d+ (seconds|minutes?)/u)
      .waitFor(patience);
  });

  it('under other choices the results are named as those of the last run, until its card is chosen again', async () => {
    const { page } = served;
    const last = page.getByRole('region', { name: 'Last run: resnet20, three-stage-small' });
    await openStep(page, 'Train');
    await expect.poll(async () => [await last.count(), await page.getByText('Training has finished.').count()], patience).toEqual([0, 1]);
    await openStep(page, 'Model');
    await page.getByLabel('Attention', { exact: true }).selectOption('se');
    await choicesTaken(page);
    await openStep(page, 'Train');
    await last.getByText('Training has finished.').waitFor();
    await last.getByText('What follows is not of the choices above.').waitFor();
    await last.locator('figure.curves').first().waitFor();
    await page.getByRole('region', { name: 'Try it', exact: true }).getByText('Last run: resnet20, three-stage-small').waitFor();
    await page.getByText('Your own settings').waitFor();
    expect(await page.locator('button.primary.large').allTextContents()).toEqual(['Start training']);
    await page.getByLabel('Language').selectOption('zh-CN');
    await page.getByRole('region', { name: '上次训练：resnet20, three-stage-small' }).getByText('训练已完成。').waitFor();
    await page.getByLabel('语言').selectOption('en');
    await page.reload();
    await last.locator('figure.curves').first().waitFor();
    await page.getByRole('radio', { name: /Quick/u }).click();
    await last.waitFor({ state: 'detached' });
    await page.getByRole('radio', { name: /Quick/u, checked: true }).waitFor();
    await choicesTaken(page);
    await expect.poll(() => page.getByLabel('Attention', { exact: true }).inputValue(), patience).toBe('identity');
    await openStep(page, 'Train');
  });

  it('Back leads through the places that one was at, and a reload to the same', async () => {
    const { page } = served;
    await page.getByRole('button', { name: 'See where it looks' }).click();
    await page.getByRole('heading', { level: 1, name: 'Explore' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Explore' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 2, name: 'Try it' }).waitFor();
    await page.goForward();
    await page.getByRole('heading', { level: 1, name: 'Explore' }).waitFor();
  });

  it('every place has an address that a reload comes back to, and Back closes the drawer', async () => {
    const { page, address } = served;
    const found = {
      photos: page.getByRole('heading', { level: 2, name: 'Photos' }),
      train: page.getByRole('heading', { level: 2, name: 'Train' }),
      try: page.getByText(/^\d+ of 30 right$|^[\d.]+ % right$/u),
      export: page.getByRole('button', { name: 'Save: Web page, .html' }),
      model: page.getByRole('dialog', { name: 'Model' }).getByLabel('Architecture'),
    };
    for (const [name, content] of Object.entries(found)) {
      await page.goto(`${address}#${name}`);
      await page.reload();
      await content.waitFor();
      expect(new URL(page.url()).hash).toBe(`#${name}`);
    }
    await openStep(page, 'Explore');
    await page.getByRole('heading', { level: 1, name: 'Explore' }).waitFor();
    await openStep(page, 'Model');
    await page.goBack();
    await page.getByRole('dialog', { name: 'Model' }).waitFor({ state: 'detached' });
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Explore' }).waitFor();
  });

  it('show before and after over one photo, and every gate on one scale', async () => {
    const { page } = served;
    const line = page.getByRole('slider', { name: 'Before and after' });
    await line.waitFor(patience);
    await expect.poll(() => page.locator('.gate').count(), patience).toBe(9);
    const [all, none] = [await wipedTo(page, '1'), await wipedTo(page, '0')];
    expect(all).toBe('inset(0px 0% 0px 0px)');
    expect(none).toBe('inset(0px 100% 0px 0px)');
    await page
      .getByText(/^(fist|palm|peace) → (fist|palm|peace), [\d.]+ %$/u)
      .first()
      .waitFor();
  });

  it('a label is corrected where it is seen, which outdates the answers, and taken back', async () => {
    const { page } = served;
    const label = page.getByLabel('It is really');
    const before = await label.inputValue();
    await label.selectOption(before === 'palm' ? 'fist' : 'palm');
    await page.getByRole('button', { name: 'Train again' }).waitFor();
    await page.getByText('The photos have changed since these answers were given.').waitFor();
    await page.getByRole('button', { name: 'Look again' }).click();
    await page.getByText('The photos have changed since these answers were given.').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Undone.').waitFor();
    await page.getByRole('button', { name: 'Look again' }).click();
    await page.getByRole('button', { name: 'Look again' }).waitFor({ state: 'detached' });
  });

  it('new photos are tried at once: each is answered with every class, or with a doubt', async () => {
    const { page } = served;
    await page.getByRole('navigation').getByRole('button', { name: 'Try it' }).click();
    await page
      .getByLabel('Choose photos')
      .and(page.locator('input'))
      .setInputFiles([join(folder, 'one.png'), join(folder, 'two.png')]);
    await expect.poll(() => page.getByRole('article').count(), patience).toBe(2);
    await expect.poll(() => page.getByRole('article').first().getByRole('meter').count(), patience).toBe(3);
  });

  it('leave as a page that classifies without a network, as this one does', async () => {
    const { page, context } = served;
    await page.getByRole('button', { name: 'Take it with you' }).click();
    const file = await saved(page, 'Save: Web page, .html', folder);
    const alone = await context.newPage();
    await context.setOffline(true);
    await alone.goto(pathToFileURL(file).href);
    await alone.getByLabel('Choose, drop or paste photos').setInputFiles(join(folder, 'one.png'));
    await alone.locator('article').waitFor();
    const lines = await alone.locator('article li').allInnerTexts();
    await context.setOffline(false);
    await alone.close();
    await page.goBack();
    const here = await page.getByRole('article', { name: 'one.png' }).locator('.bars li').allInnerTexts();
    const [there, own] = [shares(lines), shares(here)];
    expect(Object.keys(there).toSorted()).toEqual(['fist', 'palm', 'peace']);
    for (const name of Object.keys(there)) expect(Math.abs(there[name]! - own[name]!)).toBeLessThan(5); // the two resize in their own ways
  });

  it('a file that is written shows how much of it is done', async () => {
    const { page } = served;
    await openStep(page, 'Export');
    const progress = page.locator('.formats').evaluate(
      (formats) =>
        new Promise<number[]>((resolve) => {
          const seen: number[] = [];
          const observer = new MutationObserver(() => {
            const bar = formats.querySelector('progress');
            if (bar?.hasAttribute('value')) seen.push(bar.value);
            if (bar !== null || seen.length === 0) return;
            observer.disconnect();
            resolve(seen);
          });
          observer.observe(formats, { subtree: true, childList: true, attributes: true });
        }),
    );
    await saved(page, 'Save: Report, .html', folder);
    const told = await progress;
    expect(new Set(told).size).toBeGreaterThan(5);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Report, .html' })
      .getByText(/^\d+\.\d MB$/u)
      .waitFor();
  });

  it('the page that Export shows for ONNX runs as it is', async () => {
    const { page } = served;
    const model = basename(await saved(page, 'Save: Model, .onnx', folder));
    const text = await shownProgram(page, 'Model, .onnx');
    expect(await runPage({ text, folder }, { model, photo: 'photo.jpg' })).toBe('palm');
  });

  it.skipIf(!hasTorch)('the program that Export shows for PyTorch runs as it is, with what it says to save beside it', async () => {
    const { page } = served;
    await saved(page, 'Save: Weights, .pth', folder);
    const text = await shownProgram(page, 'Weights, .pth');
    for (const name of ['attune_cifar.py', 'attune_cbam.py']) await saved(page, `Save ${name} beside it`, folder);
    expect(await runPython({ text, folder })).toBe('palm');
  });

  it('the program that Export shows for Node runs as it is', async () => {
    const { page } = served;
    await saved(page, 'Save: Weights, .safetensors', folder);
    const text = await shownProgram(page, 'Weights, .safetensors');
    expect(await runNode({ text, folder })).toMatch(/^palm 0\.\d+$|^palm 1$/u);
  });

  it('a class is renamed, and two are merged by one name; both can be undone', async () => {
    const { page } = served;
    await page.getByRole('navigation').getByRole('button', { name: 'Photos' }).click();
    await rename(page, 'peace', 'victory');
    await page.getByRole('region', { name: 'victory', exact: true }).getByText('34 photos').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('region', { name: 'peace', exact: true }).waitFor();
    await rename(page, 'peace', 'palm');
    await page.getByRole('region', { name: 'palm', exact: true }).getByText('68 photos').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('region', { name: 'peace', exact: true }).getByText('34 photos').waitFor();
  });

  it('complains about nothing, and asks nobody else', () => {
    const others = served.strangers.filter((address) => !address.startsWith('file:')); // the exported page itself
    expect([others, served.complaints]).toEqual([[], []]);
  });
});

/** What a card of Export shows below "How to run it". */
async function shownProgram(page: Page, title: string): Promise<string> {
  const card = page.getByRole('listitem').filter({ hasText: title });
  await card.getByText('How to run it').click();
  return (await card.locator('pre code').textContent())!;
}

/** A photo of a palm that was held back. */
async function writePalm(path: string): Promise<void> {
  const photos = unzipSync(await readFile(fileURLToPath(new URL('../public/sample-photos/hands.zip', import.meta.url))), {
    filter: ({ name }) => name.includes('val/palm'),
  });
  await sharp(Object.values(photos)[0]!).jpeg({ quality: 95 }).toFile(path);
}

/** Percentages by class. */
function shares(lines: readonly string[]): Record<string, number> {
  return Object.fromEntries(lines.map((line) => line.replace(' %', '').split(/\s+/u)).map(([name, share]) => [name, Number(share)]));
}

async function rename(page: Page, name: string, newName: string): Promise<void> {
  const field = page.getByLabel(`Name of ${name}`);
  await field.fill(newName);
  await field.press('Enter');
}

/** How the picture from before is cut when the line is at a share of its way. */
async function wipedTo(page: Page, share: string): Promise<string> {
  await page.getByRole('slider', { name: 'Before and after' }).fill(share);
  return page.locator('.compare-before').evaluate((element) => getComputedStyle(element).clipPath);
}
