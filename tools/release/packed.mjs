// Everything as it would be published, from a registry of this machine: nothing leaves it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { copyCheckout, packAll, versionPackages, writeAddress } from './checkout.mjs';
import { startRegistry } from './registry.mjs';

/** Versions, packs and publishes a copy of what is committed. `close` ends the registry and removes
 * the folder. */
export async function publishHere() {
  const folder = mkdtempSync(join(tmpdir(), 'attune-release-'));
  const copy = join(folder, 'copy');
  copyCheckout(copy);
  writeAddress(copy, 'https://example.invalid/attune');
  const registry = await startRegistry(join(folder, 'registry'));
  const close = () => {
    registry.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const npm = (words, cwd, { cache = 'cache' } = {}) => runNpm(words, { cwd, folder, cache, address: registry.address });
  try {
    return { folder, copy, npm, close, tarballs: publish({ folder, copy, npm }, 'tarballs') };
  } catch (error) {
    close();
    throw error;
  }
}

/** Publishes the same once more, under the version that one more changeset asks for. */
export function publishNext(published) {
  writeFileSync(join(published.copy, '.changeset/next.md'), "---\n'attune': patch\n---\n\nOnce more.\n");
  return publish(published, 'next-tarballs');
}

function publish({ folder, copy, npm }, name) {
  const tarballs = join(folder, name);
  mkdirSync(tarballs);
  versionPackages(copy);
  packAll(copy, tarballs);
  const files = readdirSync(tarballs).map((file) => join(tarballs, file));
  for (const file of files) npm(['publish', file, '--provenance=false'], folder);
  return files;
}

/** Installs packages from it into an empty folder, and says how long that took.
 *
 * @param options `cache`: the name of npm's cache; of another than before, it is empty. */
export function installFrom({ folder, npm }, name, packages, options = {}) {
  const home = join(folder, name);
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), '{ "private": true, "type": "module" }\n');
  const started = performance.now();
  npm(['install', ...packages, '--no-audit', '--no-fund'], home, options);
  return { home, seconds: (performance.now() - started) / 1000 };
}

/** npm, told of this registry alone, with what it asks of anyone who publishes, and with a cache
 * that is empty at first. */
function runNpm(words, { cwd, folder, cache, address }) {
  const settings = join(folder, 'npmrc');
  writeFileSync(settings, `${address.replace('http:', '')}:_authToken=dry-run\n`);
  return execFileSync('npm', words, {
    cwd,
    // Under `npm run` and npx the environment names the user's own cache, over any file.
    env: { ...process.env, npm_config_userconfig: settings, npm_config_registry: address, npm_config_cache: join(folder, cache) },
    stdio: 'pipe',
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
}

/** Packages that would run something when they are installed. */
export function installScripts(modules) {
  const manifests = readdirSync(modules, { recursive: true }).filter((path) => /(?:^|[\\/])package\.json$/u.test(path));
  return manifests.flatMap((path) => {
    const { name, version, scripts = {} } = JSON.parse(readFileSync(join(modules, path), 'utf8'));
    return version !== undefined && ['preinstall', 'install', 'postinstall'].some((each) => each in scripts) ? [name] : [];
  });
}
