import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { type BrowserContext, type Page, type Response, chromium } from 'playwright-core';
import { expect, vi } from 'vitest';

import { isPageOld } from '../../../../tools/page-age.mjs';
import { startWebServer } from '../../../../tools/testing/attune-web.ts';
import { chromiumFlags } from '../../../../tools/testing/chromium.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const command = join(root, 'apps/cli/bin/attune.js');

/** State and text are shown a while after a click: the worker may build a network
 * first, on a slow machine. For `expect.poll`. */
export const patience = { timeout: 180_000 };

/** For the end of a training, or a place in it. */
export const trainingTimeout = 600_000;

/** The page as `attune web` serves it, in a Chromium of its own. */
export interface ServedPage {
  readonly address: string;
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the console and the page itself complained about. */
  readonly complaints: readonly string[];
  /** Addresses that were asked for outside the page's own host. */
  readonly strangers: readonly string[];
  /** What the page's host has answered. */
  readonly responses: readonly Response[];
  close(): Promise<void>;
}

/** Builds the page as users get it where anything that it is made of is newer, so that a test never
 * sees an old one. Vitest's own NODE_ENV would make it one for development, which has no service
 * worker. */
export async function buildPage(): Promise<void> {
  if (!isPageOld()) return;
  await promisify(execFile)('npm', ['run', '-s', 'page'], { cwd: root, env: { ...process.env, NODE_ENV: 'production' } });
}

/** Opens the page, as `attune web` serves it with these flags. */
export async function openServedPage({ flags = [] }: { readonly flags?: readonly string[] } = {}): Promise<ServedPage> {
  await buildPage();
  const { server, address } = await startWebServer(...flags);
  const profile = await mkdtemp(join(tmpdir(), 'attune-page-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    headless: true,
    viewport: { width: 1280, height: 900 },
    args: [...chromiumFlags, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  });
  context.setDefaultTimeout(patience.timeout);
  const page = await context.newPage();
  const [complaints, strangers, responses]: [string[], string[], Response[]] = [[], [], []];
  context.on('response', (response) => response.url().startsWith(address) && responses.push(response));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  context.on('request', (request) => !/^(blob|data):/u.test(request.url()) && !request.url().startsWith(address) && strangers.push(request.url()));
  await page.goto(address);
  await page.getByText('Drop a folder of photos here').waitFor();
  return {
    address,
    context,
    page,
    complaints,
    strangers,
    responses,
    async close() {
      await context.close();
      server.kill('SIGINT');
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Runs the command and gives what it prints as JSON. */
export async function attuneJson<T>(...words: string[]): Promise<T> {
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...words, '--json', '--quiet'], { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout) as T;
}

/** Puts a folder into the page, as its chooser would. */
export async function gatherFolder(page: Page, folder: string): Promise<void> {
  await page.getByLabel('Choose a folder').and(page.locator('input')).setInputFiles(folder);
  await page.getByText(/photos? added/u).waitFor(patience);
}

/** Goes to a place of the page; Model is the drawer of all choices, which is closed for another. */
export async function openStep(page: Page, name: string): Promise<void> {
  const drawer = page.getByRole('dialog', { name: 'Model' });
  if (name === 'Model') {
    if (await drawer.isVisible()) return;
    await openStep(page, 'Train');
    await page.getByRole('button', { name: 'Advanced' }).click();
    await drawer.getByLabel('Architecture').waitFor();
    return;
  }
  if (await drawer.isVisible()) await drawer.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('navigation').getByRole('button', { name }).click();
}

/** Clicks a button that saves a file, and gives the file's path. */
export async function saved(page: Page, button: string, folder: string): Promise<string> {
  const refused = page.getByRole('alert');
  const [download] = await Promise.all([
    Promise.race([page.waitForEvent('download', patience), refused.waitFor(patience).then(() => null)]),
    page.getByRole('button', { name: button }).click(),
  ]);
  if (download === null) throw new Error(`The page saved nothing: ${await refused.textContent()}`);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

/** Waits until all that was chosen so far is described and kept. The drawer of choices is open
 * then. */
export async function choicesTaken(page: Page): Promise<void> {
  await openStep(page, 'Model');
  await page.getByRole('region', { name: 'Recipe' }).and(page.locator('[aria-busy=false]')).waitFor();
}

/** Sets the epochs of the first stages, one after the other: each change makes the recipe anew. */
export async function setEpochs(page: Page, counts: readonly number[]): Promise<void> {
  await choicesTaken(page);
  for (const [stage, count] of counts.entries()) {
    const epochs = page
      .locator('.timeline > li')
      .nth(stage)
      .getByLabel(/: Epochs$/u);
    await epochs.fill(String(count));
    await epochs.press('Tab');
    await choicesTaken(page);
    await vi.waitFor(async () => expect(await epochs.inputValue()).toBe(String(count)), patience);
  }
}

/** Sets how many photos a step takes: few of them make an epoch more steps in the same time. */
export async function setBatchSize(page: Page, size: number): Promise<void> {
  await choicesTaken(page);
  const field = page.getByRole('spinbutton', { name: 'Batch size' });
  await field.fill(String(size));
  await field.press('Tab');
  await choicesTaken(page);
  await vi.waitFor(async () => expect(await field.inputValue()).toBe(String(size)), patience);
}
