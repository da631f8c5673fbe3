import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, readFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { build } from 'esbuild';
import { type Page, chromium } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Whether Debian's Chromium is here; tests that ask it are skipped without. */
export const hasChromium = spawnSync(executablePath, ['--version'], { timeout: 600_000 }).status === 0;

export interface WorkerPage {
  /** A module that runs in a worker of the page and answers each message by one. Bundled from the
   * sources, as a browser would load it. */
  readonly entry: string;
  /** Whether the server sends the two headers that allow shared memory and with it threads. */
  readonly isolated: boolean;
  /** Files served beside the page, by name. */
  readonly files?: readonly string[];
  /** Packages whose own choice of files for browsers esbuild does not see, with the file. */
  readonly alias?: Readonly<Record<string, string>>;
  /** What the page's site may store; the browser's own choice when left out. */
  readonly quotaBytes?: number;
}

/** A page of a real browser, on a loopback server. */
export interface Chromium {
  /** Starts the module in a new worker, sends it a message, and gives the one that it posts.
   *
   * @throws {Error} when the page reports an error, with its text. */
  ask<T>(message: unknown): Promise<T>;
  /** For what only a page can do. The module can be imported in it as `/entry.js`. */
  readonly page: Page;
  close(): Promise<void>;
}

/** For root, without requests of its own, and with WebGPU on a processor that imitates a card. */
export const chromiumFlags: readonly string[] = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
];

/** Starts Chromium; tests of one file share it, for that takes seconds. */
export async function openChromium({ entry, isolated, files = [], alias = {}, quotaBytes }: WorkerPage): Promise<Chromium> {
  const profile = await mkdtemp(join(tmpdir(), 'attune-chromium-'));
  const server = await serve(await contentsOf(entry, files, alias), isolated);
  const context = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args: [...chromiumFlags] });
  const page = await context.newPage();
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (quotaBytes !== undefined) await (await context.newCDPSession(page)).send('Storage.overrideQuotaForOrigin', { origin, quotaSize: quotaBytes });
  await page.goto(`${origin}/`);
  return {
    page,
    ask: async <T>(message: unknown) => (await firstMessage(page, message)) as T,
    close: async () => {
      await context.close();
      server.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

export interface WorkerRun extends WorkerPage {
  /** What the worker is sent. */
  readonly message?: unknown;
}

/** Asks one thing of a browser that is started for it.
 *
 * @throws {Error} when the page reports an error, with its text. */
export async function runInChromium<T>({ message = null, ...page }: WorkerRun): Promise<T> {
  const browser = await openChromium(page);
  try {
    return await browser.ask<T>(message);
  } finally {
    await browser.close();
  }
}

async function contentsOf(entry: string, files: readonly string[], alias: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, Uint8Array | string>> {
  const bundle = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['@attune/source', 'browser'],
    alias,
    logLevel: 'silent',
  });
  const served = new Map<string, Uint8Array | string>([
    ['/', '<!doctype html><meta charset="utf-8"><title>Attune</title>'],
    ['/entry.js', bundle.outputFiles[0]!.contents],
  ]);
  for (const file of files) served.set(`/${basename(file)}`, await readFile(file));
  return served;
}

function serve(contents: ReadonlyMap<string, Uint8Array | string>, isolated: boolean): Promise<Server> {
  const server = createServer((request, response) => {
    const body = contents.get(request.url ?? '');
    const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
    response.writeHead(body === undefined ? 404 : 200, { 'Content-Type': contentType(request.url ?? ''), ...(isolated ? isolation : {}) });
    response.end(body);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function contentType(url: string): string {
  if (url.endsWith('.js')) return 'text/javascript';
  return url.endsWith('.wasm') ? 'application/wasm' : 'text/html';
}

function firstMessage(page: Page, message: unknown): Promise<unknown> {
  return page.evaluate(
    (sent) =>
      new Promise((resolve, reject) => {
        const worker = new Worker('/entry.js', { type: 'module' });
        worker.addEventListener('message', ({ data }) => {
          worker.terminate();
          resolve(data);
        });
        worker.addEventListener('error', (event) => reject(new Error(event.message)));
        worker.postMessage(sent);
      }),
    message,
  );
}
