import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type Plugin, defineConfig } from 'vite';

import { ThirdParty } from './third-party.ts';

const serviceWorker = 'service-worker.js';
/** Of programs that are asked for by name. */
const fixedNames = new Set(['service-worker', 'standalone']);

/** Tells the service worker which files the page consists of, and a name for this build that
 * changes with any of them. */
function listFiles(): Plugin {
  return {
    name: 'attune-list-files',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunk = bundle[serviceWorker];
        if (chunk?.type !== 'chunk') this.error('The service worker was not built.');
        const files = Object.keys(bundle).filter((file) => file !== serviceWorker && !file.endsWith('.map') && !file.endsWith('.txt'));
        const version = createHash('sha256').update(files.toSorted().join('\n')).digest('hex').slice(0, 12);
        chunk.code = chunk.code.replace('__ATTUNE_FILES__', JSON.stringify(files)).replace('__ATTUNE_VERSION__', JSON.stringify(version));
      },
    },
  };
}

const tfjsFolder = dirname(fileURLToPath(import.meta.resolve('@tensorflow/tfjs-backend-wasm')));

/** Puts tfjs's WebAssembly files beside the page under their own names, which tfjs asks for. */
function tfjsFiles(): Plugin {
  const names = readdirSync(tfjsFolder).filter((name) => name.endsWith('.wasm'));
  return {
    name: 'attune-tfjs-files',
    generateBundle() {
      for (const name of names) this.emitFile({ type: 'asset', fileName: `tfjs/${name}`, source: readFileSync(join(tfjsFolder, name)) });
    },
  };
}

const thirdParty = new ThirdParty();
/** Licences are in `third-party.txt`, once, and not again with each of tfjs's files. */
const bare = { comments: { legal: false } };

export default defineConfig({
  base: './',
  resolve: { conditions: ['@attune/source', 'module', 'browser', 'production'] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [tfjsFiles(), thirdParty.collector(), thirdParty.writer(), listFiles()],
  worker: { format: 'es', plugins: () => [thirdParty.collector()], rolldownOptions: { output: bare } },
  build: {
    outDir: '../cli/dist/page', // published with the command, which serves it
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      checks: { pluginTimings: false }, // nearly all of it is the worker's own build
      input: { page: 'index.html', 'service-worker': 'src/service-worker.ts', standalone: 'src/standalone/page.ts' },
      output: { ...bare, entryFileNames: ({ name }) => (fixedNames.has(name) ? `${name}.js` : 'assets/[name]-[hash].js') },
    },
  },
});
