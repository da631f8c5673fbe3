import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a command in the root with its output shown; tells whether it succeeded. */
export function run(command, words, { env = {}, quiet = false } = {}) {
  const { status, error } = spawnSync(command, words, {
    cwd: root,
    stdio: quiet ? ['ignore', 'ignore', 'inherit'] : 'inherit',
    env: { ...process.env, ...env },
  });
  if (error) console.error(`${command}: ${error.message}`);
  return status === 0;
}

/** What a command prints, or null when it fails or is not there. */
export function read(command, words) {
  const { status, stdout } = spawnSync(command, words, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? stdout.trim() : null;
}

/** A program of an installed package, as `node` runs it. */
export function bin(path) {
  return fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url));
}

/** Ends with one line and a way out. */
export function stop(message) {
  console.error(message);
  process.exit(1);
}
