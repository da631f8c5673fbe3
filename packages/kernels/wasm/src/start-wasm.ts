import * as tf from '@tensorflow/tfjs-core';
import { getThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

import { registerComposedKernels } from './composed/register-composed.ts';

export interface StartWasmOptions {
  /** Threads that share the work; all cores unless given, and one where threads cannot be had. */
  readonly threads?: number;
  /** Address of the folder that serves tfjs's three `.wasm` files, with its final slash. Needed in a browser; in Node they are found in `node_modules`. */
  readonly wasmFolder?: string;
}

export interface StartedWasm {
  /** Threads that really share the work. */
  readonly threads: number;
  /** Whether vector instructions are in use. */
  readonly simd: boolean;
}

/** Starts tfjs's wasm backend, makes it the current one, and gives it the kernels that training a convolutional network needs. Gradients of tfjs-core are the caller's to register.
 * @throws {WasmStartError} when the engine cannot run it or its files are not where they should be. */
export async function startWasm({ wasmFolder }: StartWasmOptions = {}): Promise<StartedWasm> {
  if (wasmFolder !== undefined) setWasmPaths(wasmFolder);
  registerComposedKernels();
  if (!(await tf.setBackend('wasm'))) throw new WasmStartError(wasmFolder);
  return { threads: getThreadsCount(), simd: (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) as boolean };
}

/** The wasm backend did not start. */
export class WasmStartError extends Error {
  readonly code = 'ATTUNE_WASM_START';
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
