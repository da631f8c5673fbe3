// Compiles the TypeScript of every README and document, and the examples, so that no program shown
// to a reader is out of date.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { root, run } from './process.mjs';
import { readJson, workspaces } from './workspaces.mjs';

const folder = 'node_modules/.attune-readme';
rmSync(join(root, folder), { recursive: true, force: true });
mkdirSync(join(root, folder), { recursive: true });
for (const [name, program] of [...programs(), ...others()]) writeFileSync(join(root, folder, name), program);
writeFileSync(join(root, folder, 'tsconfig.json'), JSON.stringify(tsconfig()));
process.exitCode = run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', folder]) ? 0 : 1;

/** File names with their programs: each block is a module of its own. */
function programs() {
  return ['.', ...workspaces()].flatMap((place) => {
    const readme = join(root, place, 'README.md');
    if (!existsSync(readme)) return [];
    return inMarkdown(place, readFileSync(readme, 'utf8'));
  });
}

function inMarkdown(place, text) {
  const blocks = [...text.matchAll(/^```ts\n(.*?)^```$/gms)];
  return blocks.map(([, block], index) => [`${place.replaceAll(/[^a-zA-Z0-9]+/g, '-')}-${index + 1}.ts`, `export {};\n${block}`]);
}

/** The examples, and the blocks of the site's pages. */
function others() {
  const examples = [...filesBelow('examples'), ...filesBelow('site/snippets')].filter((path) => path.endsWith('.ts'));
  const pages = filesBelow('site').filter((path) => path.endsWith('.md'));
  return [
    ...examples.map((path) => [`${path.replaceAll(/[^a-zA-Z0-9]+/g, '-')}.ts`, readFileSync(join(root, path), 'utf8')]),
    ...pages.flatMap((path) => inMarkdown(path, readFileSync(join(root, path), 'utf8'))),
  ];
}

function filesBelow(parent) {
  if (!existsSync(join(root, parent))) return [];
  const names = readdirSync(join(root, parent), { recursive: true }).map((name) => name.replaceAll('\\', '/'));
  return names.filter((name) => !/(?:^|\/)(?:node_modules|\.vitepress|reference)\//u.test(name)).map((name) => `${parent}/${name}`);
}

/** Where a reader has installed packages, a README of the checkout sees their sources. */
function tsconfig() {
  const sources = workspaces().flatMap((place) => {
    const { name, exports = {} } = readJson(`${place}/package.json`);
    const entries = Object.entries(exports).map(([path, { '@attune/source': source }]) => [path, source?.default ?? source]);
    return entries.filter(([, source]) => source !== undefined).map(([path, source]) => [name + path.slice(1), [join(root, place, source)]]);
  });
  return {
    extends: '../../tsconfig.base.json',
    compilerOptions: { composite: false, declaration: false, declarationMap: false, noEmit: true, noUnusedLocals: false, paths: Object.fromEntries(sources) },
    include: ['*.ts', '../../packages/*/*/src/*.d.ts'],
    exclude: [], // else nothing under node_modules is read
  };
}
