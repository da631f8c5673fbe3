import { spawn } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Page, chromium } from 'playwright-core';

import { attuneCommand } from '../kill/attune-process.ts';

const patience = { timeout: 300_000 };

export interface SamplePageResult {
  readonly clicks: number;
  /** From the first click. */
  readonly seconds: { readonly explained: number; readonly exported: number };
  /** Of the photos that were held back. */
  readonly right: number;
  readonly total: number;
  /** Of the exported page. */
  readonly bytes: number;
}

/** From the empty page to an exported classifier of the sample photos, by clicks on
 * what is visible,
 * in a browser that knows nothing of it. */
export async function samplePage(executablePath: string): Promise<SamplePageResult> {
  const { server, address } = await serve();
  const folder = await mkdtemp(join(tmpdir(), 'attune-bench-page-'));
  const context = await chromium.launchPersistentContext(folder, { executablePath, headless: true, args: ['--no-sandbox'] });
  try {
    const page = await context.newPage();
    await page.goto(address);
    return await journey(page);
  } finally {
    await context.close();
    server.kill('SIGINT');
    await rm(folder, { recursive: true, force: true });
  }
}

async function journey(page: Page): Promise<SamplePageResult> {
  let clicks = 0;
  const click = async (name: string) => {
    await page.getByRole('button', { name }).first().click(patience);
    clicks += 1;
  };
  await page.getByRole('button', { name: 'Try with sample photos' }).waitFor(patience);
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  await click('Try with sample photos');
  const score = page.getByText(/^\d+ of \d+ right$/u);
  await score.waitFor(patience);
  await page.locator('.watched canvas').first().waitFor(patience);
  const explained = elapsed();
  await click('Take it with you');
  const [download] = await Promise.all([page.waitForEvent('download', patience), click('Save: Web page, .html')]);
  const { size } = await stat(await download.path());
  const exported = elapsed();
  await page.goBack();
  const [right = 0, total = 0] = (await score.textContent(patience))!.match(/\d+/gu)!.map(Number);
  return { clicks, seconds: { explained, exported }, right, total, bytes: size };
}

function serve(): Promise<{ readonly server: ReturnType<typeof spawn>; readonly address: string }> {
  const server = spawn(process.execPath, [attuneCommand, 'web'], { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    let printed = '';
    server.stderr.on('data', (chunk) => {
      printed += String(chunk);
      const address = /http:\/\/localhost:\d+\//u.exec(printed)?.[0];
      if (address !== undefined) resolve({ server, address });
    });
    server.once('exit', (code) => reject(new Error(`attune web ended with ${code}: ${printed}`)));
  });
}
