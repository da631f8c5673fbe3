// Runs every kernel over random sizes under AddressSanitizer, once for each instruction set of this
// processor: an access beside a tensor, or beside what a kernel allocated, ends it with the place
// in the source. `node tools/address-sanitizer.mjs [ROUNDS]`; Linux on x86-64, needs Debian's
// clang-19 with libclang-rt-19-dev.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const rounds = Number(process.argv[2] ?? 40);
const tools = dirname(fileURLToPath(import.meta.url));
const source = join(tools, '../source');
const headers = dirname(createRequire(import.meta.url).resolve('node-api-headers/package.json'));
const wasmFolder = `${dirname(createRequire(join(tools, '../../kernels-wasm/package.json')).resolve('@tensorflow/tfjs-backend-wasm'))}/`;
const instructionSets = ['v2', 'v3', 'v4'];

/** `poison(bytes)` and `unpoison(bytes)` of a Uint8Array over the kernels' memory. */
const shadowSource = `
#define napi_register_module_v1 register_addon
#include "addon.c"
#undef napi_register_module_v1
void __asan_poison_memory_region(void const volatile *, __SIZE_TYPE__);
void __asan_unpoison_memory_region(void const volatile *, __SIZE_TYPE__);
static napi_value shade(napi_env env, napi_callback_info info) {
  napi_value bytes;
  __SIZE_TYPE__ count = 1, length;
  void *poisons, *from;
  napi_get_cb_info(env, info, &count, &bytes, 0, &poisons);
  napi_get_typedarray_info(env, bytes, 0, &length, &from, 0, 0);
  (poisons ? __asan_poison_memory_region : __asan_unpoison_memory_region)(from, length);
  return 0;
}
__attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  register_addon(env, exports);
  static char is_poison;
  add_function(env, exports, "poison", shade, &is_poison);
  add_function(env, exports, "unpoison", shade, 0);
  return exports;
}
`;

// Inside the package, so that the program finds tfjs.
const folder = await mkdtemp(join(tools, '../dist/sanitized-'));
try {
  const addon = await buildAddon();
  const program = await bundleProgram(addon);
  const usable = createRequire(import.meta.url)(`../prebuilt/linux-x64.node`).instructions;
  for (const instructions of usable) run(process.execPath, [program], { ATTUNE_NATIVE: instructions, ...sanitizer() });
} finally {
  await rm(folder, { recursive: true });
}

/** The addon as it is, and two functions more: {@link shadowSource}. */
async function buildAddon() {
  const flags = [
    '-O1',
    '-g',
    '-fPIC',
    '-shared',
    '-fsanitize=address',
    '-shared-libasan',
    '-fno-omit-frame-pointer',
    '-fno-math-errno',
    '-ffp-contract=off',
    '-fno-strict-aliasing',
  ];
  const objects = instructionSets.map((name) => join(folder, `${name}.o`));
  const compile = flags.filter((flag) => flag !== '-shared' && flag !== '-shared-libasan');
  instructionSets.forEach((name, index) => {
    run('clang-19', [...compile, `-march=x86-64-${name}`, `-DINSTRUCTIONS=${name}`, '-c', join(source, 'kernels.c'), '-o', objects[index]]);
  });
  const shadow = join(folder, 'shadow.c');
  await writeFile(shadow, shadowSource);
  const output = join(folder, 'addon.node');
  const words = ['-march=x86-64-v2', `-DSOURCE_DIGEST="${await expectedDigest()}"`, `-I${join(headers, 'include')}`, `-I${source}`];
  run('clang-19', [...flags, '-fno-builtin', ...words, shadow, ...objects, '-o', output]);
  return output;
}

/** Of the kernels that the JavaScript calls. */
async function expectedDigest() {
  const text = await readFile(join(tools, '../../kernels-wasm/src/generated/source-digest.ts'), 'utf8');
  return /'(\w+)'/u.exec(text)[1];
}

async function bundleProgram(addon) {
  const program = join(folder, 'program.mjs');
  const contents = `
    import { createRequire } from 'node:module';
    import { runEveryKernel } from ${JSON.stringify(join(tools, '../../../../tools/testing/run-sanitized.ts'))};
    const { poison, unpoison } = createRequire(import.meta.url)(${JSON.stringify(addon)});
    await runEveryKernel({ poison, unpoison }, { rounds: ${rounds}, wasmFolder: ${JSON.stringify(wasmFolder)} });`;
  const toSanitized = {
    name: 'sanitized addon',
    setup: ({ onLoad }) =>
      onLoad({ filter: /native-kernels[.]ts$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const sanitized = text.replace("join(folder, 'prebuilt', `${platform}.node`)", JSON.stringify(addon));
        if (sanitized === text) throw new Error(`${path} does not load the addon where this program puts the sanitized one.`);
        return { contents: sanitized, loader: 'ts' };
      }),
  };
  const entry = { contents, resolveDir: tools, loader: 'js' };
  const banner = {
    js: "import { createRequire as requireFrom } from 'node:module'; import { dirname as folderOf } from 'node:path'; const require = requireFrom(import.meta.url); const __filename = import.meta.filename ?? new URL(import.meta.url).pathname; const __dirname = folderOf(__filename);",
  };
  const shape = {
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: program,
    conditions: ['@attune/source'],
    mainFields: ['main', 'module'],
    logLevel: 'error',
  };
  await build({ ...shape, stdin: entry, plugins: [toSanitized], banner });
  return program;
}

/** The sanitizer comes before Node's own allocations; V8 keeps its signals. */
function sanitizer() {
  const { stdout } = spawnSync('clang-19', ['-print-file-name=libclang_rt.asan-x86_64.so'], { encoding: 'utf8' });
  return { LD_PRELOAD: stdout.trim(), ASAN_OPTIONS: 'detect_leaks=0:handle_segv=0:allow_user_segv_handler=1:use_sigaltstack=0:alloc_dealloc_mismatch=0' };
}

function run(command, args, environment = {}) {
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
  if (status !== 0) throw new Error(`${command} ended with ${status}.`);
}
