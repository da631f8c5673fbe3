import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './process.mjs';

/** The folders of every package and app, from the root: `packages/layers/nn`, `apps/cli`, … as
 * pnpm-workspace.yaml lists them. */
export function workspaces() {
  return [...foldersIn('packages').flatMap(foldersIn), ...foldersIn('apps')].filter((folder) => existsSync(join(root, folder, 'package.json'))).toSorted();
}

function foldersIn(parent) {
  if (!existsSync(join(root, parent))) return [];
  return readdirSync(join(root, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map((entry) => `${parent}/${entry.name}`);
}

/** A JSON file of the repository. */
export function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}
