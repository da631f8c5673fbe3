import { type SumAttrs, backend_util, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';

import { type Engine, float } from '../engine/engine.ts';
import type { OwnKernel, TfjsKernel } from './kernel.ts';

const PART_FLOATS = 16_384;
const LONGEST_PART = 4096;

/** Sums, or means, over neighbouring axes: [outer, length, inner] → [outer, inner]. Parts are
 * summed in float32 and joined in float64, so the error does not grow with the size. */
function reduce(engine: Engine, x: TensorInfo, { axis, keepDims }: SumAttrs, isMean: boolean): TensorInfo | undefined {
  const axes = util.parseAxisParam(axis, x.shape).toSorted((one, other) => one - other);
  const first = axes[0];
  const isNeighbouring = first !== undefined && axes.every((each, index) => each === first + index);
  if (x.dtype !== 'float32' || !isNeighbouring || util.sizeFromShape(x.shape) === 0) return undefined;
  const [shape, reduced] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  const output = engine.output(keepDims ? backend_util.expandShapeToKeepDim(shape, axes) : shape);
  const [outer, length, inner] = [
    util.sizeFromShape(x.shape.slice(0, first)),
    util.sizeFromShape(reduced),
    util.sizeFromShape(x.shape.slice(first + axes.length)),
  ];
  engine.scope((allocate) => {
    const partLength = Math.min(length, Math.max(8, Math.min(LONGEST_PART, Math.floor(PART_FLOATS / inner))));
    const parts = Math.ceil(length / partLength);
    const addresses = [engine.address(x), allocate(outer * parts * inner), engine.address(output)];
    const args = engine.write([...addresses, length, inner, parts, partLength, float(isMean ? 1 / length : 1)]);
    engine.run('sumPart', args, outer * parts);
    engine.run('joinSums', args, outer);
  });
  return output;
}

export const sum: TfjsKernel = ({ inputs, attrs }, engine) => reduce(engine, inputs.x!, attrs as unknown as SumAttrs, false);
export const mean: TfjsKernel = ({ inputs, attrs }, engine) => reduce(engine, inputs.x!, attrs as unknown as SumAttrs, true);

/** x → scalar: the sum of its squares, with no tensor of squares in between. */
export const sumOfSquares: OwnKernel<'AttuneSumOfSquares'> = ({ inputs: { x } }, engine) => {
  const length = util.sizeFromShape(x.shape);
  const output = engine.output([]);
  engine.scope((allocate) => {
    const parts = Math.ceil(length / LONGEST_PART);
    const args = engine.write([engine.address(x), allocate(parts), engine.address(output), length, 1, parts, LONGEST_PART, float(1)]);
    engine.run('sumSquaresPart', args, parts);
    engine.run('joinSums', args, 1);
  });
  return output;
};

/** The parts of all tensors are joined in float64, in order. */
export const norm: OwnKernel<'AttuneNorm'> = ({ inputs }, engine) => {
  const tensors = Object.values(inputs) as TensorInfo[];
  const shares = tensors.map(({ shape }) => ({ length: util.sizeFromShape(shape), parts: Math.ceil(util.sizeFromShape(shape) / LONGEST_PART) }));
  const output = engine.output([]);
  engine.scope((allocate) => {
    const parts = shares.reduce((total, share) => total + share.parts, 0);
    const partials = allocate(parts);
    let to = partials;
    tensors.forEach((tensor, index) => {
      const share = shares[index]!;
      squareParts(engine, engine.address(tensor), { to, ...share });
      to += 4 * share.parts;
    });
    engine.run('joinSums', engine.write([0, partials, engine.address(output), parts, 1, parts, 1, float(1)]), 1);
  });
  const value = engine.backend.typedArrayFromHeap(output);
  value[0] = Math.sqrt(value[0]!);
  return output;
};

function squareParts(engine: Engine, from: number, { to, length, parts }: { readonly to: number; readonly length: number; readonly parts: number }): void {
  engine.scope(() => engine.run('sumSquaresPart', engine.write([from, to, 0, length, 1, parts, LONGEST_PART, float(1)]), parts));
}
