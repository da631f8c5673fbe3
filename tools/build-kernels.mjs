// Compiles the kernels' one source, packages/tensors/kernels-wasm/source: to WebAssembly with plain
// and with relaxed SIMD, packed as text, so that nothing has to be served; and to a Node addon for
// each platform, for Linux, macOS and Windows alike from this one machine, without their SDKs. What
// resizes images, packages/files/data/source, becomes WebAssembly too. A digest of the source goes
// into the addons and beside the JavaScript that calls them, so that neither meets one of other
// kernels: it would write where the other does not read. Needs Debian's clang-19,
// lld-19 and llvm-19. The same compiler gives the same bytes.
//
// `--check` writes nothing and exits with 1 where a committed build is not what the source gives;
// without that compiler it says that it could not look.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { deflateSync } from 'fflate';

import { compilerVersion, recordedVersion } from './build-kernels/clang.mjs';
import { buildNative, platforms, sourceDigest } from './build-kernels/native.mjs';
import { buildResize, buildWasm, features } from './build-kernels/wasm.mjs';
import { root, stop } from './process.mjs';

const isCheck = process.argv.includes('--check');
const version = compilerVersion();
if (version !== recordedVersion) {
  const found = version === null ? 'there is no clang-19 here' : `clang here is ${version}`;
  const message = `The kernels are built with clang ${recordedVersion}, and ${found}.`;
  if (!isCheck) stop(`${message} On Debian, as root: apt-get install clang-19 lld-19 llvm-19`);
  console.log(`${message} The committed builds were not compared with their source.`);
  process.exit();
}

const folder = await mkdtemp(join(tmpdir(), 'attune-kernels-'));
try {
  for (const name of Object.keys(features)) {
    const packed = deflateSync(await buildWasm(folder, name), { level: 9 });
    await settle(`packages/tensors/kernels-wasm/src/generated/${name}.ts`, asText(packed));
  }
  await settle('packages/files/data/src/generated/resize-kernel.ts', asText(await buildResize(folder)));
  const digest = await sourceDigest();
  await settle('packages/tensors/kernels-wasm/src/generated/source-digest.ts', asModule(`export const sourceDigest: string = '${digest}';`));
  for (const name of Object.keys(platforms)) await settle(`packages/tensors/kernels-native/prebuilt/${name}.node`, await buildNative(folder, name, digest));
} finally {
  await rm(folder, { recursive: true });
}

function asText(bytes) {
  return asModule(`export const base64 =\n  '${Buffer.from(bytes).toString('base64')}';`);
}

/** A module of one constant. */
function asModule(constant) {
  return Buffer.from(`// Written by tools/build-kernels.mjs.\n${constant}\n`);
}

/** Writes a build, or compares it with the committed one. */
async function settle(path, bytes) {
  const file = join(root, path);
  if (isCheck) {
    const isSame = await readFile(file).then(
      (committed) => committed.equals(bytes),
      () => false,
    );
    if (isSame) return;
    console.error(`${path} is not what the kernels' source gives: run "npm run kernels".`);
    process.exitCode = 1;
    return;
  }
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
  console.log(`${path}: ${bytes.length} bytes`);
}
