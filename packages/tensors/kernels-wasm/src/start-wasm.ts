import { AttuneError, refuseUnknownOptions } from '@attune/errors';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { host } from '#host';

import { registerComposedKernels } from './composed/register-composed.ts';
import { Engine } from './engine/engine.ts';
import type { Kernels } from './engine/kernels.ts';
import { type SharedBackend, type SharedMemory, createSharedBackend, createSharedMemory } from './engine/shared-backend.ts';
import { wasmKernels } from './engine/wasm-kernels.ts';
import { registerWasmKernels } from './kernels/register-kernels.ts';

export interface StartWasmOptions {
  /** Threads that share the work; all cores unless given, and one where threads cannot be had. */
  readonly threads?: number;
  /** Address of a folder that serves tfjs's three `.wasm` files, with its final slash. Only needed
   * in a browser without shared memory: tfjs's threaded module comes along. */
  readonly wasmFolder?: string;
  /** False adds products with two roundings also where one is to be had, so that results are the
   * same bits on every machine. It takes about twice the time. */
  readonly relaxedSimd?: boolean;
  /** The kernels' tasks built for other instructions than wasm's, on the same memory: those of
   * `@attune/kernels-native`. */
  readonly kernels?: Kernels;
}

export interface StartedWasm {
  /** Threads that really share the work. */
  readonly threads: number;
  /** Which vector instructions the kernels use: of wasm, `relaxed` multiplies and adds with one
   * rounding, `plain` with two; the name of a processor's set where `kernels` were given; `none`
   * where our kernels cannot run and tfjs's own do, on one thread. */
  readonly simd: string;
}

const startOptions = { threads: true, wasmFolder: true, relaxedSimd: true, kernels: true } satisfies Record<keyof StartWasmOptions, true>;

let shared: SharedBackend | undefined;
let engine: Engine | undefined;

/** Starts tfjs's wasm backend, makes it the current one, and gives it the kernels that training a
 * convolutional network needs. Gradients of tfjs-core are the caller's to register.
 *
 * A further call changes the threads and the instructions; tensors stay. Where tfjs's own wasm
 * backend runs already, its memory cannot be shared and it keeps its single thread.
 * @throws {WasmStartError} when the engine cannot run it or its files are not where
 * they should be.
 * @throws {UnknownOptionError} when an option does not exist. */
export async function startWasm(options: StartWasmOptions = {}): Promise<StartedWasm> {
  refuseUnknownOptions('startWasm', options, startOptions);
  const { threads = host.coreCount(), wasmFolder, relaxedSimd = true, kernels: given } = options;
  const kernels = isTaken() ? undefined : (given ?? (await wasmKernels(relaxedSimd)));
  if (kernels === undefined) return startComposed(wasmFolder);
  const memory = shared === undefined ? createSharedMemory() : undefined;
  if (memory !== undefined) shared = await share(memory, wasmFolder);
  if (shared === undefined) return startComposed(wasmFolder);
  engine?.stop();
  engine = await Engine.start(shared, kernels, host.mayWait() ? threads : 1);
  if (!(await tf.setBackend('wasm'))) throw new WasmStartError(wasmFolder);
  return { threads: engine.threads, simd: engine.instructions };
}

/** The engine that runs, for tests and benches to look into. */
export function currentEngine(): Engine {
  return engine!;
}

/** Whether a wasm backend that is not ours has started, with tensors that must be kept. */
function isTaken(): boolean {
  return shared === undefined && 'wasm' in tf.engine().registry;
}

async function share(memory: SharedMemory, wasmFolder: string | undefined): Promise<SharedBackend> {
  const created = await createSharedBackend(memory, wasmFolder).catch((error: unknown) => {
    throw new WasmStartError(wasmFolder, error);
  });
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', () => created.backend, 2);
  registerComposedKernels();
  registerWasmKernels(currentEngine, created.backend);
  forgetWhatIsDisposed(created.backend);
  return created;
}

function forgetWhatIsDisposed(backend: SharedBackend['backend']): void {
  const dispose = backend.disposeData.bind(backend);
  backend.disposeData = (dataId, force) => {
    const isGone = dispose(dataId, force);
    if (isGone) engine?.kept.forget(dataId);
    return isGone;
  };
}

async function startComposed(wasmFolder: string | undefined): Promise<StartedWasm> {
  if (wasmFolder !== undefined) setWasmPaths(wasmFolder);
  registerComposedKernels();
  if (!(await tf.setBackend('wasm'))) throw new WasmStartError(wasmFolder);
  return { threads: 1, simd: 'none' };
}

/** The wasm backend did not start. */
export class WasmStartError extends AttuneError {
  static override readonly code = 'ATTUNE_WASM_START';
  static override readonly origin = 'work';
  readonly wasmFolder: string | undefined;

  constructor(wasmFolder?: string, cause?: unknown) {
    super(
      `TensorFlow.js's wasm backend did not start${wasmFolder === undefined ? '' : ` with its files at ${wasmFolder}`}. It needs WebAssembly and the .wasm files of @tensorflow/tfjs-backend-wasm; pass \`wasmFolder\` where they are served.`,
      cause === undefined ? undefined : { cause },
    );
    this.name = 'WasmStartError';
    this.wasmFolder = wasmFolder;
  }
}
