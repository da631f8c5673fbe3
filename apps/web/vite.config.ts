import { createHash } from 'node:crypto';

import { type Plugin, defineConfig } from 'vite';

const serviceWorker = 'service-worker.js';

/** Tells the service worker which files the page consists of, and a name for this build that changes with any of them. */
function listFiles(): Plugin {
  return {
    name: 'attune-list-files',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunk = bundle[serviceWorker];
        if (chunk?.type !== 'chunk') this.error('The service worker was not built.');
        const files = Object.keys(bundle).filter((file) => file !== serviceWorker && !file.endsWith('.map'));
        const version = createHash('sha256').update(files.toSorted().join('\n')).digest('hex').slice(0, 12);
        chunk.code = chunk.code.replace('__ATTUNE_FILES__', JSON.stringify(files)).replace('__ATTUNE_VERSION__', JSON.stringify(version));
      },
    },
  };
}

export default defineConfig({
  base: './',
  resolve: { conditions: ['@attune/source', 'module', 'browser', 'production'] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [listFiles()],
  worker: { format: 'es' },
  build: {
    outDir: 'dist/page',
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { page: 'index.html', 'service-worker': 'src/service-worker.ts' },
      output: { entryFileNames: ({ name }) => (name === 'service-worker' ? serviceWorker : 'assets/[name]-[hash].js') },
    },
  },
});
