// Set-up, every check (each counted once) and every test. Ends with `N passed, N failed`. With `--checks` it leaves the tests out.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { clock, read, root, run, runQuietly } from './process.mjs';

/** Scripts of package.json, in the order in which their faults are easiest to mend. */
const checks = ['format', 'lint', 'types', 'readmes', 'arch', 'knip', 'generated', 'packages'];

const outcomes = new Map([['setup', run('npm', ['run', '-s', 'setup'])]]);
const installed = existsSync(join(root, 'node_modules', '.attune-setup')); // a build that failed is no reason to hide what the checks find
if (installed) for (const check of checks) outcomes.set(check, passes(check));
const tests = installed && !process.argv.includes('--checks') ? runTests() : { passed: 0, failed: 0 };
report();

function report() {
  const failedChecks = [...outcomes.keys()].filter((check) => !outcomes.get(check));
  const failed = failedChecks.length + tests.failed;
  if (failedChecks.length > 0) console.log(`Failed checks: ${failedChecks.join(', ')}`);
  console.log(`${outcomes.size - failedChecks.length + tests.passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

function passes(check) {
  const elapsed = clock();
  const succeeded = runQuietly('npm', ['run', '-s', check]);
  console.log(`${succeeded ? '✓' : '✗'} ${check} (${elapsed()})`);
  return succeeded;
}

function runTests() {
  installSystemPackages();
  console.log(process.env.ATTUNE_DATA ? `Real data: ${process.env.ATTUNE_DATA}` : 'ATTUNE_DATA is not set: tests on real data are skipped.');
  const results = join(root, 'node_modules', '.attune-tests.json');
  rmSync(results, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const succeeded = run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--allowOnly=false', '--update=none', ...reporters]);
  return existsSync(results) ? count(JSON.parse(readFileSync(results, 'utf8')), succeeded) : { passed: 0, failed: 1 };
}

/** A file that failed before its first test, an error outside every test, and a run of no tests are failures too. */
function count({ numPassedTests, numFailedTests, testResults }, succeeded) {
  const broken = testResults.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'));
  const faults = numFailedTests + broken.length;
  return { passed: numPassedTests, failed: faults === 0 && (!succeeded || numPassedTests === 0) ? 1 : faults };
}

/** PyTorch and Chromium come from Debian; without them the tests that ask them are skipped. */
function installSystemPackages() {
  const missing = missingSystemPackages();
  if (missing.length === 0) return;
  const command = `apt-get install --no-install-recommends ${missing.join(' ')}`;
  const canInstall = process.getuid?.() === 0 && read('apt-get', ['--version']) !== null;
  if (!canInstall) return console.log(`Tests that need ${missing.join(', ')} are skipped. On Debian, as root: ${command}`);
  const elapsed = clock();
  console.log(`Installing ${missing.join(', ')} …`);
  if (aptGet('update') && aptGet('install', '-y', '--no-install-recommends', ...missing)) console.log(`Installed in ${elapsed()}`);
  else console.log('They could not be installed: tests that need them are skipped.');
}

function missingSystemPackages() {
  const probes = {
    'python3-torch': ['/usr/bin/python3', '-c', 'import torch'],
    'python3-torchvision': ['/usr/bin/python3', '-c', 'import torchvision'],
    chromium: ['chromium', '--version'],
  };
  return Object.keys(probes).filter((name) => read(probes[name][0], probes[name].slice(1)) === null);
}

function aptGet(...words) {
  const patience = ['-o', 'Acquire::Retries=2', '-o', 'Acquire::http::Timeout=30', '-o', 'DPkg::Lock::Timeout=120'];
  return runQuietly('apt-get', ['-q', ...patience, ...words], { env: { DEBIAN_FRONTEND: 'noninteractive' } });
}
