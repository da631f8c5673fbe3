import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { root } from '../process.mjs';
import { compile, link } from './clang.mjs';

/** Builds, and the instructions beyond SIMD that each may use. */
export const features = { 'relaxed-simd': ['-mrelaxed-simd'], 'plain-simd': [] };

// Instructions stay in the source's order: clang's own would hold more vectors at once than V8 has
// registers for, which halves the speed in Chromium.
const shared = ['-mllvm', '-pre-RA-sched=source', '--target=wasm32', '-msimd128', '-mbulk-memory', '-mmutable-globals'];
// A page loads it: -Os is a third smaller than -O3 and as fast but for maps of 16 channels (12 %).
const target = ['-Os', ...shared, '-matomics'];
// The memory is tfjs's: whoever starts a thread says where its stack is.
const linking = ['--import-memory', '--shared-memory', '--max-memory=4294967296', '--export=__stack_pointer'];

/** The module's bytes. */
export async function buildWasm(folder, name) {
  return build(folder, name, { source: 'packages/tensors/kernels-wasm/source/wasm.c', target: [...target, ...features[name]], linking });
}

/** The bytes of the module that resizes images, which has its memory to itself: neither a stack nor
 * data lies in it. */
export async function buildResize(folder) {
  return build(folder, 'resize', {
    source: 'packages/files/data/source/resize.c',
    target: ['-O3', ...shared],
    linking: ['-z', 'stack-size=0', '--initial-memory=65536'],
  });
}

async function build(folder, name, { source, target: words, linking: linkWords }) {
  const [object, output] = [join(folder, `${name}.o`), join(folder, `${name}.wasm`)];
  await compile(join(root, source), object, words);
  await link('wasm-ld', ['--no-entry', '--strip-all', ...linkWords, object, '-o', output]);
  return readFile(output);
}
