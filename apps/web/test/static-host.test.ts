import { mkdtemp, rm } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';
import sirv from 'sirv';
import { describe, expect, it } from 'vitest';

import { chromiumFlags, hasChromium } from '../../../tools/testing/chromium.ts';
import { buildPage, patience } from './support/served-page.ts';

const pageFolder = fileURLToPath(new URL('../../cli/dist/page/', import.meta.url));

/** A host that sends no headers of its own, as those for static files do. */
function serve(): Promise<Server> {
  const handle = sirv(pageFolder);
  const server = createServer((request, response) => handle(request, response));
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

describe.skipIf(!hasChromium)('on a host of static files, in Chromium', () => {
  it('the page isolates itself by its service worker, and then uses every thread', async () => {
    await buildPage();
    const server = await serve();
    const profile = await mkdtemp(join(tmpdir(), 'attune-static-'));
    const context = await chromium.launchPersistentContext(profile, { executablePath: '/usr/bin/chromium', headless: true, args: [...chromiumFlags] });
    try {
      const page = await context.newPage();
      await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
      await expect.poll(() => page.evaluate(() => globalThis.crossOriginIsolated).catch(() => false), patience).toBe(true);
      await page.getByRole('button', { name: 'Advanced' }).click();
      await page.locator('.timeline > li').first().waitFor(patience);
    } finally {
      await context.close();
      server.close();
      await rm(profile, { recursive: true, force: true });
    }
  });
});
