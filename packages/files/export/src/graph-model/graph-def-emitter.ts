import * as tf from '@tensorflow/tfjs-core';

import { ExportError } from '../export-error.ts';
import { varianceOf } from '../trace/batch-norm.ts';
import { convolutionBefore } from '../trace/fold-batch-norms.ts';
import { type AttuneNode, type GraphNode, type TfjsNode, type Value, dimension, source } from '../trace/graph.ts';
import { convolutionWindow, poolWindow } from '../trace/window.ts';
import { quantise } from '../int8.ts';
import type { GraphDefBuilder, StoredAs } from './graph-def-builder.ts';
import { type GraphDefNode, flag, list, text } from './graph-def.ts';

/** Writes the nodes of a traced pass as TensorFlow's, each once, when something needs it. */
export class GraphDefEmitter {
  readonly #builder: GraphDefBuilder;
  readonly #weights: ReadonlyMap<string, Float32Array>;
  readonly #images: string;
  readonly #stored: StoredAs | undefined;
  readonly #folded: ReadonlySet<GraphNode>;
  readonly #emitted = new Map<GraphNode, string>();

  /** `weights`: by name, in this library's layout; `stored`: how kernels and matrices
   * are stored; `folded`: batch norms that are biases of the convolutions before them. */
  constructor({
    builder,
    images,
    weights,
    stored,
    folded,
  }: {
    readonly builder: GraphDefBuilder;
    readonly images: string;
    readonly weights: ReadonlyMap<string, Float32Array>;
    readonly stored: StoredAs | undefined;
    readonly folded: ReadonlySet<GraphNode>;
  }) {
    this.#builder = builder;
    this.#images = images;
    this.#weights = weights;
    this.#stored = stored;
    this.#folded = folded;
  }

  /** The name that a value has in the graph. */
  emit(value: Value): string {
    const origin = source(value);
    if (origin.kind === 'images') return this.#images;
    if (origin.kind === 'constant') return this.#builder.constant(origin.shape, origin.values);
    if (origin.kind === 'weight') return this.#weight(origin.name, origin.shape);
    const name = this.#emitted.get(origin.node) ?? this.#emitNode(origin.node, origin.shape);
    this.#emitted.set(origin.node, name);
    return origin.output === 0 ? name : `${name}:${origin.output}`;
  }

  #weight(name: string, shape: readonly number[]): string {
    const halves = this.#stored === 'float16' && shape.length > 1 ? 'float16' : undefined;
    return this.#builder.constant(shape, this.#weights.get(name)!, name, halves);
  }

  /** An operation whose second operand is a weight with its output channels last. As
   * int8 the weight enters as whole numbers, and what comes out is scaled channel by channel. */
  #weighted(op: string, [x, weight]: readonly [Value, Value], attributes: GraphDefNode['attr']): string {
    const origin = source(weight);
    if (this.#stored !== 'int8' || origin.kind !== 'weight') return this.#builder.add(op, [this.emit(x), this.emit(weight)], attributes);
    const channels = origin.shape.at(-1)!;
    const { steps, scale } = quantise(this.#weights.get(origin.name)!, { channels, axis: 'last' });
    const stored = this.#builder.constant(origin.shape, Float32Array.from(steps), origin.name, 'int8');
    const scaled = this.#builder.constant([channels], scale, `${origin.name}.int8_scale`);
    return this.#builder.add('Mul', [this.#builder.add(op, [this.emit(x), stored], attributes), scaled]);
  }

  #emitNode(node: GraphNode, shape: readonly number[]): string {
    const operands = ({ inputs }: TfjsNode) => Object.values(inputs).map((input) => this.emit(input));
    switch (node.kernel) {
      case 'Conv2D':
        return this.#convolution(node);
      case 'AttuneBatchNormStored':
        return this.#batchNorm(node);
      case 'MaxPool':
        return this.#maxPool(node);
      case 'AttunePositionPools':
        return this.#joined(0, this.#pools(node.inputs.x, [1, 2]));
      case 'AttuneChannelPools':
        return this.#channelPools(node);
      case 'Relu':
      case 'Sigmoid':
      case 'Sub':
      case 'RealDiv':
        return this.#builder.add(node.kernel, operands(node));
      case 'Add':
        return this.#builder.add('AddV2', operands(node));
      case 'Multiply':
        return this.#builder.add('Mul', operands(node));
      case 'Mean':
        return this.#reduced('Mean', node.inputs['x']!, node.attributes['axis'], node.attributes['keepDims']);
      case 'Max':
        return this.#reduced('Max', node.inputs['x']!, node.attributes['reductionIndices'], node.attributes['keepDims']);
      case 'Reshape':
      case 'ExpandDims':
        return this.#builder.add('Reshape', [this.emit(node.inputs['x'] ?? node.inputs['input']!), this.#builder.integers(batchShape(shape))]);
      case 'Transpose':
        return this.#builder.add('Transpose', [this.emit(node.inputs['x']!), this.#builder.integers(node.attributes['perm'] as number[])]);
      case 'Concat':
        return this.#joined(node.attributes['axis'] as number, operands(node));
      case 'SplitV':
        return this.#split(node);
      case 'BatchMatMul':
        return this.#product(node);
      default:
        throw new ExportError(
          `${node.kernel} has no counterpart here in a graph model. If it belongs to a module of your own, write that module from convolutions, dense layers, pools, sums and products.`,
        );
    }
  }

  #convolution(node: TfjsNode): string {
    const { x, filter } = node.inputs as { x: Value; filter: Value };
    const { strides, top, bottom, left, right } = convolutionWindow(node);
    return this.#weighted('Conv2D', [x, filter], {
      strides: list([1, ...strides, 1]),
      dilations: list([1, 1, 1, 1]),
      padding: text('EXPLICIT'),
      explicit_paddings: list([0, 0, top, bottom, left, right, 0, 0]),
      data_format: text('NHWC'),
    });
  }

  #batchNorm(node: AttuneNode<'AttuneBatchNormStored'>): string {
    const { x, beta, residual } = node.inputs;
    const normalized = this.#folded.has(node)
      ? this.#builder.add('AddV2', [this.#convolution(convolutionBefore(x)!), this.emit(beta)])
      : this.#normalized(node);
    const sum = residual === undefined ? normalized : this.#builder.add('AddV2', [normalized, this.emit(residual)]);
    return node.attributes.relu ? this.#builder.add('Relu', [sum]) : sum;
  }

  #normalized({ inputs: { x, gamma, beta, mean, inverse } }: AttuneNode<'AttuneBatchNormStored'>): string {
    const { variance, epsilon } = varianceOf(inverse);
    const operands = [x, gamma, beta, mean, variance].map((value) => this.emit(value));
    return this.#builder.add('FusedBatchNormV3', operands, { epsilon: { f: epsilon }, is_training: flag(false), data_format: text('NHWC') });
  }

  /** TensorFlow's max-pool knows no padding of its own: the features get a frame of the
   * least float first. */
  #maxPool(node: TfjsNode): string {
    const x = node.inputs['x']!;
    const { height, width, strides, top, bottom, left, right } = poolWindow(node);
    const frame = Int32Array.of(0, 0, top, bottom, left, right, 0, 0);
    const framed = frame.some((side) => side > 0)
      ? this.#builder.add('PadV2', [this.emit(x), this.#builder.constant([4, 2], frame), this.#builder.constant([], Float32Array.of(-3.4028234663852886e38))])
      : this.emit(x);
    return this.#builder.add('MaxPool', [framed], {
      ksize: list([1, height, width, 1]),
      strides: list([1, ...strides, 1]),
      padding: text('VALID'),
      data_format: text('NHWC'),
    });
  }

  #channelPools({ inputs, attributes }: AttuneNode<'AttuneChannelPools'>): string {
    const pools = this.#pools(inputs.x, [3]);
    return this.#joined(3, attributes.meanAt === 0 ? pools : pools.toReversed());
  }

  /** Mean, then maximum. */
  #pools(x: Value, axes: readonly number[]): string[] {
    return ['Mean', 'Max'].map((kind) => this.#reduced(kind, x, axes, true));
  }

  #joined(axis: number, operands: readonly string[]): string {
    return this.#builder.add('ConcatV2', [...operands, this.#builder.constant([], Int32Array.of(axis), `axis_${axis}`)], { N: { i: `${operands.length}` } });
  }

  #reduced(op: string, x: Value, axes: unknown, keepDims: unknown): string {
    const wanted = tf.util.parseAxisParam(axes as number | number[], [...x.shape]);
    return this.#builder.add(op, [this.emit(x), this.#builder.integers(wanted)], { keep_dims: flag(keepDims === true) });
  }

  #split({ inputs, attributes }: TfjsNode): string {
    const outputs = attributes['numOrSizeSplits'] as number | readonly number[];
    const parts = typeof outputs === 'number' ? outputs : outputs.length;
    const axis = attributes['axis'] as number;
    return this.#builder.add('Split', [this.#builder.constant([], Int32Array.of(axis), `axis_${axis}`), this.emit(inputs['x']!)], {
      num_split: { i: `${parts}` },
    });
  }

  #product({ inputs, attributes }: TfjsNode): string {
    const { a, b } = inputs as { a: Value; b: Value };
    const [transposeA, transposeB] = [attributes['transposeA'] === true, attributes['transposeB'] === true];
    const isMatrix = a.shape.length === 2;
    const op = isMatrix ? 'MatMul' : 'BatchMatMulV2';
    const turned = { [isMatrix ? 'transpose_a' : 'adj_x']: flag(transposeA), [isMatrix ? 'transpose_b' : 'adj_y']: flag(transposeB) };
    return transposeB ? this.#builder.add(op, [this.emit(a), this.emit(b)], turned) : this.#weighted(op, [a, b], turned);
  }
}

/** −1 where the batch is. */
function batchShape(shape: readonly number[]): number[] {
  return shape.map((side) => {
    const known = dimension(side);
    return 'fixed' in known ? known.fixed : -1;
  });
}
