import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

const types = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.html': 'text/html', '.wasm': 'application/wasm' };

/** Serves a folder on this machine, opens its page in Chromium and gives the title that it ends
 * with: an error's message where it throws.
 *
 * @param flags of Chromium. */
export async function titleOf(folder, { flags }) {
  const server = createServer(({ url }, response) => {
    const file = join(folder, url === '/' ? 'index.html' : url);
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': types[/\.\w+$/u.exec(file)?.[0]] ?? 'application/octet-stream' }).end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await titleAt(`http://127.0.0.1:${server.address().port}/`, { flags });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** The title that a page at an address ends with. */
export async function titleAt(address, { flags }) {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: [...flags] });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => void page.evaluate((message) => (document.title = message), error.message));
    await page.goto(address);
    await page.waitForFunction(() => document.title !== 'training …', null, { timeout: 120_000 });
    return await page.title();
  } finally {
    await browser.close();
  }
}
