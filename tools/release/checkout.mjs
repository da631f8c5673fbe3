// A copy of what is committed, to version and pack without touching the working tree.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { pnpm } from '../pnpm.mjs';
import { root } from '../process.mjs';
import { removeStaleOutputs } from '../stale-outputs.mjs';
import { readJson, workspaces } from '../workspaces.mjs';

/** Folders of the packages that are published. */
export function publishedFolders() {
  return workspaces().filter((folder) => !readJson(`${folder}/package.json`).private);
}

/** Copies the files that git knows, and what was built of them and nothing older, and links the
 * packages. */
export function copyCheckout(folder) {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const file of files) if (existsSync(join(root, file))) cpSync(join(root, file), join(folder, file));
  for (const each of publishedFolders()) {
    removeStaleOutputs(join(root, each));
    cpSync(join(root, each, 'dist'), join(folder, each, 'dist'), { recursive: true });
  }
  runPnpm(folder, ['install', '--frozen-lockfile', '--prefer-offline', '--reporter=silent']);
}

/** Turns the changesets of a copy into versions and changelogs. */
export function versionPackages(folder) {
  if (!existsSync(join(folder, '.git'))) commit(folder);
  execFileSync(process.execPath, [join(root, 'node_modules/@changesets/cli/bin.js'), 'version'], { cwd: folder, stdio: 'pipe' });
}

function commit(folder) {
  const git = (...words) => execFileSync('git', ['-c', 'user.name=release', '-c', 'user.email=release@localhost', ...words], { cwd: folder, stdio: 'pipe' });
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-qm', 'copy');
}

/** Writes where the project lives into the manifests of a copy. */
export function writeAddress(folder, repository) {
  for (const each of publishedFolders()) {
    const path = join(folder, each, 'package.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8'));
    const address = {
      repository: { type: 'git', url: `git+${repository}.git`, directory: each },
      homepage: `${repository}#readme`,
      bugs: `${repository}/issues`,
    };
    writeFileSync(path, `${JSON.stringify({ ...manifest, ...address }, null, 2)}\n`);
  }
}

/** Packs every published package of a copy into a folder. */
export function packAll(folder, destination) {
  const filters = publishedFolders().flatMap((each) => ['--filter', `./${each}`]);
  runPnpm(folder, ['--recursive', ...filters, 'pack', '--pack-destination', destination]);
}

function runPnpm(folder, words) {
  const [command, ...before] = pnpm();
  execFileSync(command, [...before, ...words], { cwd: folder, stdio: 'pipe', shell: process.platform === 'win32' });
}
