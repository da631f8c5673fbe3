import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Installs a package that only a release needs, outside the workspace and once for this machine,
 * and gives its folder. */
export function installTool({ name, version, overrides = {} }) {
  const folder = join(tmpdir(), 'attune-tools', `${name.replaceAll('/', '-')}-${version}`);
  const installed = join(folder, 'node_modules', name);
  if (existsSync(installed)) return installed;
  const aside = `${folder}.${process.pid}`;
  mkdirSync(aside, { recursive: true });
  writeFileSync(join(aside, 'package.json'), JSON.stringify({ private: true, overrides, dependencies: { [name]: version } }));
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: aside, stdio: 'pipe', shell: process.platform === 'win32' });
  rmSync(folder, { recursive: true, force: true });
  renameSync(aside, folder);
  return installed;
}
