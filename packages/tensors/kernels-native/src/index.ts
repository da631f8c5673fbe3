export { nativeKernels, NativeKernelsError } from './native-kernels.ts';
