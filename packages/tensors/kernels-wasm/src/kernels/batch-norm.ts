import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';

import { type Argument, type Engine, float } from '../engine/engine.ts';
import type { OwnKernel } from './kernel.ts';

const CHANNELS_PER_ITEM = 16;
// A part's values stay in the first-level cache, where they are read twice.
const PART_FLOATS = 8192;

/** The fields of `batch_norm` in `source/batch-norm.h`; addresses that are left out are 0. */
interface Fields {
  readonly x?: number;
  readonly y?: number;
  readonly dy?: number;
  readonly residual?: number;
  readonly output?: number;
  readonly mean?: number;
  readonly variance?: number;
  readonly inverse?: number;
  readonly gamma?: number;
  readonly beta?: number;
  readonly dGamma?: number;
  readonly dBeta?: number;
  readonly partials?: number;
  readonly relu?: boolean;
  readonly training?: boolean;
  readonly epsilon?: number;
}

/** How [N, H, W, C] is shared among the threads: rows of channels, so many an item. */
interface Share {
  readonly rows: number;
  readonly channels: number;
  readonly rowsPerItem: number;
  readonly items: number;
}

function shareOf({ shape }: TensorInfo): Share {
  const channels = shape.at(-1)!;
  const rows = util.sizeFromShape(shape) / channels;
  const rowsPerItem = Math.max(16, Math.floor(PART_FLOATS / channels));
  return { rows, channels, rowsPerItem, items: Math.ceil(rows / rowsPerItem) };
}

function fieldsOf(f: Fields, { rows, channels, rowsPerItem }: Share): Argument[] {
  const addresses = [f.x, f.y, f.dy, f.residual, f.output, f.mean, f.variance, f.inverse, f.gamma, f.beta, f.dGamma, f.dBeta, f.partials];
  return [...addresses.map((address = 0) => address), rows, channels, rowsPerItem, Number(f.relu ?? false), Number(f.training ?? false), float(f.epsilon ?? 0)];
}

function optional(engine: Engine, tensor: TensorInfo | undefined): number {
  return tensor === undefined ? 0 : engine.address(tensor);
}

export const batchNorm: OwnKernel<'AttuneBatchNorm'> = ({ inputs, attrs }, engine) => {
  const { x, gamma, beta, residual } = inputs;
  const { epsilon, relu } = attrs;
  const share = shareOf(x);
  const vector = () => engine.output([share.channels]);
  const [output, mean, variance, inverse] = [engine.output(x.shape), vector(), vector(), vector()];
  engine.scope((allocate) => {
    const operands = { x: engine.address(x), gamma: engine.address(gamma), beta: engine.address(beta), residual: optional(engine, residual) };
    const results = { output: engine.address(output), mean: engine.address(mean), variance: engine.address(variance), inverse: engine.address(inverse) };
    const partials = allocate(share.items * 2 * share.channels);
    const args = engine.write(fieldsOf({ ...operands, ...results, partials, relu, epsilon }, share));
    engine.run('batchNormStatistics', args, share.items);
    engine.run('batchNormJoin', args, Math.ceil(share.channels / CHANNELS_PER_ITEM));
    engine.run('batchNormApply', args, share.items);
  });
  return [output, mean, variance, inverse];
};

export const batchNormStored: OwnKernel<'AttuneBatchNormStored'> = ({ inputs, attrs }, engine) => {
  const { x, gamma, beta, mean, inverse, residual } = inputs;
  const { relu } = attrs;
  const share = shareOf(x);
  const output = engine.output(x.shape);
  engine.scope(() => {
    const vectors = { gamma: engine.address(gamma), beta: engine.address(beta), mean: engine.address(mean), inverse: engine.address(inverse) };
    const fields = { ...vectors, x: engine.address(x), residual: optional(engine, residual), output: engine.address(output), relu };
    engine.run('batchNormApply', engine.write(fieldsOf(fields, share)), share.items);
  });
  return output;
};

export const batchNormGradient: OwnKernel<'AttuneBatchNormGrad'> = ({ inputs, attrs }, engine) => {
  const { dy, x, y, gamma, mean, inverse } = inputs;
  const { training, affine, withResidual } = attrs;
  const share = shareOf(dy);
  const dx = engine.output(dy.shape);
  const [dGamma, dBeta] = affine ? [engine.output([share.channels]), engine.output([share.channels])] : [];
  // Without a ReLU the residual's gradient is dy itself.
  const dResidual = withResidual && y !== undefined ? engine.output(dy.shape) : undefined;
  engine.scope((allocate) => {
    const operands = { dy: engine.address(dy), x: optional(engine, x), y: optional(engine, y), gamma: engine.address(gamma) };
    const statistics = { mean: optional(engine, mean), inverse: engine.address(inverse) };
    const results = { output: engine.address(dx), dGamma: optional(engine, dGamma), dBeta: optional(engine, dBeta), residual: optional(engine, dResidual) };
    const partials = affine ? allocate(share.items * 2 * share.channels) : 0;
    const args = engine.write(fieldsOf({ ...operands, ...statistics, ...results, partials, training }, share));
    if (affine) {
      engine.run('batchNormGradientSums', args, share.items);
      engine.run('batchNormGradientJoin', args, Math.ceil(share.channels / CHANNELS_PER_ITEM));
    }
    engine.run('batchNormGradient', args, share.items);
  });
  return [dx, dGamma, dBeta, withResidual ? (dResidual ?? engine.alias(dy)) : undefined].filter((tensor) => tensor !== undefined);
};
