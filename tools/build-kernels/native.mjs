import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { root } from '../process.mjs';
import { compile, link, preprocess } from './clang.mjs';

const source = join(root, 'packages/tensors/kernels-native/source');
const headers = dirname(createRequire(import.meta.url).resolve('node-api-headers/package.json'));

const x64 = { v2: ['-march=x86-64-v2'], v3: ['-march=x86-64-v3'], v4: ['-march=x86-64-v4', '-mprefer-vector-width=512'] };
const arm64 = { neon: [] };

/** Each platform's target, its instruction sets, and how its objects become an addon. What Node
 * exports is found when the addon is loaded. */
export const platforms = {
  'linux-x64': { target: ['--target=x86_64-linux-gnu', '-fPIC'], builds: x64, join: joinElf },
  'linux-arm64': { target: ['--target=aarch64-linux-gnu', '-fPIC', '-mno-outline-atomics'], builds: arm64, join: joinElf },
  'darwin-x64': { target: ['--target=x86_64-apple-macos11'], builds: x64, join: (files) => joinMachO('x86_64', files) },
  'darwin-arm64': { target: ['--target=arm64-apple-macos11'], builds: arm64, join: (files) => joinMachO('arm64', files) },
  'win32-x64': { target: ['--target=x86_64-pc-windows-msvc', '-mno-stack-arg-probe'], builds: x64, join: joinDll },
};

/** A digest of what the kernels do, whatever their comments say. */
export async function sourceDigest() {
  const { target, builds } = platforms['linux-x64'];
  const text = await preprocess(join(source, 'kernels.c'), [...target, ...builds.v2, '-DINSTRUCTIONS=v2']);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** The addon's bytes. */
export async function buildNative(folder, name, digest) {
  const { target, builds, join: joinObjects } = platforms[name];
  const object = (part) => join(folder, `${name}-${part}.o`);
  for (const [build, words] of Object.entries(builds))
    await compile(join(source, 'kernels.c'), object(build), ['-O3', ...target, ...words, `-DINSTRUCTIONS=${build}`]);
  const words = [...target, ...Object.values(builds)[0], `-I${join(headers, 'include')}`, `-DSOURCE_DIGEST="${digest}"`];
  await compile(join(source, 'addon.c'), object('addon'), ['-O3', ...words]);
  const output = join(folder, `${name}.node`);
  await joinObjects({ objects: [...Object.keys(builds), 'addon'].map(object), output, folder });
  return readFile(output);
}

async function joinElf({ objects, output }) {
  await link('ld.lld', ['-shared', '--gc-sections', '--strip-all', '-z', 'noexecstack', '-o', output, ...objects]);
}

/** Signed ad hoc, as macOS asks of arm64. */
async function joinMachO(architecture, { objects, output }) {
  const version = ['-platform_version', 'macos', '11.0', '11.0'];
  await link('ld64.lld', ['-arch', architecture, ...version, '-bundle', '-undefined', 'dynamic_lookup', '-dead_strip', '-x', '-o', output, ...objects]);
}

const exportedByNode = ['uv_thread_create', 'uv_thread_join', 'uv_sem_init', 'uv_sem_destroy', 'uv_sem_post', 'uv_sem_wait'];

/** Windows wants a library that says what node.exe exports. */
async function joinDll({ objects, output, folder }) {
  const definitions = await Promise.all(['js_native_api', 'node_api'].map((name) => readFile(join(headers, `def/${name}.def`), 'utf8')));
  const names = [...new Set([...definitions.flatMap((text) => text.split(/\s+/).filter((word) => word.startsWith('napi_'))), ...exportedByNode])];
  const [definition, library] = [join(folder, 'node.def'), join(folder, 'node.lib')];
  await writeFile(definition, `LIBRARY node.exe\nEXPORTS\n${names.join('\n')}\n`);
  await link('llvm-dlltool', ['-m', 'i386:x86-64', '-d', definition, '-l', library]);
  const plain = ['/dll', '/noentry', '/nodefaultlib', '/machine:x64', '/brepro', '/opt:ref', '/export:napi_register_module_v1'];
  await link('lld-link', [...plain, `/out:${output}`, ...objects, library]);
}
