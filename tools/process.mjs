import { spawn as startProcess, spawnSync } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a command in the root with its output shown; tells whether it succeeded. */
export function run(command, words, { env = {} } = {}) {
  const { status, error } = spawn(command, words, { stdio: 'inherit', env: { ...process.env, ...env } });
  if (error) console.error(`${command}: ${error.message}`);
  return status === 0;
}

/** Runs a command in the root and shows what it printed only if it failed; tells whether it
 * succeeded. */
export function runQuietly(command, words, { env = {} } = {}) {
  const { status, stdout, stderr, error } = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  if (status === 0) return true;
  console.error([stdout, stderr, error && `${command}: ${error.message}`].filter(Boolean).join('\n'));
  return false;
}

/** The same, while something else may run. */
export function runBeside(command, words) {
  const shell = process.platform === 'win32' && !isAbsolute(command);
  const child = startProcess(command, words, { cwd: root, shell, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => printed.push(bytes));
  return new Promise((resolve) => {
    const end = (succeeded, message) => {
      if (!succeeded) console.error([Buffer.concat(printed).toString(), message].filter(Boolean).join('\n'));
      resolve(succeeded);
    };
    child.on('error', ({ message }) => end(false, `${command}: ${message}`));
    child.on('close', (status) => end(status === 0));
  });
}

/** What a command prints, or null when it fails or is not there. */
export function read(command, words) {
  const { status, stdout } = spawn(command, words, { stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? stdout.trim() : null;
}

function spawn(command, words, options) {
  // Windows finds npm, npx and pnpm, which are scripts there, only through a shell.
  const shell = process.platform === 'win32' && !isAbsolute(command);
  return spawnSync(command, words, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28, shell, ...options });
}

/** Starts a clock; the function it gives says how long ago that was, as `3.2 s`. */
export function clock() {
  const start = performance.now();
  return () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

/** Ends with one line that says what is wrong and the way out. */
export function stop(message) {
  console.error(message);
  process.exit(1);
}
