export type { KernelName, KernelTable } from './kernel-table.ts';
export { hasKernel, runKernel } from './run-kernel.ts';
export { registerKernels } from './register-kernels.ts';
export type { KernelCall, KernelResult, Kernels } from './register-kernels.ts';
