import { type Tensor, type TensorInfo, getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';

import type { KernelName, KernelTable } from './kernel-table.ts';

/** What a kernel is called with. */
export type KernelCall<N extends KernelName> = Pick<KernelTable[N], 'inputs' | 'attrs'>;

/** What a kernel answers: its outputs, of which a backend gives shape, type and data. */
export type KernelResult<N extends KernelName> = Infos<KernelTable[N]['outputs']>;

type Infos<Outputs> = Outputs extends Tensor ? TensorInfo : { [Index in keyof Outputs]: TensorInfo };

/** A backend's kernels by name. */
export type Kernels = { readonly [N in KernelName]: (call: KernelCall<N>) => KernelResult<N> };

/** Makes these the backend's kernels of their names, in place of any that it has. */
export function registerKernels(backendName: string, kernels: Partial<Kernels>): void {
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    if (getKernel(kernelName, backendName) !== undefined) unregisterKernel(kernelName, backendName);
    // tfjs's registry has one type for all calls; whoever runs a kernel by the table
    // keeps to its own.
    registerKernel({ kernelName, backendName, kernelFunc: (call) => kernel(call as never) });
  }
}
