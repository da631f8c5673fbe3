// Compiles `assembly/` twice, with and without relaxed SIMD, and writes each build into
// `src/generated/` as base64, so that nothing has to be fetched or served to use it.
// `--check` writes nothing and exits with 1 where a committed build is not what the sources give.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { main } from 'assemblyscript/asc';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const common = ['assembly/index.ts', '--baseDir', root, '-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort=', '--enable', 'simd', '--enable', 'threads'];
const memory = ['--importMemory', '--sharedMemory', '--noExportMemory', '--initialMemory', '16', '--maximumMemory', '65536'];

/** The module's bytes in base64. */
async function compile(features) {
  const folder = await mkdtemp(path.join(tmpdir(), 'attune-assembly-'));
  try {
    const output = path.join(folder, 'kernels.wasm');
    const { error, stderr } = await main([...common, ...memory, ...features.flatMap((feature) => ['--enable', feature]), '-o', output]);
    if (error) throw new Error(stderr.toString(), { cause: error });
    return (await readFile(output)).toString('base64');
  } finally {
    await rm(folder, { recursive: true });
  }
}

const builds = { 'relaxed-simd': ['relaxed-simd'], 'plain-simd': [] };
const isCheck = process.argv.includes('--check');
for (const [name, features] of Object.entries(builds)) {
  const file = path.join(root, 'src/generated', `${name}.ts`);
  const text = `// Written by tools/build-assembly.mjs from assembly/.\nexport const base64 =\n  '${await compile(features)}';\n`;
  if (!isCheck) await writeFile(file, text);
  else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
    process.stderr.write(`${path.relative(root, file)} is not what assembly/ gives: run "pnpm run assembly".\n`);
    process.exitCode = 1;
  }
}
