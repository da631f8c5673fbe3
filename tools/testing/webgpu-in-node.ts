import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const version = '0.6.2';
const folder = join(tmpdir(), `attune-webgpu-${version}`);
/** Chromium's software adapter, where Debian puts it beside a Vulkan loader. */
const swiftShader = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** Variables under which a Node process has WebGPU on a processor that imitates a card, or why
 * there are none. The package `webgpu` is kept in the temporary folder. */
export async function softwareWebgpu(): Promise<Readonly<Record<string, string>> | { readonly missing: string }> {
  if (!existsSync(swiftShader)) return { missing: "Chromium's software adapter is not installed" };
  if (!existsSync(folder) && !(await install())) return { missing: 'the npm package webgpu cannot be installed' };
  return { VK_ICD_FILENAMES: swiftShader, LD_LIBRARY_PATH: dirname(swiftShader), ATTUNE_WEBGPU: join(folder, 'node_modules/webgpu/index.js') };
}

/** Whole or not at all, whoever installs it meanwhile. */
async function install(): Promise<boolean> {
  const aside = await mkdtemp(`${folder}-`);
  const words = ['install', '--prefix', aside, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', `webgpu@${version}`];
  return promisify(execFile)('npm', words, { timeout: 600_000 })
    .then(() => rename(aside, folder))
    .then(
      () => true,
      () => existsSync(folder),
    )
    .finally(() => rm(aside, { recursive: true, force: true }));
}
