// Draws who imports whom, between markers: the shelves into README.md, every package into
// ARCHITECTURE.md. With --check it only tells whether they are up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { common, rows, shelfOf, shelves } from './architecture.mjs';
import { root, stop } from './process.mjs';

const begin = '<!-- diagram: written by tools/diagram.mjs -->';
const end = '<!-- /diagram -->';

const packages = rows.filter(({ from }) => from.startsWith('packages/') && from !== common);
const apps = rows.filter(({ from }) => from.startsWith('apps/'));

draw('README.md', shelfPicture());
draw('ARCHITECTURE.md', packagePicture());

/** A box for each shelf and one for the apps, which see all of them. */
function shelfPicture() {
  const boxes = shelves.map(({ name, what }) => `  ${name}["${name}: ${what}"]`);
  const arrows = shelves.flatMap(({ name, to }) => to.map((target) => `  ${name} --> ${target}`));
  const app = `  apps["apps: ${apps.map(({ from }) => from.split('/')[1]).join(', ')}"]`;
  return flowchart([...boxes, app, ...arrows, `  apps -.-> ${outermost().join(' & ')}`]);
}

/** The shelves that no other shelf imports. */
function outermost() {
  return shelves.map(({ name }) => name).filter((name) => !shelves.some(({ to }) => to.includes(name)));
}

/** A box for each package, framed by its shelf. */
function packagePicture() {
  const frames = shelves.flatMap(({ name }) => {
    const members = packages.filter(({ from }) => shelfOf(from) === name);
    return [`  subgraph ${name}`, ...members.map(({ from }) => `    ${id(from)}["${nameOf(from)}"]`), '  end'];
  });
  return flowchart([...frames, ...packages.flatMap(({ from, to }) => to.map((target) => `  ${id(from)} --> ${id(target)}`))]);
}

function flowchart(lines) {
  return ['```mermaid', 'flowchart LR', ...lines, '```'].join('\n');
}

function nameOf(path) {
  return path.split('/').at(-1);
}

function id(path) {
  return nameOf(path).replaceAll(/[^a-z0-9]/g, '_');
}

function draw(file, picture) {
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
