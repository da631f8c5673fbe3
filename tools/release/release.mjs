// Publishes what has been versioned and is not published yet, from a copy of what is committed.
// Refuses a tree with changes, another branch than main, an address that is not known, and checks
// that fail. Usage: npm run release [-- --dry-run]
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { read, run, stop } from '../process.mjs';
import { readJson } from '../workspaces.mjs';
import { copyCheckout, packAll, writeAddress } from './checkout.mjs';
import { releaseFaults } from './release-faults.mjs';

const isDryRun = process.argv.includes('--dry-run');
const { repository } = readJson('tools/release/address.json');
const state = { changes: read('git', ['status', '--porcelain']), branch: read('git', ['branch', '--show-current']), repository };
const faults = releaseFaults(state);
if (faults.length > 0) stop(`Nothing is released:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
if (!run(process.execPath, ['tools/test.mjs', '--checks'])) stop('Nothing is released: a check fails.');

const folder = mkdtempSync(join(tmpdir(), 'attune-release-'));
try {
  const [copy, tarballs] = ['copy', 'tarballs'].map((name) => join(folder, name));
  copyCheckout(copy);
  writeAddress(copy, repository);
  mkdirSync(tarballs);
  packAll(copy, tarballs);
  for (const tarball of readdirSync(tarballs)) publish(join(tarballs, tarball));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A version that is published already is left as it is, so that a release which broke
 * off goes on. */
function publish(tarball) {
  const { name, version } = JSON.parse(execFileSync('tar', ['-xOf', tarball, 'package/package.json'], { encoding: 'utf8' }));
  if (read('npm', ['view', `${name}@${version}`, 'version']) === version) return console.log(`${name} ${version} is published already`);
  const words = ['publish', tarball, '--access', 'public', ...(isDryRun ? ['--dry-run', '--provenance=false'] : [])];
  if (!run('npm', words)) stop(`${name} ${version} could not be published; run this again to go on.`);
  console.log(`New tag: ${name}@${version}`); // what changesets/action looks for
}
