import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { read } from '../process.mjs';

const execute = promisify(execFile);

/** The compiler that the committed builds come from. */
export const recordedVersion = '19.1.7';

/** What `clang-19` is here, or null. */
export function compilerVersion() {
  return /clang version (\d+\.\d+\.\d+)/.exec(read('clang-19', ['--version']) ?? '')?.[1] ?? null;
}

// No libc, no contraction (a sum's tail rounds the same everywhere), and addresses of 0 as of any
// other number: tensors may lie there.
const flags = ['-ffreestanding', '-fno-math-errno', '-ffp-contract=off', '-fno-strict-aliasing', '-fno-delete-null-pointer-checks'];
const quiet = [
  '-fno-stack-protector',
  '-fvisibility=hidden',
  '-fno-asynchronous-unwind-tables',
  '-Wall',
  '-Wextra',
  '-Werror',
  '-Wno-unused-parameter',
  '-Wno-unused-function',
];

/** Compiles one C file to an object. */
export async function compile(file, object, words) {
  await execute('clang-19', [...flags, ...quiet, ...words, '-c', file, '-o', object]);
}

/** One C file with all that it includes, without comments. */
export async function preprocess(file, words) {
  const { stdout } = await execute('clang-19', [...flags, ...words, '-E', '-P', file], { maxBuffer: 2 ** 24 });
  return stdout;
}

/** Runs another tool of the same release: `wasm-ld`, `ld.lld` … */
export async function link(tool, words) {
  await execute(`${tool}-19`, words);
}
