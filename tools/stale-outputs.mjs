// What a build left of sources that are gone: TypeScript neither removes it nor, after a move,
// always builds anew, and it would be published.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const output = /\.(?:d\.ts|js)(?:\.map)?$/u;

/** Files of a package's build without a source, from the package's folder. `places` are folders of
 * outputs with those of their sources; the page that lies beside the command is no output of
 * TypeScript. */
export function staleOutputs(
  folder,
  places = [
    ['dist', 'src'],
    ['dist/types', 'src'],
  ],
) {
  return places.flatMap(([built, source]) => {
    if (!existsSync(join(folder, built))) return [];
    const names = readdirSync(join(folder, built), { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
    const own = names.filter((name) => output.test(name) && !/^(?:page|types)\//u.test(name));
    return own.filter((name) => !hasSource(join(folder, source), name.replace(output, ''))).map((name) => `${built}/${name}`);
  });
}

function hasSource(folder, stem) {
  return ['.ts', '.tsx'].some((extension) => existsSync(join(folder, `${stem}${extension}`)));
}

/** Removes them, and what TypeScript remembers of the build, so that the next one is whole. */
export function removeStaleOutputs(folder) {
  const stale = staleOutputs(folder);
  for (const file of stale) rmSync(join(folder, file));
  if (stale.length > 0) for (const memory of ['dist/.tsbuildinfo', 'dist/types/.tsbuildinfo']) rmSync(join(folder, memory), { force: true });
  return stale;
}
