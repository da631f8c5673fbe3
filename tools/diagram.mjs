// Draws the table of imports into ARCHITECTURE.md and README.md, between markers; with --check only tells whether they are up to date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { rows } from './architecture.mjs';
import { root, stop } from './process.mjs';

const begin = '<!-- diagram: written by tools/diagram.mjs -->';
const end = '<!-- /diagram -->';

const present = rows.filter(({ from }) => existsSync(join(root, from, 'package.json')));
const packages = present.filter(({ from }) => from.startsWith('packages/'));
const apps = present.filter(({ from }) => from.startsWith('apps/'));

const picture = ['```mermaid', 'flowchart LR', ...boxes(), ...packageArrows(), ...appArrows(), '```'].join('\n');
for (const file of ['README.md', 'ARCHITECTURE.md']) draw(file);

/** A box for each package, those of one folder in a frame. */
function boxes() {
  return [...new Set(present.map(folderOf))].flatMap((folder) => {
    const members = present.filter((row) => folderOf(row) === folder).map(({ from }) => `${id(from)}["${from.split('/').at(-1)}"]`);
    if (folder === '') return members.map((member) => `  ${member}`);
    return [`  subgraph ${folder}`, ...members.map((member) => `    ${member}`), '  end'];
  });
}

/** `layers` of `packages/layers/nn`, `apps` of `apps/cli`, nothing of `packages/optim`. */
function folderOf({ from }) {
  const [top, ...rest] = from.split('/');
  return top === 'apps' ? top : rest.slice(0, -1).join('/');
}

function packageArrows() {
  return packages.flatMap(({ from, to }) => to.map((target) => `  ${id(from)} --> ${id(target)}`));
}

/** One arrow from the apps to the packages that no other package imports: they see the rest as well. */
function appArrows() {
  const outermost = packages.filter(({ from }) => !packages.some(({ to }) => to.includes(from)));
  return apps.length === 0 ? [] : [`  apps -.->|compose| ${outermost.map(({ from }) => id(from)).join(' & ')}`];
}

function id(path) {
  return path.replaceAll(/[^a-z0-9]/g, '_');
}

function draw(file) {
  const path = join(root, file);
  const text = readFileSync(path, 'utf8');
  const [before, after] = [text.split(begin)[0], text.split(end)[1]];
  if (after === undefined) stop(`${file} has no place for the diagram: it needs the lines ${begin} and ${end}.`);
  const drawn = `${before}${begin}\n\n${picture}\n\n${end}${after}`;
  if (drawn === text) return;
  if (process.argv.includes('--check')) stop(`${file}: the diagram is not what tools/architecture.mjs says. Run: npm run diagram`);
  writeFileSync(path, drawn);
  console.log(`${file}: drawn`);
}
