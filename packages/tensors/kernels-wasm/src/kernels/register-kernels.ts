import { type KernelFunc, getKernel } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

import type { Engine } from '../engine/engine.ts';
import { replaceKernel } from '../register.ts';
import { batchNorm, batchNormGradient, batchNormStored } from './batch-norm.ts';
import { conv2D, conv2DBackpropFilter, conv2DBackpropInput, fusedConv2D } from './convolution.ts';
import { add, identity, multiply, relu, reluGradient, subtract } from './elementwise.ts';
import { channelPools, channelPoolsGradient, gateGradient, positionPools, positionPoolsGradient } from './gates.ts';
import type { KernelOf } from './kernel.ts';
import { batchMatMul, fusedMatMul } from './matrix-product.ts';
import { maxPool, maxPoolGradient } from './max-pool.ts';
import { adam, sgd } from './optimizers.ts';
import { mean, sum, sumOfSquares } from './reduction.ts';

/** In place of tfjs's own, under its names; and ours, which layers and optimizers look for by name. */
const kernels: Readonly<Record<string, KernelOf>> = {
  Conv2D: conv2D,
  FusedConv2D: fusedConv2D,
  Conv2DBackpropInput: conv2DBackpropInput,
  Conv2DBackpropFilter: conv2DBackpropFilter,
  BatchMatMul: batchMatMul,
  _FusedMatMul: fusedMatMul,
  MaxPool: maxPool,
  MaxPoolGrad: maxPoolGradient,
  Add: add,
  Sub: subtract,
  Multiply: multiply,
  Relu: relu,
  Sum: sum,
  Mean: mean,
  Identity: identity,
  AttuneBatchNorm: batchNorm,
  AttuneBatchNormStored: batchNormStored,
  AttuneBatchNormGrad: batchNormGradient,
  AttuneReluGrad: reluGradient,
  AttunePositionPools: positionPools,
  AttunePositionPoolsGrad: positionPoolsGradient,
  AttuneChannelPools: channelPools,
  AttuneChannelPoolsGrad: channelPoolsGradient,
  AttuneGateGrad: gateGradient,
  AttuneSumOfSquares: sumOfSquares,
  AttuneSgd: sgd,
  AttuneAdam: adam,
};

/** Puts our kernels in place of the wasm backend's. What they do not cover goes to the ones they replace. `currentEngine` is asked at each call, since it may be started anew. */
export function registerKernels(currentEngine: () => Engine, backend: BackendWasm): void {
  for (const [name, kernel] of Object.entries(kernels)) replaceKernel(name, withFallback(name, kernel, currentEngine, backend));
}

function withFallback(name: string, kernel: KernelOf, currentEngine: () => Engine, backend: BackendWasm): KernelFunc {
  const before = getKernel(name, 'wasm');
  before?.setupFunc?.(backend);
  return (call) => {
    const output = kernel(call, currentEngine());
    if (output !== undefined) return output;
    if (before === undefined) throw new KernelCoverageError(name);
    return before.kernelFunc(call);
  };
}

/** A call that neither our kernel nor tfjs's wasm backend can do. */
export class KernelCoverageError extends Error {
  readonly code = 'ATTUNE_KERNEL_COVERAGE';
  readonly kernel: string;

  constructor(kernel: string) {
    super(`The wasm backend has no ${kernel} for these inputs: give float32 tensors in NHWC order, or use another backend for this operation.`);
    this.name = 'KernelCoverageError';
    this.kernel = kernel;
  }
}
