import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readCheckpoint, safetensorsParts, saveModel, writeSafetensors } from '@attune/checkpoint';
import { disposeModule } from '@attune/nn';
import { architectures, buildModel } from '@attune/zoo';
import * as tf from '@tensorflow/tfjs-core';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { stripes, writeFiles } from './support/stripes.ts';
import { type ServedPage, choicesTaken, gatherFolder, openServedPage, openStep, patience } from './support/served-page.ts';

describe.skipIf(!hasChromium)('what is chosen before a training, in Chromium', () => {
  let folder: string;
  let served: ServedPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attune-choices-'));
    await writeFiles(join(folder, 'small'), await stripes({ classes: 2, each: 8, side: 32 }));
    await writeLone(join(folder, 'lone'));
    await writeResNet18(join(folder, 'own-resnet18.safetensors'));
    await writeWrapped(join(folder, 'own-resnet18.safetensors'), join(folder, 'wrapped-resnet18.safetensors'));
    served = await openServedPage();
  });

  afterAll(async () => {
    await served.close();
    await rm(folder, { recursive: true });
  });

  it('one photo a class, or a class without any: it says why before anything starts', async () => {
    const { page } = served;
    await gatherFolder(page, join(folder, 'lone'));
    await openStep(page, 'Train');
    await page.getByText('ants has only one photo. It needs at least two').waitFor();
    await page.getByText('bees has only one photo.').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Start training' }).isDisabled(), patience).toBe(true);
    await openStep(page, 'Photos');
    for (const name of ['ants', 'bees']) await page.getByRole('button', { name: `Remove class ${name}` }).click();
    await gatherFolder(page, join(folder, 'small'));
    await page.getByLabel('New class').fill('moths');
    await page.getByRole('button', { name: 'Add class' }).click();
    await openStep(page, 'Train');
    await page.getByText('moths has no photos').waitFor();
  });

  it('an empty class survives a reload, and is gone when it is removed', async () => {
    const { page } = served;
    await page.reload();
    await page.getByRole('region', { name: 'moths', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Remove class moths' }).click();
    await openStep(page, 'Train');
    await expect.poll(() => page.getByRole('button', { name: 'Start training' }).isEnabled(), patience).toBe(true);
  });

  it('offers every network of the zoo, and the placements that each can have', async () => {
    const { page } = served;
    await openStep(page, 'Model');
    const architecture = page.getByLabel('Architecture');
    await expect.poll(() => architecture.locator('option').allTextContents(), patience).toEqual(Object.keys(architectures));
    for (const name of ['vgg11', 'resnet20'] as const) {
      await architecture.selectOption(name);
      const offered = page.getByLabel('Placement', { exact: true });
      await expect
        .poll(() => offered.locator('option').evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value)), patience)
        .toEqual(architectures[name].placements);
      await expect.poll(() => offered.inputValue(), patience).toBeOneOf([...architectures[name].placements]);
    }
  });

  it('sets the built-in weights aside for another network, says so, and brings them back', async () => {
    const { page } = served;
    const weights = page.getByLabel('Starting weights');
    await expect.poll(() => weights.inputValue(), patience).toBe('sample');
    await page.getByLabel('Architecture').selectOption('resnet32');
    await page.getByText('The built-in weights fit resnet20 only, so resnet32 starts from random weights.').waitFor();
    await expect.poll(() => weights.inputValue(), patience).toBe('none');
    await page.getByRole('switch', { name: 'layer1.4, with attention' }).waitFor(patience);
    await choicesTaken(page);
    await page.reload();
    await openStep(page, 'Model');
    await expect.poll(() => page.getByLabel('Architecture').inputValue(), patience).toBe('resnet32');
    await page.getByLabel('Architecture').selectOption('resnet20');
    await expect.poll(() => weights.inputValue(), patience).toBe('sample');
  });

  it('CBAM has its gates and their kernel to choose, which are kept; other attention has neither', async () => {
    const { page } = served;
    const [gates, kernel] = [page.getByLabel('Gates', { exact: true }), page.getByLabel('Kernel of the spatial gate', { exact: true })];
    await expect.poll(() => kernel.inputValue(), patience).toBe('7');
    await kernel.selectOption('3');
    await expect.poll(() => page.locator('.figures').innerText(), patience).toContain('of which attention 2.2\u00A0k'); // 9 · 2 · (49 − 9) fewer
    await gates.selectOption('channels');
    await kernel.waitFor({ state: 'detached' });
    await gates.selectOption('positions');
    await expect.poll(() => page.locator('.figures').innerText(), patience).toContain('of which attention 162');
    await choicesTaken(page);
    await page.reload();
    await openStep(page, 'Model');
    await expect.poll(async () => [await gates.inputValue(), await kernel.inputValue()], patience).toEqual(['positions', '3']);
    await page.getByLabel('Attention', { exact: true }).selectOption('se');
    await gates.waitFor({ state: 'detached' });
    await page.getByLabel('Attention', { exact: true }).selectOption('identity');
    await gates.selectOption('both');
    await kernel.selectOption('7');
  });

  it('trains a network of its own weights by the recipe of such networks, until another is chosen', async () => {
    const { page } = served;
    const recipe = page.getByRole('combobox', { name: 'Recipe' });
    await expect.poll(() => recipe.inputValue(), patience).toBe('three-stage-small');
    await chooseFile(page, join(folder, 'own-resnet18.safetensors'));
    await expect.poll(() => page.getByLabel('Architecture').inputValue(), patience).toBe('resnet18');
    await expect.poll(() => recipe.inputValue(), patience).toBe('three-stage');
    await page.getByText('224 × 224').waitFor();
    await recipe.selectOption('head-only');
    await page.getByLabel('Starting weights').selectOption('sample');
    await expect.poll(() => page.getByLabel('Architecture').inputValue(), patience).toBe('resnet20');
    await expect.poll(() => recipe.inputValue(), patience).toBe('head-only');
    await page.getByRole('button', { name: /three-stage-small/u }).click();
    await expect.poll(() => recipe.inputValue(), patience).toBe('three-stage-small');
  });

  it('refuses weights of another network where they are chosen, with both ways out', async () => {
    const { page } = served;
    await chooseFile(page, join(folder, 'own-resnet18.safetensors'));
    await expect.poll(() => page.getByLabel('Architecture').inputValue(), patience).toBe('resnet18');
    await page.getByLabel('Architecture').selectOption('resnet34');
    const text = 'own-resnet18.safetensors holds weights of resnet18, which cannot be loaded into resnet34.';
    const fault = page.getByRole('dialog', { name: 'Model' }).locator('.fault').filter({ hasText: text });
    await fault.waitFor(patience);
    await openStep(page, 'Train');
    await page.locator('.fault').filter({ hasText: text }).waitFor(patience);
    await expect.poll(() => page.getByRole('button', { name: 'Start training' }).isDisabled(), patience).toBe(true);
    await openStep(page, 'Model');
    await page.getByRole('button', { name: 'Use resnet18' }).click();
    await fault.waitFor({ state: 'detached' });
    await expect.poll(() => page.getByLabel('Architecture').inputValue(), patience).toBe('resnet18');
    await page.getByLabel('Starting weights').selectOption('sample');
    await expect.poll(() => page.getByLabel('Architecture').inputValue(), patience).toBe('resnet20');
  });

  it('says what is renamed and left out of a file of weights, as the command does', async () => {
    const { page } = served;
    await chooseFile(page, join(folder, 'wrapped-resnet18.safetensors'));
    await page.getByRole('listitem').filter({ hasText: 'backbone.* is read as *' }).waitFor(patience);
    await page.getByRole('listitem').filter({ hasText: 'left out: projector.weight' }).waitFor();
    await page.getByLabel('Starting weights').selectOption('sample');
    await expect.poll(() => page.getByLabel('Architecture').inputValue(), patience).toBe('resnet20');
  });

  it('says before a training that large photos lose their detail to a small network', async () => {
    const { page } = served;
    await openStep(page, 'Train');
    await page.getByText('resnet20 · three-stage-small').waitFor();
    await expect.poll(() => page.getByText('most detail is lost').count(), patience).toBe(0);
    await writeFiles(join(folder, 'large'), await stripes({ classes: 2, each: 12, side: 200 }));
    await openStep(page, 'Photos');
    await gatherFolder(page, join(folder, 'large'));
    await openStep(page, 'Train');
    await page.getByText('Your photos are about 200 pixels across, and this network sees them at 32 × 32').waitFor();
  });
});

async function chooseFile(page: Page, path: string): Promise<void> {
  await page.getByLabel('Starting weights').selectOption('file');
  await page.locator('input[accept*=".pth"]').setInputFiles(path);
}

async function writeLone(folder: string): Promise<void> {
  for (const [number, name] of ['ants', 'bees'].entries()) {
    await mkdir(join(folder, name), { recursive: true });
    await sharp({ create: { width: 40, height: 40, channels: 3, background: { r: 90 * number, g: 20, b: 0 } } })
      .png()
      .toFile(join(folder, name, 'lone.png'));
  }
}

/** Random weights under the names of a published ResNet-18. */
async function writeResNet18(path: string): Promise<void> {
  await tf.setBackend('cpu');
  const network = buildModel({ architecture: 'resnet18', classes: 10, attention: 'none', reduction: 16, placement: 'after-block', seed: 0 });
  await writeFile(path, Buffer.concat([...safetensorsParts(await saveModel(network))]));
  disposeModule(network);
}

/** The same inside a program's own network, beside a layer that projects. */
async function writeWrapped(from: string, path: string): Promise<void> {
  const { tensors } = await readCheckpoint(from);
  const inside = await Promise.all(tensors.map(async (entry) => [`backbone.${entry.name}`, await entry.read()] as const));
  const projector = { dtype: 'F32' as const, shape: [4, 512], data: new Float32Array(2048) };
  await writeFile(path, writeSafetensors(new Map([...inside, ['projector.weight', projector]])));
}
