export { registerWebgpuKernels } from './register-kernels.ts';
