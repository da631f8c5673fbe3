// Draws the table of imports into ARCHITECTURE.md and README.md, between markers; with --check only tells whether they are up to date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { rows } from './architecture.mjs';
import { root, stop } from './process.mjs';

const begin = '<!-- diagram: written by tools/diagram.mjs -->';
const end = '<!-- /diagram -->';

const present = rows.filter(({ from }) => existsSync(join(root, from, 'package.json')));
const names = new Map(present.map(({ from }) => [from, from.split('/').slice(1).join('/')]));
const packages = present.filter(({ from }) => from.startsWith('packages/'));
const apps = present.filter(({ from }) => from.startsWith('apps/'));
const id = (path) => path.replaceAll(/[^a-z]/g, '_');

const lines = [
  '```mermaid',
  'flowchart LR',
  ...present.map(({ from }) => `  ${id(from)}["${names.get(from)}"]`),
  ...packages.flatMap(({ from, to }) => to.map((target) => `  ${id(from)} --> ${id(target)}`)),
  ...(apps.length > 0
    ? [
        `  ${apps.map(({ from }) => id(from)).join(' & ')} -.->|compose| ${packages
          .filter(({ from }) => !packages.some(({ to }) => to.includes(from)))
          .map(({ from }) => id(from))
          .join(' & ')}`,
      ]
    : []),
  '```',
];

for (const file of ['README.md', 'ARCHITECTURE.md']) {
  const path = join(root, file);
  const text = readFileSync(path, 'utf8');
  const [before] = text.split(begin);
  const after = text.split(end)[1];
  if (after === undefined) stop(`${file} has no place for the diagram: it needs the lines ${begin} and ${end}.`);
  const drawn = `${before}${begin}\n\n${lines.join('\n')}\n\n${end}${after}`;
  if (drawn === text) continue;
  if (process.argv.includes('--check')) stop(`${file}: the diagram is not what tools/architecture.mjs says. Run: node tools/diagram.mjs`);
  writeFileSync(path, drawn);
}
