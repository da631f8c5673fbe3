import * as tf from '@tensorflow/tfjs-core';

type Shape = readonly number[];
type Attributes = Readonly<Record<string, unknown>>;

/** The output's shape from those of the inputs, in the order of the kernel's names for them. */
type ShapeRule = (shapes: readonly Shape[], attributes: Attributes) => Shape;
/** The same of a kernel with several outputs. */
type ShapesRule = (shapes: readonly Shape[], attributes: Attributes) => readonly Shape[];

const same: ShapeRule = ([first]) => first!;
const broadcast: ShapeRule = ([a, b]) => tf.backend_util.assertAndGetBroadcastShape([...a!], [...b!]);

/** The kernels that a network's evaluation pass may run, by tfjs's names; what computes nothing but
 * a new shape is among them. */
export const shapeRules = {
  Add: broadcast,
  Sub: broadcast,
  Multiply: broadcast,
  RealDiv: broadcast,
  Relu: same,
  Sigmoid: same,
  Rsqrt: same,
  Identity: same,
  Cast: same,
  Conv2D: ([x, filter], attributes) => windowed(x!, filter!, attributes, 'conv'),
  MaxPool: ([x], attributes) => windowed(x!, attributes['filterSize'] as number | number[], attributes, 'pool'),
  Max: ([x], { reductionIndices, keepDims }) => reduced(x!, reductionIndices, keepDims),
  Mean: ([x], { axis, keepDims }) => reduced(x!, axis, keepDims),
  Sum: ([x], { axis, keepDims }) => reduced(x!, axis, keepDims),
  ArgMax: ([x], { axis }) => reduced(x!, axis, false),
  Reshape: ([x], { shape }) => tf.util.inferFromImplicitShape([...(shape as number[])], size(x!)),
  ExpandDims: ([x], { dim }) => x!.toSpliced((dim as number) < 0 ? x!.length + 1 + (dim as number) : (dim as number), 0, 1),
  Transpose: ([x], { perm }) => (perm as number[]).map((axis) => x![axis]!),
  Concat: (shapes, { axis }) =>
    tf.backend_util.computeOutShape(
      shapes.map((shape) => [...shape]),
      axis as number,
    ),
  BatchMatMul: ([a, b], { transposeA, transposeB }) => multiplied(a!, b!, transposeA === true, transposeB === true),
  AttuneBatchNormStored: same,
} satisfies Readonly<Record<string, ShapeRule>>;

/** Kernels with several outputs: a split into equal parts, and the pools of gates, whose second
 * output is the places of the maxima. */
export const severalOutputs = {
  SplitV: ([x], { numOrSizeSplits, axis }) =>
    tf.backend_util.prepareSplitSize({ shape: [...x!] } as tf.Tensor, numOrSizeSplits as number, axis as number).map((side) => x!.with(axis as number, side)),
  AttunePositionPools: ([x]) => [
    [2 * x![0]!, 1, 1, x![3]!],
    [x![0]!, x![3]!],
  ],
  AttuneChannelPools: ([x]) => [x!.with(3, 2), x!.slice(0, 3)],
} satisfies Readonly<Record<string, ShapesRule>>;

export type TracedKernel = keyof typeof shapeRules | keyof typeof severalOutputs;

export function hasSeveralOutputs(kernel: TracedKernel): kernel is keyof typeof severalOutputs {
  return kernel in severalOutputs;
}

function size(shape: Shape): number {
  return shape.reduce((product, side) => product * side, 1);
}

function reduced(shape: Shape, axes: unknown, keepDims: unknown): Shape {
  const dropped = new Set(tf.util.parseAxisParam(axes as number | number[], [...shape]));
  return keepDims === true ? shape.map((side, axis) => (dropped.has(axis) ? 1 : side)) : shape.filter((_, axis) => !dropped.has(axis));
}

function multiplied(a: Shape, b: Shape, transposeA: boolean, transposeB: boolean): Shape {
  const [rows, columns] = [transposeA ? a.at(-1)! : a.at(-2)!, transposeB ? b.at(-2)! : b.at(-1)!];
  return [...tf.backend_util.assertAndGetBroadcastShape(a.slice(0, -2), b.slice(0, -2)), rows, columns];
}

function windowed(x: Shape, filter: Shape | number, attributes: Attributes, kind: 'conv' | 'pool'): Shape {
  const { strides, pad, dimRoundingMode } = attributes as { strides: number; pad: 'same'; dimRoundingMode?: 'floor' };
  const input = [...x] as [number, number, number, number];
  const info =
    kind === 'conv'
      ? tf.backend_util.computeConv2DInfo(input, [...(filter as Shape)] as [number, number, number, number], strides, 1, pad, dimRoundingMode)
      : tf.backend_util.computePool2DInfo(input, filter as [number, number], strides, 1, pad, dimRoundingMode);
  return info.outShape;
}
