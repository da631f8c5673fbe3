export type { KernelName, KernelTable } from './kernel-table.ts';
export { backendMemory } from './backend-memory.ts';
export type { BackendMemory } from './backend-memory.ts';
export { hasKernel, runKernel } from './run-kernel.ts';
export { registerKernels } from './register-kernels.ts';
export type { KernelCall, KernelResult, Kernels } from './register-kernels.ts';
