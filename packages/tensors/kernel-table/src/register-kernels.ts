import { type Tensor, type TensorInfo, getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';

import type { KernelName, KernelTable } from './kernel-table.ts';

/** What a kernel is called with. */
export type KernelCall<N extends KernelName> = Pick<KernelTable[N], 'inputs' | 'attrs'>;

/** What a kernel answers: its outputs, of which a backend gives shape, type and data. */
export type KernelResult<N extends KernelName> = Infos<KernelTable[N]['outputs']>;

type Infos<Outputs> = Outputs extends Tensor ? TensorInfo : { [Index in keyof Outputs]: TensorInfo };

/** A backend's kernels by name. `Host` is what they compute on, if they do not find it
 * themselves. */
export type Kernels<Host = void> = { readonly [N in KernelName]: (call: KernelCall<N>, host: Host) => KernelResult<N> };

/** Makes these the backend's kernels of their names, in place of any that it has. `currentHost` is
 * asked at each call, since what they compute on may be started anew. */
export function registerKernels<Host = void>(backendName: string, kernels: Partial<Kernels<Host>>, currentHost?: () => Host): void {
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    if (getKernel(kernelName, backendName) !== undefined) unregisterKernel(kernelName, backendName);
    // tfjs's registry has one type for all calls; whoever runs a kernel by the table
    // keeps to its own.
    registerKernel({ kernelName, backendName, kernelFunc: (call) => kernel(call as never, currentHost?.() as Host) });
  }
}
