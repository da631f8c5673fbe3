// Builds the example of a page and has it train in a browser of Playwright's.
// Usage: node tools/release/page-in-browser.mjs chromium|firefox|webkit
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { chromium, firefox, webkit } from 'playwright-core';

import { root } from '../process.mjs';

const [name = 'chromium'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'attune-page-'));
const { build } = await import(pathToFileURL(join(root, 'apps/web/node_modules/vite/dist/node/index.js')).href);
await build({
  root: join(root, 'examples/09-page'),
  resolve: { alias: { 'attune/browser': join(root, 'apps/cli/dist/browser.js') } }, // no package of the workspace has attune installed
  build: { outDir: folder, emptyOutDir: true },
  logLevel: 'warn',
});
const server = createServer(answer).listen(0, '127.0.0.1');
const browser = await { chromium, firefox, webkit }[name].launch(
  existsSync('/usr/bin/chromium') && name === 'chromium' ? { executablePath: '/usr/bin/chromium' } : {},
);
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error.message));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => document.title !== 'training …', null, { timeout: 300_000 });
  console.log(`${name} ${browser.version()}: ${await page.title()}; ${await page.textContent('body')}`);
} finally {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
}

function answer({ url }, response) {
  const file = join(folder, url === '/' ? 'index.html' : url);
  if (!existsSync(file)) return void response.writeHead(404).end();
  response.writeHead(200, { 'Content-Type': file.endsWith('.js') ? 'text/javascript' : 'text/html' }).end(readFileSync(file));
}
