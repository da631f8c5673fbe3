import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './process.mjs';
import { workspaces } from './workspaces.mjs';

const notOfThePage = new Set(['node_modules', 'dist', 'test', 'proofs']);

/** Whether anything that the page is made of is newer than it. */
export function isPageOld() {
  const page = join(root, 'apps/cli/dist/page/index.html');
  if (!existsSync(page)) return true;
  const builtAt = statSync(page).mtimeMs;
  const sources = workspaces().filter((folder) => !folder.startsWith('apps/') || folder === 'apps/web');
  return sources.some((folder) => filesBelow(join(root, folder)).some((file) => statSync(file).mtimeMs > builtAt));
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (notOfThePage.has(entry.name) || entry.name.endsWith('.test.ts')) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
