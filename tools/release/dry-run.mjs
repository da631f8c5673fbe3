// version → pack → publish → install → run, on a registry of this machine: nothing leaves it.
// Prints one JSON document. Usage: node tools/release/dry-run.mjs
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { copyCheckout, packAll, versionPackages, writeAddress } from './checkout.mjs';
import { directoryBytes } from './directory-bytes.mjs';
import { startRegistry } from './registry.mjs';

/** A user's program: everything from the one package, and a network that is trained and saved. */
const program = `
import { cbam, fineTune, pixelDataset, resnet20, saveModel, startBackend, threeStage, withEpochs, writeSafetensors } from 'attune';

const { backend } = await startBackend('wasm');
const gray = (count) => ({ pixels: Uint8Array.from({ length: count * 3072 }, (_, at) => (Math.floor(at / 3072) % 2) * 200), labels: Int32Array.from({ length: count }, (_, at) => at % 2), width: 32, height: 32 });
const images = pixelDataset({ classes: ['dark', 'bright'], train: gray(16), validation: gray(8) });
const model = resnet20({ classes: images.classes.length, attention: cbam() });
let epochs = 0;
for await (const event of fineTune(model, images, withEpochs(threeStage(), [1, 1, 1]))) if (event.kind === 'epoch-end') epochs++;
console.log(JSON.stringify({ backend, epochs, bytes: writeSafetensors(await saveModel(model)).byteLength }));
`;

const folder = mkdtempSync(join(tmpdir(), 'attune-release-'));
const [copy, tarballs, home] = ['copy', 'tarballs', 'home'].map((name) => join(folder, name));
for (const each of [copy, tarballs, home]) mkdirSync(each);
copyCheckout(copy);
versionPackages(copy);
writeAddress(copy, 'https://example.invalid/attune');
packAll(copy, tarballs);
const registry = await startRegistry(join(folder, 'registry'));
try {
  publish(registry.address);
  console.log(JSON.stringify({ packages: readdirSync(tarballs).length, ...install(registry.address), ...use() }));
} finally {
  registry.stop();
  rmSync(folder, { recursive: true, force: true });
}

function publish(address) {
  for (const tarball of readdirSync(tarballs)) npm(address, ['publish', join(tarballs, tarball), '--provenance=false'], folder);
}

/** Into an empty folder, with an empty cache. */
function install(address) {
  writeFileSync(join(home, 'package.json'), '{ "private": true, "type": "module" }\n');
  const started = performance.now();
  npm(address, ['install', 'attune', '--no-audit', '--no-fund'], home);
  const installSeconds = (performance.now() - started) / 1000;
  return { installSeconds, bytes: directoryBytes(join(home, 'node_modules')), scripts: installScripts(join(home, 'node_modules')) };
}

function use() {
  const run = (...words) => execFileSync(process.execPath, words, { cwd: home, encoding: 'utf8' }).trim();
  const command = join(home, 'node_modules/attune/bin/attune.js');
  writeFileSync(join(home, 'program.js'), program);
  return {
    version: run(command, '--version'),
    inspected: JSON.parse(run(command, 'inspect', 'sample', '--json')).architecture,
    printed: JSON.parse(run('program.js')),
  };
}

/** npm, told of this registry alone, with what it asks of anyone who publishes. */
function npm(address, words, cwd) {
  const settings = join(folder, 'npmrc');
  writeFileSync(settings, `registry=${address}\n${address.replace('http:', '')}:_authToken=dry-run\ncache=${join(folder, 'cache')}\n`);
  execFileSync('npm', words, {
    cwd,
    env: { ...process.env, npm_config_userconfig: settings, npm_config_registry: address },
    stdio: 'pipe',
    shell: process.platform === 'win32',
  });
}

/** Packages that would run something when they are installed. */
function installScripts(modules) {
  const manifests = readdirSync(modules, { recursive: true }).filter((path) => /(?:^|[\\/])package\.json$/u.test(path));
  return manifests.flatMap((path) => {
    const { name, version, scripts = {} } = JSON.parse(readFileSync(join(modules, path), 'utf8'));
    return version !== undefined && ['preinstall', 'install', 'postinstall'].some((each) => each in scripts) ? [name] : [];
  });
}
