// Compiles `source/` to WebAssembly twice, with and without relaxed SIMD, and writes each build into
// `src/generated/` as base64, so that nothing has to be fetched or served to use it.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
const run = promisify(execFile);
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const flags = ['-O3', '-ffreestanding', '-fno-math-errno', '-ffp-contract=off', '-fno-strict-aliasing', '-fno-delete-null-pointer-checks', '-fno-stack-protector', '-fvisibility=hidden', '-Wall', '-Wextra', '-Wno-unused-parameter'];
const wasm = ['--target=wasm32', '-msimd128', '-matomics', '-mbulk-memory', '-mmutable-globals'];
const link = ['--no-entry', '--import-memory', '--shared-memory', '--max-memory=4294967296', '--export=__stack_pointer', '--strip-all'];
for (const [name, extra] of Object.entries({ 'relaxed-simd': ['-mrelaxed-simd'], 'plain-simd': [] })) {
  const folder = await mkdtemp(path.join(tmpdir(), 'attune-kernels-'));
  const object = path.join(folder, 'k.o'), output = path.join(folder, 'k.wasm');
  await run('clang-19', [...flags, ...wasm, ...extra, '-c', path.join(root, 'source/wasm.c'), '-o', object]);
  await run('wasm-ld-19', [...link, object, '-o', output]);
  const text = `// Written by tools/build-kernels.mjs from source/.\nexport const base64 =\n  '${(await readFile(output)).toString('base64')}';\n`;
  await writeFile(path.join(root, 'src/generated', `${name}.ts`), text);
  await rm(folder, { recursive: true });
}
