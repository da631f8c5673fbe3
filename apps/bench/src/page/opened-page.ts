import { spawn } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Page, chromium } from 'playwright-core';

import { attuneCommand } from '../kill/attune-process.ts';

/** For what a training or a download has to bring. */
export const patience = { timeout: 300_000 };

export interface PageSource {
  /** Of Chromium. */
  readonly executablePath: string;
  /** Of `attune web`. */
  readonly flags?: readonly string[];
  /** What is done to the tab before it goes to the page. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** Serves the page and opens it in a browser that knows nothing of it, for as long as
 * `use` takes. */
export async function withPage<T>({ executablePath, flags = [], prepare }: PageSource, use: (page: Page) => Promise<T>): Promise<T> {
  const { server, address } = await serve(flags);
  const folder = await mkdtemp(join(tmpdir(), 'attune-bench-page-'));
  const args = ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  const context = await chromium.launchPersistentContext(folder, { executablePath, headless: true, viewport: { width: 1280, height: 900 }, args });
  try {
    context.setDefaultTimeout(patience.timeout);
    const page = await context.newPage();
    await prepare?.(page);
    await page.goto(address);
    await page.getByRole('button', { name: 'Try with sample photos' }).waitFor();
    return await use(page);
  } finally {
    await context.close();
    server.kill('SIGINT');
    await rm(folder, { recursive: true, force: true });
  }
}

/** Clicks on what is visible, counted and timed. */
export class Clicks {
  readonly #page: Page;
  readonly #began = performance.now();
  count = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Since the first click could be made. */
  get seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }

  async click(name: string | RegExp, role: 'button' | 'radio' = 'button'): Promise<void> {
    await this.#page.getByRole(role, { name }).first().click();
    this.count += 1;
  }

  /** Bytes of what a click saves. */
  async save(name: string): Promise<number> {
    const [download] = await Promise.all([this.#page.waitForEvent('download'), this.click(name)]);
    return (await stat(await download.path())).size;
  }
}

export interface Score {
  readonly right: number;
  readonly total: number;
}

/** "29 of 30 right", as the page says it. */
export async function scoreOf(page: Page): Promise<Score> {
  const text = await page.getByText(/^\d+ of \d+ right$/u).textContent();
  const [right = 0, total = 0] = text!.match(/\d+/gu)!.map(Number);
  return { right, total };
}

function serve(flags: readonly string[]): Promise<{ readonly server: ReturnType<typeof spawn>; readonly address: string }> {
  const server = spawn(process.execPath, [attuneCommand, 'web', ...flags], { stdio: ['ignore', 'ignore', 'pipe'] });
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
