import { read } from './process.mjs';
import { readJson } from './workspaces.mjs';

/** The command, in words, that runs the very pnpm that package.json names, present or fetched. */
export function pnpm() {
  const { packageManager } = readJson('package.json');
  return `pnpm@${read('pnpm', ['--version'])}` === packageManager ? ['pnpm'] : ['npx', '-y', packageManager];
}
