// Packs tfjs's threaded WebAssembly module as text, so that no page has to serve it and no bundler
// has to find it. `--check` writes nothing and exits with 1 where the committed text is another.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { deflateSync } from 'fflate';

const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
const bytes = readFileSync(join(folder, 'tfjs-backend-wasm-threaded-simd.wasm'));
const base64 = Buffer.from(deflateSync(bytes, { level: 9 })).toString('base64');
const file = fileURLToPath(new URL('../src/generated/tfjs-threaded-simd.ts', import.meta.url));
const text = `// Written by tools/pack-tfjs.mjs: a part of TensorFlow.js, see NOTICE.md.\nexport const base64 =\n  '${base64}';\n`;
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  console.error(`${file} is not what @tensorflow/tfjs-backend-wasm has: run "node packages/tensors/kernels-wasm/tools/pack-tfjs.mjs".`);
  process.exitCode = 1;
}
