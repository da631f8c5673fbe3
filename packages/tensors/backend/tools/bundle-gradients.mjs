// Bundles the gradients of tfjs-core into one module for Node, whose entry of tfjs-core registers
// none and whose loader cannot read the folder that does. They register where every copy of
// tfjs-core looks. Without this, tfjs-layers (30 MB) would be needed for its registrations.
// `--check` writes nothing and exits with 1 where the committed bundle is not what tfjs-core gives.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const output = fileURLToPath(new URL('../gradients/tfjs-gradients.js', import.meta.url));
const { outputFiles } = await build({
  entryPoints: ['@tensorflow/tfjs-core/dist/register_all_gradients.js'],
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  target: 'es2022',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  banner: { js: '// Written by tools/bundle-gradients.mjs from @tensorflow/tfjs-core. Copyright Google LLC, Apache License 2.0: see NOTICE.md.' },
});
const bundle = outputFiles[0].text;
if (!process.argv.includes('--check')) await writeFile(output, bundle);
else if (bundle !== (await readFile(output, 'utf8'))) {
  console.error('packages/tensors/backend/gradients is not what tfjs-core gives. Run: node packages/tensors/backend/tools/bundle-gradients.mjs');
  process.exitCode = 1;
}
