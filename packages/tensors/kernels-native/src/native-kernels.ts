import { dirname, join } from 'node:path';
import { AttuneError } from '@attune/errors';
import { type KernelMemory, type Kernels, type RunningKernels, sourceDigest } from '@attune/kernels-wasm';

/** The addon's exports. `build` is the place of an instruction set's name in `instructions`. */
interface Addon {
  /** Instruction sets that this processor can run, best last. */
  readonly instructions: readonly string[];
  /** Tells which kernels it was built of. */
  readonly source: string;
  start(bytes: Uint8Array, build: number, job: number, scratches: Uint32Array, scratchBytes: number): Pool;
}

interface Pool {
  readonly threads: number;
  readonly rows: number;
  readonly lanes: number;
  readonly leastColumns: number;
  run(task: number, args: number, items: number): void;
  stop(): void;
}

/** Native kernels cannot run here; wasm's can. */
export class NativeKernelsError extends AttuneError {
  static override readonly code = 'ATTUNE_NATIVE_KERNELS';
  /** What stands in the way, in one sentence. */
  readonly reason: string;

  constructor(reason: string, cause?: unknown) {
    super(`The native kernels cannot run here: ${reason} Use the wasm backend.`, cause === undefined ? undefined : { cause });
    this.name = 'NativeKernelsError';
    this.reason = reason;
  }
}

const platforms = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'];

/** The kernels for this processor, as `startWasm` of `@attune/kernels-wasm` takes them:
 * they compute on the wasm backend's tensors where they lie.
 *
 * The best instruction set is chosen; `ATTUNE_NATIVE` names a lesser one (`x86-64-v3`) or turns
 * the kernels off (`0`).
 * @throws {NativeKernelsError} where they cannot run, with the reason. */
export function nativeKernels(): Kernels {
  const wish = process.env['ATTUNE_NATIVE'] ?? '';
  const addon = loadAddon(wish);
  const instructions = chosen(addon.instructions, wish);
  return { instructions, start: async (place) => start(addon, addon.instructions.indexOf(instructions), place) };
}

/** Instruction sets that this processor can run, best last: what `ATTUNE_NATIVE` may name.
 * @throws {NativeKernelsError} where the kernels cannot run, with the reason. */
export function nativeInstructions(): readonly string[] {
  return loadAddon(process.env['ATTUNE_NATIVE'] ?? '').instructions;
}

function loadAddon(wish: string): Addon {
  if (wish === '0') throw new NativeKernelsError('ATTUNE_NATIVE is 0.');
  // Bun ends the process when an addon starts a thread.
  if ('bun' in process.versions) throw new NativeKernelsError('Bun cannot start their threads.');
  const platform = `${process.platform}-${process.arch}`;
  if (!platforms.includes(platform)) throw new NativeKernelsError(`there is no build for ${platform}; there are ${platforms.join(', ')}.`);
  const addon = requireAddon(platform);
  if (addon.source === sourceDigest) return addon;
  throw new NativeKernelsError(
    `the build for ${platform} is of other kernels than @attune/kernels-wasm: install both in one version (a checkout: npm run setup).`,
  );
}

/** By the package's name, which finds it from a server's bundle too, where the package is installed
 * beside it. Bundlers are not shown the `require`: they would take in the builds of
 * every platform. */
function requireAddon(platform: string): Addon {
  const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);
  try {
    const folder = dirname(require.resolve('@attune/kernels-native/package.json'));
    return require(join(folder, 'prebuilt', `${platform}.node`)) as Addon;
  } catch (error) {
    throw new NativeKernelsError(`the build for ${platform} did not load (${(error as Error).message.split('\n', 1)[0]}).`, error);
  }
}

function chosen(usable: readonly string[], wish: string): string {
  const best = usable.at(-1);
  if (best === undefined) throw new NativeKernelsError('this processor lacks SSE 4.2.');
  if (wish === '' || wish === '1') return best;
  if (usable.includes(wish)) return wish;
  throw new NativeKernelsError(`ATTUNE_NATIVE is "${wish}", and this processor has ${usable.join(', ')}; 0 turns them off.`);
}

function start(addon: Addon, build: number, { memory, job, scratches, scratchBytes }: KernelMemory): RunningKernels {
  const pool = addon.start(new Uint8Array(memory.buffer), build, job, Uint32Array.from(scratches), scratchBytes);
  const { threads, rows, lanes, leastColumns } = pool;
  return { threads, tile: { rows, lanes, leastColumns }, run: (task, args, items) => pool.run(task, args, items), stop: () => pool.stop() };
}
