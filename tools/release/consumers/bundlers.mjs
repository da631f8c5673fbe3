// Builds a page and a server's program with each bundler, as its documentation says, and tells what
// it warned of. What a server needs beside: `sharp` stays outside, for it is native code.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const outside = ['sharp'];

/** CommonJS inside, such as tfjs's, asks for Node's own modules by `require`. */
const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** By name: `page(folder, out)` and `server(folder, out)` build `page.js` and `server.js` of a
 * folder, and give the file to open or run with the warnings. */
export function bundlersOf(toolbox) {
  const require = createRequire(join(toolbox, 'package.json'));
  const load = async (name) => {
    const loaded = await import(pathToFileURL(require.resolve(name)).href);
    return loaded.default ?? loaded;
  };
  return { vite: vite(load), webpack: webpack(load), esbuild: esbuild(load), rollup: rollup(load) };
}

const vite = (load) => {
  const build = async (folder, out, options) => {
    const warnings = [];
    const { build: run, createLogger } = await load('vite');
    const logger = {
      ...createLogger('silent'),
      warn: (text) => warnings.push(text),
      warnOnce: (text) => warnings.push(text),
      error: (text) => warnings.push(text),
    };
    await run({
      root: folder,
      configFile: false,
      customLogger: logger,
      ...options,
      build: { outDir: out, emptyOutDir: true, target: 'es2022', ...options.build },
    });
    return warnings;
  };
  return {
    page: async (folder, out) => ({ file: join(out, 'index.html'), warnings: await build(folder, out, {}) }),
    server: async (folder, out) => ({
      file: join(out, 'server.js'),
      warnings: await build(folder, out, { build: { ssr: 'server.js' }, ssr: { noExternal: true, external: outside } }),
    }),
  };
};

const webpack = (load) => {
  const build = async (folder, config) => {
    const run = await load('webpack');
    return new Promise((resolve, reject) => {
      run({ mode: 'production', context: folder, performance: { hints: false }, ...config }, (error, stats) => {
        if (error) return reject(error);
        const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
        resolve([...errors, ...warnings].map(({ moduleName, message }) => `${moduleName}: ${message}`));
      });
    });
  };
  return {
    page: async (folder, out) => ({
      file: 'page.js',
      warnings: await build(folder, { target: 'web', entry: './page.js', output: { path: out, filename: 'page.js', publicPath: 'auto' } }),
    }),
    server: async (folder, out) => ({
      file: join(out, 'server.mjs'),
      warnings: await build(folder, {
        target: 'node20',
        entry: './server.js',
        experiments: { outputModule: true },
        output: { path: out, filename: 'server.mjs', module: true, chunkFormat: 'module', library: { type: 'module' } },
        externals: Object.fromEntries(outside.map((name) => [name, `module ${name}`])),
      }),
    }),
  };
};

const esbuild = (load) => {
  const build = async (folder, options) => {
    const { build: run } = await load('esbuild');
    const { warnings } = await run({ absWorkingDir: folder, bundle: true, format: 'esm', target: 'es2022', logLevel: 'silent', ...options });
    return warnings.map(({ text, location }) => `${location?.file}: ${text}`);
  };
  return {
    page: async (folder, out) => ({ file: 'page.js', warnings: await build(folder, { entryPoints: ['page.js'], outdir: out, splitting: true }) }),
    server: async (folder, out) => ({
      file: join(out, 'server.mjs'),
      warnings: await build(folder, {
        entryPoints: ['server.js'],
        outfile: join(out, 'server.mjs'),
        platform: 'node',
        external: outside,
        banner: { js: banner },
      }),
    }),
  };
};

const rollup = (load) => {
  const build = async (input, out, { browser }) => {
    const [{ rollup: run }, resolve, commonjs, json] = await Promise.all(
      ['rollup', '@rollup/plugin-node-resolve', '@rollup/plugin-commonjs', '@rollup/plugin-json'].map(load),
    );
    const warnings = [];
    const bundle = await run({
      input,
      external: browser ? [] : outside,
      plugins: [resolve({ browser, preferBuiltins: !browser, exportConditions: browser ? [] : ['node'] }), commonjs(), json()],
      onwarn: ({ code, id, message }) => void warnings.push(`${code} ${id ?? ''}: ${message}`),
    });
    await bundle.write({ dir: out, format: 'es', entryFileNames: '[name].mjs', ...(browser ? {} : { banner }) });
    return warnings;
  };
  return {
    page: async (folder, out) => ({ file: 'page.mjs', warnings: await build(join(folder, 'page.js'), out, { browser: true }) }),
    server: async (folder, out) => ({ file: join(out, 'server.mjs'), warnings: await build(join(folder, 'server.js'), out, { browser: false }) }),
  };
};
