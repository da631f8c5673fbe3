import { execFile, spawnSync } from 'node:child_process';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { chromium } from 'playwright-core';

import { chromiumFlags } from '../../../../tools/testing/chromium.ts';
import { FileServer } from '../../../../tools/testing/file-server.ts';

const run = promisify(execFile);
const python = '/usr/bin/python3';
const packages = fileURLToPath(new URL('../../../cli/node_modules', import.meta.url));
const require = createRequire(import.meta.url);
const runtime = dirname(require.resolve('onnxruntime-web'));

export const hasTorch = spawnSync(python, ['-c', 'import torch, torchvision, PIL']).status === 0;

/** A program as the page shows it, in the folder where what it needs lies. */
export interface ShownProgram {
  readonly text: string;
  readonly folder: string;
}

/** Opens a page of one file beside a model, gives it a photo, and returns what it says. The public
 * copy of ONNX Runtime is that of this repository. */
export async function runPage({ text, folder }: ShownProgram, { model, photo }: { readonly model: string; readonly photo: string }): Promise<string> {
  const server = await new FileServer(
    new Map([
      ['/', Buffer.from(text)],
      [`/${basename(model)}`, await readFile(join(folder, model))],
    ]),
  ).start();
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: [...chromiumFlags] });
  try {
    const page = await browser.newPage();
    await page.route('https://cdn.jsdelivr.net/npm/onnxruntime-web/dist/*', async (route) => {
      const path = join(runtime, basename(new URL(route.request().url()).pathname));
      const contentType = path.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
      await route.fulfill({ path, contentType, headers: { 'access-control-allow-origin': '*' } });
    });
    await page.goto(server.address);
    await page.waitForFunction(() => document.querySelector('input')?.onchange !== null);
    await page.locator('input').setInputFiles(join(folder, photo));
    await page.waitForFunction(() => document.querySelector('output')?.value !== '');
    return await page.locator('output').innerText();
  } finally {
    await browser.close();
    await server.stop();
  }
}

export async function runPython({ text, folder }: ShownProgram): Promise<string> {
  await writeFile(join(folder, 'shown.py'), text);
  return (await run(python, ['shown.py'], { cwd: folder })).stdout.trim();
}

/** With the packages of this repository, as they are built. */
export async function runNode({ text, folder }: ShownProgram): Promise<string> {
  await writeFile(join(folder, 'shown.mjs'), text);
  await symlink(packages, join(folder, 'node_modules'));
  return (await run(process.execPath, ['shown.mjs'], { cwd: folder })).stdout.trim();
}
