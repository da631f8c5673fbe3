import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasChromium } from '../../../tools/testing/chromium.ts';
import { FileServer } from '../../../tools/testing/file-server.ts';
import { writeAntsAndBees } from './support/photo-folder.ts';
import {
  type ServedPage,
  choicesTaken,
  gatherFolder,
  openServedPage,
  openStep,
  patience,
  setBatchSize,
  setEpochs,
  trainingTimeout,
} from './support/served-page.ts';

const pack = process.env['ATTUNE_DATA'];
const wanted = 0.8;

describe.skipIf(!hasChromium || pack === undefined)('weights by one click, in Chromium', () => {
  let folder: string;
  let hub: FileServer;
  let served: ServedPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attune-by-click-'));
    await writeAntsAndBees(folder, pack!, { train: 12, validation: 8 });
    const contents = await readFile(join(pack!, 'checkpoints/imagenet-resnet18/resnet18-imagenet-f16.safetensors'));
    const hash = createHash('sha256').update(contents).digest('hex');
    hub = await new FileServer(contents, { 'x-linked-etag': `"${hash}"` }).start();
    served = await openServedPage({ flags: ['--hub', hub.address] });
    await gatherFolder(served.page, folder);
  });

  afterAll(async () => {
    await served.close();
    await hub.stop();
    await rm(folder, { recursive: true });
  });

  it('says before training that the small network sees too little of large photos, and fetches nothing by itself', async () => {
    const { page } = served;
    await page.getByText(/and this network sees them at 32\s×\s32/u).waitFor(patience);
    await page
      .getByRole('radio', { name: /Balanced/u })
      .getByText(/about \d+ (seconds?|minutes?)/u)
      .waitFor(patience);
    expect([hub.requests, served.strangers]).toEqual([[], []]);
  });

  it('one click on a card fetches them and chooses network, recipe and image size; nothing else is asked', async () => {
    const { page } = served;
    await page.getByRole('radio', { name: /Balanced/u }).click();
    await page.getByText(/^resnet18 · three-stage, /u).waitFor(patience);
    await expect.poll(() => page.getByRole('radio', { name: /Balanced/u, checked: true }).count(), patience).toBe(1);
    await page
      .getByRole('radio', { name: /Thorough/u })
      .getByText('downloaded')
      .waitFor();
    await expect.poll(() => page.getByText('most detail is lost').count(), patience).toBe(0);
    await choicesTaken(page);
    await openStep(page, 'Train');
    expect(new Set(hub.requests.map((request) => request.split(' ')[0]))).toEqual(new Set(['/timm/resnet18.a1_in1k/resolve/main/model.safetensors']));
  });

  it('stay in the browser: a reload without a network knows them still', async () => {
    const { page, context } = served;
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), patience).toBe(true);
    const asked = hub.requests.length;
    await context.setOffline(true);
    await page.reload();
    await page.getByText(/^resnet18 · three-stage, /u).waitFor();
    await page.getByRole('radio', { name: /Balanced/u, checked: true }).waitFor();
    await page
      .getByRole('radio', { name: /Balanced/u })
      .getByText('downloaded')
      .waitFor();
    await context.setOffline(false);
    expect(hub.requests.length).toBe(asked);
  });

  it('train on photos to at least eight of ten, with the Hub gone', async () => {
    const { page } = served;
    const asked = hub.requests.length;
    await setBatchSize(page, 4);
    await setEpochs(page, [16, 1, 1]); // the head's are of features that are kept: they cost nothing
    await openStep(page, 'Train');
    await page.getByRole('button', { name: 'Start training' }).click();
    const result = page.getByText(/^\d+ of 16 right$/u);
    await result.waitFor({ timeout: trainingTimeout });
    expect(Number.parseInt((await result.textContent())!, 10) / 16).toBeGreaterThanOrEqual(wanted);
    expect(hub.requests.length).toBe(asked);
  });
});
