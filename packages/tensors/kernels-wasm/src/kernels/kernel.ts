import { AttuneError } from '@attune/errors';
import type { KernelName, Kernels } from '@attune/kernel-table';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';

import type { Engine } from '../engine/engine.ts';

/** A kernel of ours under a name of tfjs's: undefined where it leaves the inputs to the kernel that
 * was there before. */
export type TfjsKernel = (call: Parameters<KernelFunc>[0], engine: Engine) => TensorInfo | TensorInfo[] | undefined;

/** A kernel of the table, which says its shapes and formulas. */
export type OwnKernel<N extends KernelName> = Kernels<Engine>[N];

/** A call that neither our kernel nor tfjs's wasm backend can do. */
export class KernelCoverageError extends AttuneError {
  static override readonly code = 'ATTUNE_KERNEL_COVERAGE';
  readonly kernel: string;

  constructor(kernel: string) {
    super(`The wasm backend has no ${kernel} for these inputs: give float32 tensors in NHWC order, or use another backend for this operation.`);
    this.name = 'KernelCoverageError';
    this.kernel = kernel;
  }
}
