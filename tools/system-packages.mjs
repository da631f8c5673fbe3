import { clock, read, runQuietly } from './process.mjs';

/** PyTorch, Chromium, Redis and the kernels' compiler come from Debian; without them
 * the tests and checks
 * that ask them are skipped, and a line says so. */
export function installSystemPackages() {
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
    'clang-19': ['clang-19', '--version'],
    'lld-19': ['ld.lld-19', '--version'],
    'redis-server': ['redis-server', '--version'],
    'llvm-19': ['llvm-nm-19', '--version'],
  };
  return Object.keys(probes).filter((name) => read(probes[name][0], probes[name].slice(1)) === null);
}

function aptGet(...words) {
  const patience = ['-o', 'Acquire::Retries=2', '-o', 'Acquire::http::Timeout=30', '-o', 'DPkg::Lock::Timeout=120'];
  return runQuietly('apt-get', ['-q', ...patience, ...words], { env: { DEBIAN_FRONTEND: 'noninteractive' } });
}
