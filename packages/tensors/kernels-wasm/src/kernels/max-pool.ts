import { type MaxPoolAttrs, type MaxPoolGradAttrs, type TensorInfo, backend_util, util } from '@tensorflow/tfjs-core';

import type { TfjsKernel } from './kernel.ts';

const CHANNELS_PER_ITEM = 16;

type Shape4D = [number, number, number, number];

function poolOf(x: TensorInfo, attrs: MaxPoolAttrs | MaxPoolGradAttrs): backend_util.Conv2DInfo | undefined {
  if (x.dtype !== 'float32' || util.sizeFromShape(x.shape) === 0) return undefined;
  return backend_util.computePool2DInfo(x.shape as Shape4D, attrs.filterSize, attrs.strides, 1, attrs.pad, attrs.dimRoundingMode);
}

function fieldsOf(pool: backend_util.Conv2DInfo, x: number, y: number, dx: number): number[] {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = pool;
  return [x, y, dx, inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth, padInfo.top, padInfo.left];
}

/** x [N, H, W, C] → [N, H', W', C]; a NaN is the maximum of its windows, as in torch. */
export const maxPool: TfjsKernel = ({ inputs, attrs }, engine) => {
  const pool = poolOf(inputs.x!, attrs as unknown as MaxPoolAttrs);
  if (pool === undefined) return undefined;
  const output = engine.output(pool.outShape);
  engine.scope(() => {
    const args = engine.write(fieldsOf(pool, engine.address(inputs.x!), engine.address(output), 0));
    engine.run('maxPool', args, pool.batchSize * pool.outHeight);
  });
  return output;
};

/** dy [N, H', W', C], input [N, H, W, C] → [N, H, W, C] */
export const maxPoolGradient: TfjsKernel = ({ inputs, attrs }, engine) => {
  const pool = poolOf(inputs.input!, attrs as unknown as MaxPoolGradAttrs);
  if (pool === undefined) return undefined;
  const output = engine.output(inputs.input!.shape);
  engine.scope(() => {
    const args = engine.write(fieldsOf(pool, engine.address(inputs.input!), engine.address(inputs.dy!), engine.address(output)));
    engine.run('maxPoolGradient', args, pool.batchSize * Math.ceil(pool.inChannels / CHANNELS_PER_ITEM));
  });
  return output;
};
