// Every check there is, each counted once, and every test. Ends with `N passed, N failed`.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { bin, read, root, run } from './process.mjs';

const gates = {
  format: ['oxfmt/bin/oxfmt', '--check'],
  lint: ['oxlint/bin/oxlint', '--deny-warnings'],
  types: ['typescript/bin/tsc', '-p', 'tsconfig.tests.json'],
  architecture: ['dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.mjs', 'packages', 'apps'],
  'unused code': ['knip/bin/knip.js'],
  diagram: [null, join(root, 'tools/diagram.mjs'), '--check'],
};

installSystemPackages();
const failedGates = Object.keys(gates).filter((name) => !passes(name));
const tests = runTests();
const passed = Object.keys(gates).length - failedGates.length + tests.passed;
const failed = failedGates.length + tests.failed;
if (failedGates.length > 0) console.log(`Failed checks: ${failedGates.join(', ')}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || tests.passed === 0 ? 1 : 0;

function passes(name) {
  console.log(`\n── ${name}`);
  const [program, ...words] = gates[name];
  return run(process.execPath, program === null ? words : [bin(program), ...words]);
}

function runTests() {
  const report = join(root, 'node_modules', '.attune-tests.json');
  rmSync(report, { force: true });
  run(process.execPath, [bin('vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
  return { passed: numPassedTests, failed: Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0) };
}

/** PyTorch and Chromium come from Debian; without them the tests that ask them are skipped, and say so. */
function installSystemPackages() {
  const wanted = [
    ['python3-torch', () => read('/usr/bin/python3', ['-c', 'import torch']) !== null],
    ['python3-torchvision', () => read('/usr/bin/python3', ['-c', 'import torchvision']) !== null],
    ['chromium', () => read('chromium', ['--version']) !== null],
  ];
  const missing = wanted.filter(([, present]) => !present()).map(([name]) => name);
  if (missing.length === 0) return;
  const canInstall = process.getuid?.() === 0 && read('apt-get', ['--version']) !== null;
  if (!canInstall) return console.log(`Not here: ${missing.join(', ')}. Tests that need them are skipped (on Debian: apt-get install ${missing.join(' ')}).`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  console.log(`Installing ${missing.join(', ')}…`);
  const installed =
    run('apt-get', ['update', '-qq'], { env, quiet: true }) &&
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { env, quiet: true });
  if (!installed) console.log(`They could not be installed; tests that need them are skipped.`);
}
