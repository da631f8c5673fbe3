import { type Kernels, registerKernels } from '@attune/kernel-table';
import { type KernelFunc, getKernel } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

import type { Engine } from '../engine/engine.ts';
import { replaceKernel } from '../register.ts';
import { batchNorm, batchNormGradient, batchNormStored } from './batch-norm.ts';
import { channelGate, channelGateGradient } from './channel-gate.ts';
import { conv2D, conv2DBackpropFilter, conv2DBackpropInput, fusedConv2D } from './convolution.ts';
import { add, identity, multiply, relu, reluGradient, subtract } from './elementwise.ts';
import { channelPools, channelPoolsGradient, gateGradient, positionPools, positionPoolsGradient } from './gates.ts';
import { KernelCoverageError, type TfjsKernel } from './kernel.ts';
import { batchMatMul, fusedMatMul } from './matrix-product.ts';
import { maxPool, maxPoolGradient } from './max-pool.ts';
import { adam, sgd } from './optimizers.ts';
import { positionGate, positionGateGradient } from './position-gate.ts';
import { mean, norm, sum, sumOfSquares } from './reduction.ts';
import { runningStatistics } from './running-statistics.ts';

/** In place of tfjs's own, under its names. */
const tfjsKernels: Readonly<Record<string, TfjsKernel>> = {
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
};

/** Ours, which layers and optimizers look for. */
const ownKernels: Kernels<Engine> = {
  AttuneBatchNorm: batchNorm,
  AttuneBatchNormStored: batchNormStored,
  AttuneBatchNormGrad: batchNormGradient,
  AttuneRunningStatistics: runningStatistics,
  AttuneReluGrad: reluGradient,
  AttunePositionPools: positionPools,
  AttunePositionPoolsGrad: positionPoolsGradient,
  AttuneChannelPools: channelPools,
  AttuneChannelPoolsGrad: channelPoolsGradient,
  AttuneGateGrad: gateGradient,
  AttuneChannelGate: channelGate,
  AttuneChannelGateGrad: channelGateGradient,
  AttunePositionGate: positionGate,
  AttunePositionGateGrad: positionGateGradient,
  AttuneSumOfSquares: sumOfSquares,
  AttuneNorm: norm,
  AttuneSgd: sgd,
  AttuneAdam: adam,
};

/** Gives the wasm backend our kernels, some in place of its own. What those do not cover goes to
 * the ones they replace. `currentEngine` is asked at each call, since it may be started anew. */
export function registerWasmKernels(currentEngine: () => Engine, backend: BackendWasm): void {
  for (const [name, kernel] of Object.entries(tfjsKernels)) replaceKernel(name, withFallback(name, kernel, currentEngine, backend));
  registerKernels('wasm', ownKernels, currentEngine);
}

function withFallback(name: string, kernel: TfjsKernel, currentEngine: () => Engine, backend: BackendWasm): KernelFunc {
  const before = getKernel(name, 'wasm');
  before?.setupFunc?.(backend);
  return (call) => {
    const output = kernel(call, currentEngine());
    if (output !== undefined) return output;
    if (before === undefined) throw new KernelCoverageError(name);
    return before.kernelFunc(call);
  };
}
