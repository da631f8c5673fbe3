// Brings a fresh checkout to where everything runs: pnpm, the packages of the lockfile, the build.
// Quick when nothing has changed.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { isPageOld } from './page-age.mjs';
import { pnpm } from './pnpm.mjs';
import { clock, root, run, runQuietly, stop } from './process.mjs';
import { removeStaleOutputs } from './stale-outputs.mjs';
import { workspaces } from './workspaces.mjs';

const stampFile = join(root, 'node_modules', '.attune-setup');

requireNode();
install();
build();

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stop(`setup: Node ${process.versions.node} is too old, Attune needs 20.19 or newer: see https://nodejs.org/en/download`);
}

function install() {
  const elapsed = clock();
  const stamp = fingerprint();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const [command, ...words] = pnpm();
  console.error(`setup: installing the packages of pnpm-lock.yaml with ${[command, ...words].join(' ')} …`);
  rmSync(stampFile, { force: true });
  // Nobody is there to answer when packages that another pnpm installed have to go; and `npm run
  // -s` would silence npx as well.
  const options = ['--frozen-lockfile', '--reporter=append-only', '--config.confirmModulesPurge=false'];
  const installed = runQuietly(command, [...words, 'install', ...options], { env: { npm_config_loglevel: 'error' } });
  if (!installed)
    stop(`setup: the packages could not be installed; the lines above say why. Setup needs the registry that npm uses (npm config get registry).`);
  writeFileSync(stampFile, stamp);
  console.error(`setup: installed in ${elapsed()}`);
}

/** Changes whenever an installation might. */
function fingerprint() {
  const hash = createHash('sha256');
  const manifests = ['.', ...workspaces()].map((folder) => `${folder}/package.json`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** TypeScript itself skips what has not changed, but keeps what it built of sources
 * that are gone. */
function build() {
  const elapsed = clock();
  for (const folder of workspaces()) removeStaleOutputs(join(root, folder));
  if (!run(process.execPath, ['node_modules/typescript/bin/tsc', '-b'])) stop('setup: the build failed; the lines above say where.');
  if (isPageOld() && !runQuietly('npm', ['run', '-s', 'page'])) stop('setup: the page could not be built; the lines above say why.');
  console.error(`setup: built in ${elapsed()}`);
}
