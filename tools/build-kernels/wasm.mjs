import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { root } from '../process.mjs';
import { compile, link } from './clang.mjs';

/** Builds, and the instructions beyond SIMD that each may use. */
export const features = { 'relaxed-simd': ['-mrelaxed-simd'], 'plain-simd': [] };

// A page loads it: -Os is a third smaller than -O3 and as fast but for maps of 16 channels (12 %).
// Instructions stay in the source's order: clang's own would hold more vectors at once than V8 has
// registers for, which halves the speed in Chromium.
const target = ['-Os', '-mllvm', '-pre-RA-sched=source', '--target=wasm32', '-msimd128', '-matomics', '-mbulk-memory', '-mmutable-globals'];
// The memory is tfjs's: whoever starts a thread says where its stack is.
const linking = ['--no-entry', '--import-memory', '--shared-memory', '--max-memory=4294967296', '--export=__stack_pointer', '--strip-all'];

/** The module's bytes. */
export async function buildWasm(folder, name) {
  const [object, output] = [join(folder, `${name}.o`), join(folder, `${name}.wasm`)];
  await compile(join(root, 'packages/tensors/kernels-wasm/source/wasm.c'), object, [...target, ...features[name]]);
  await link('wasm-ld', [...linking, object, '-o', output]);
  return readFile(output);
}
