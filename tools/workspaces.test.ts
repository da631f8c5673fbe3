import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { rows } from './architecture.mjs';
import { root } from './process.mjs';
import { readJson, workspaces } from './workspaces.mjs';

const folders = workspaces();
const folderOf = new Map<string, string>(folders.map((folder) => [readJson(`${folder}/package.json`).name, folder]));
const references = (file: string): string[] => (readJson(file).references ?? []).map(({ path }: { path: string }) => path);
const oursAmong = (dependencies: object = {}): string[] => Object.keys(dependencies).flatMap((name) => folderOf.get(name) ?? []);

it('the build holds every package and app', () => {
  expect(references('tsconfig.json').toSorted()).toEqual(folders.map((folder) => `./${folder}`));
});

it('every package and app has a row in the table of imports', () => {
  expect(folders.filter((folder) => !rows.some(({ from }) => from === folder))).toEqual([]);
});

describe.each(folders)('%s', (folder) => {
  const manifest = readJson(`${folder}/package.json`);

  it('is built after the packages of ours that it depends on, and after none that it does not declare', () => {
    const built = references(`${folder}/tsconfig.json`).map((path) => join(folder, path));
    expect(built).toEqual(expect.arrayContaining(oursAmong(manifest.dependencies)));
    expect(oursAmong({ ...manifest.dependencies, ...manifest.devDependencies })).toEqual(expect.arrayContaining(built));
  });

  it('takes versions from the catalog and packages of ours from the workspace', () => {
    const entries = Object.entries<string>({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(entries.filter(([name, version]) => version !== (folderOf.has(name) ? 'workspace:*' : 'catalog:'))).toEqual([]);
  });

  it.runIf(folder.startsWith('packages/'))('is an ESM package under MIT with a README, whose sources come first among its exports', () => {
    expect(manifest).toMatchObject({ type: 'module', license: 'MIT', publishConfig: { access: 'public' } });
    expect(existsSync(join(root, folder, 'README.md'))).toBe(true);
    const [condition, source] = Object.entries<string | { readonly default: string }>(manifest.exports['.'])[0]!; // a browser may have an entry of its own
    expect([condition, typeof source === 'string' ? source : source.default]).toEqual(['@attune/source', './src/index.ts']);
  });
});
