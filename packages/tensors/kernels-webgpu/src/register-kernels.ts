import { type Kernels, registerKernels } from '@attune/kernel-table';

import { batchNormGradient } from './kernels/batch-norm-gradient.ts';
import { batchNorm, batchNormStored } from './kernels/batch-norm.ts';
import { channelPools, channelPoolsGradient } from './kernels/channel-pools.ts';
import { gateGradient } from './kernels/gate-gradient.ts';
import { adam, sgd } from './kernels/optimizers.ts';
import { positionPools, positionPoolsGradient } from './kernels/position-pools.ts';
import { reluGradient } from './kernels/relu-gradient.ts';
import { runningStatistics } from './kernels/running-statistics.ts';
import { norm, sumOfSquares } from './kernels/sum-of-squares.ts';
import { type WebgpuBackend, currentBackend } from './program/webgpu-backend.ts';

/** Gives tfjs's webgpu backend the kernels of `@attune/kernel-table`: layers and optimizers use
 * them where they would compose several of tfjs's. The backend is asked for at each call, since a
 * lost card's is replaced. */
export function registerWebgpuKernels(): void {
  registerKernels('webgpu', kernels, currentBackend);
}

/** Whole gates are composed here of their pools and of tfjs's operations. */
const kernels: Partial<Kernels<WebgpuBackend>> = {
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
  AttuneSumOfSquares: sumOfSquares,
  AttuneNorm: norm,
  AttuneSgd: sgd,
  AttuneAdam: adam,
};
