// Writes a package that passes every check, ready to be filled: pnpm new KIND NAME, as in pnpm new
// layer se.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { rows } from './architecture.mjs';
import { packageFiles } from './new-package/files.mjs';
import { pnpm } from './pnpm.mjs';
import { root, run, runQuietly, stop } from './process.mjs';
import { readJson } from './workspaces.mjs';

/** The folder of each kind, and whether its members are Modules. */
const kinds = {
  tensor: { parent: 'packages/tensors', isModule: false },
  layer: { parent: 'packages/layers', isModule: true },
  file: { parent: 'packages/files', isModule: false },
  architecture: { parent: 'packages/architectures', isModule: true },
  scheduler: { parent: 'packages/schedulers', isModule: false },
  run: { parent: 'packages/runs', isModule: false },
};

const [kindName = '', name = ''] = process.argv.slice(2);
const kind = kinds[kindName];
if (!kind) stop(`There is no kind "${kindName}" of package: say ${Object.keys(kinds).join(', ')}, then a name, as in: pnpm new layer se`);
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
  stop(`"${name}" is no name for a folder: use small letters, digits and single hyphens, as in: pnpm new layer squeeze-excite`);
const folder = `${kind.parent}/${name}`;
if (existsSync(join(root, folder))) stop(`${folder} is there already.`);

for (const [path, text] of packageFiles({ folder, name, isModule: kind.isModule, like: readJson('packages/layers/nn/package.json') })) {
  write(`${folder}/${path}`, text);
}
addRow();
addReference();
link();
console.log(`Wrote ${folder}. It passes \`npm run check\` as it is; its row in tools/architecture.mjs says what it may import.`);

function write(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** The table ends with the apps, which may import any package. */
function addRow() {
  if (rows.some(({ from }) => from === folder)) return;
  const table = readFileSync(join(root, 'tools/architecture.mjs'), 'utf8');
  const imports = kind.isModule ? "'packages/layers/nn'" : '';
  write(
    'tools/architecture.mjs',
    table.replace(/^ *\{ from: 'apps\//m, (firstApp) => `  { from: '${folder}', to: [${imports}] },\n${firstApp}`),
  );
}

function addReference() {
  const { references, ...rest } = readJson('tsconfig.json');
  const position = references.findIndex(({ path }) => path.startsWith('./apps/'));
  write('tsconfig.json', `${JSON.stringify({ ...rest, references: references.toSpliced(position, 0, { path: `./${folder}` }) }, null, 2)}\n`);
}

function link() {
  const [command, ...words] = pnpm();
  const done =
    run(command, [...words, 'install', '--no-frozen-lockfile', '--reporter=silent']) &&
    run(process.execPath, ['tools/diagram.mjs']) &&
    runQuietly(process.execPath, ['node_modules/oxfmt/bin/oxfmt', folder, 'tsconfig.json', 'tools/architecture.mjs']);
  if (!done) stop(`${folder} is written, but the lines above went wrong: mend that, then run pnpm install and npm run diagram.`);
}
