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
