// Bundles parts of tfjs into one module each, under `tfjs/`:
// - gradients: for Node, whose entry of tfjs-core registers none and whose loader cannot read the
//   folder that does. They register where every copy of tfjs-core looks. Without this, tfjs-layers
//   (30 MB) would be needed for its registrations.
// - webgl and webgpu: the backends, so that a page needs no further package, and that no bundler
//   warns about one that is missing. They share the page's copy of tfjs-core.
// `--check` writes nothing and exits with 1 where a committed bundle is not what tfjs gives.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const parts = {
  gradients: { entry: '@tensorflow/tfjs-core/dist/register_all_gradients.js', platform: 'node', external: [] },
  webgl: { entry: '@tensorflow/tfjs-backend-webgl', platform: 'browser', external: ['@tensorflow/tfjs-core'] },
  webgpu: { entry: '@tensorflow/tfjs-backend-webgpu', platform: 'browser', external: ['@tensorflow/tfjs-core'] },
};
for (const [name, part] of Object.entries(parts)) await write(fileURLToPath(new URL(`../tfjs/${name}.js`, import.meta.url)), await bundle(part));

async function bundle({ entry, platform, external }) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
    bundle: true,
    write: false,
    format: 'esm',
    platform,
    external,
    target: 'es2022',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    banner: { js: '// Written by tools/bundle-tfjs.mjs from TensorFlow.js. Copyright Google LLC, Apache License 2.0: see NOTICE.md.' },
  });
  return outputFiles[0].text;
}

async function write(output, text) {
  if (!process.argv.includes('--check')) return writeFile(output, text);
  if (text === (await readFile(output, 'utf8'))) return;
  console.error(`${output} is not what tfjs gives. Run: node packages/tensors/backend/tools/bundle-tfjs.mjs`);
  process.exitCode = 1;
}
