import type { KernelName, Kernels } from '@attune/kernel-table';

import type { WebgpuBackend } from '../program/webgpu-backend.ts';

/** A kernel of the table, which says its shapes and formulas. */
export type WebgpuKernel<N extends KernelName> = Kernels<WebgpuBackend>[N];
