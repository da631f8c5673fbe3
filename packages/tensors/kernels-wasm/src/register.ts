import { type KernelFunc, getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';

/** Makes `kernelFunc` the wasm backend's kernel of that name, in place of tfjs's own
 * where there is one. */
export function replaceKernel(kernelName: string, kernelFunc: KernelFunc): void {
  const present = getKernel(kernelName, 'wasm');
  if (present?.kernelFunc === kernelFunc) return;
  if (present) unregisterKernel(kernelName, 'wasm');
  registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
}
