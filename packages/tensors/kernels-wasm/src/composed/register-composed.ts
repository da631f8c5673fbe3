import { replaceKernel } from '../register.ts';
import { composedConv2DBackpropFilter } from './conv2d-backprop-filter.ts';
import { composedConv2DBackpropInput } from './conv2d-backprop-input.ts';
import { depthwiseBackpropFilter, depthwiseBackpropInput } from './depthwise-backprop.ts';
import { composedMaxPoolGrad } from './max-pool-grad.ts';

/** Gives the wasm backend the kernels that convolution training needs, out of what tfjs has: right
 * on every engine, and slower than our own. */
export function registerComposedKernels(): void {
  replaceKernel('Conv2DBackpropFilter', composedConv2DBackpropFilter);
  replaceKernel('Conv2DBackpropInput', composedConv2DBackpropInput);
  replaceKernel('MaxPoolGrad', composedMaxPoolGrad);
  replaceKernel('DepthwiseConv2dNativeBackpropInput', depthwiseBackpropInput);
  replaceKernel('DepthwiseConv2dNativeBackpropFilter', depthwiseBackpropFilter);
}
