// Compiles `assembly/resize.ts` and writes it into `src/generated/` as base64, so that nothing has
// to be fetched or served to use it.
// `--check` writes nothing and exits with 1 where the committed build is not what the source gives.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { main } from 'assemblyscript/asc';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const flags = [
  'assembly/resize.ts',
  '--baseDir',
  root,
  '-O3',
  '--noAssert',
  '--runtime',
  'stub',
  '--use',
  'abort=',
  '--enable',
  'simd',
  '--initialMemory',
  '1',
];

/** The module's bytes in base64. */
async function compile() {
  const folder = await mkdtemp(path.join(tmpdir(), 'attune-resize-'));
  try {
    const output = path.join(folder, 'resize.wasm');
    const { error, stderr } = await main([...flags, '-o', output]);
    if (error) throw new Error(stderr.toString(), { cause: error });
    return (await readFile(output)).toString('base64');
  } finally {
    await rm(folder, { recursive: true });
  }
}

const file = path.join(root, 'src/generated/resize-kernel.ts');
const text = `// Written by tools/build-assembly.mjs from assembly/.\nexport const base64 =\n  '${await compile()}';\n`;
if (!process.argv.includes('--check')) await writeFile(file, text);
else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
  process.stderr.write(`${path.relative(root, file)} is not what assembly/ gives: run "pnpm run assembly".\n`);
  process.exitCode = 1;
}
