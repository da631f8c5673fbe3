// Brings a fresh checkout to where everything runs: pnpm, the packages of the lockfile, the build. Quick when nothing has changed.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { bin, read, root, run, stop } from './process.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) stop(`Node ${process.versions.node} is too old: Attune needs 20.19 or newer.`);

install();
if (!run(process.execPath, [bin('typescript/bin/tsc'), '-b'])) stop('The build failed; the lines above say where.');

function install() {
  const stampFile = join(root, 'node_modules', '.attune-setup');
  const stamp = fingerprint();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const [command, ...words] = pnpm();
  console.error('Installing packages…');
  if (!run(command, [...words, 'install', '--frozen-lockfile', '--reporter=append-only'], { quiet: true })) {
    stop('The packages could not be installed. Setup needs the npm registry; check the connection, then run it again.');
  }
  writeFileSync(stampFile, stamp);
}

/** The version that the repository names, whether it is installed or fetched. */
function pnpm() {
  const wanted = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager;
  return read('pnpm', ['--version']) === wanted.split('@')[1] ? ['pnpm'] : ['npx', '-y', wanted];
}

/** Changes whenever an installation might. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}
