import type { FloatTensor } from '@attune/checkpoint';
import * as tf from '@tensorflow/tfjs-core';

import { ExportError } from '../export-error.ts';
import { varianceOf } from '../trace/batch-norm.ts';
import { convolutionBefore } from '../trace/fold-batch-norms.ts';
import { type AttuneNode, type GraphNode, type TfjsNode, type Value, dimension, nodeOf, source } from '../trace/graph.ts';
import { type Window, convolutionWindow, poolWindow } from '../trace/window.ts';
import type { OnnxBuilder } from './onnx-builder.ts';

/** A tensor in the model. Images and features of rank 4 are kept as ONNX's operators want them,
 * channels first; `asTraced` ones have the order of tfjs. */
interface Emitted {
  readonly name: string;
  readonly order: 'channels-first' | 'as-traced';
}

/** Writes the nodes of a traced pass into a model, each once, when something needs it. */
export class OnnxEmitter {
  readonly #builder: OnnxBuilder;
  readonly #weights: ReadonlyMap<string, FloatTensor>;
  readonly #weight: (name: string, tensor: FloatTensor) => string;
  readonly #emitted = new Map<GraphNode, readonly Emitted[]>();
  readonly #images: string;
  readonly #folded: ReadonlySet<GraphNode>;

  /** `folded`: batch norms that are biases of the convolutions before them; `weights`: by name, in
   * torch's layout; `weight` writes one. */
  constructor(config: {
    readonly builder: OnnxBuilder;
    readonly images: string;
    readonly weights: ReadonlyMap<string, FloatTensor>;
    readonly weight: (name: string, tensor: FloatTensor) => string;
    readonly folded: ReadonlySet<GraphNode>;
  }) {
    this.#builder = config.builder;
    this.#images = config.images;
    this.#weights = config.weights;
    this.#weight = config.weight;
    this.#folded = config.folded;
  }

  /** The name of a value in the order of tfjs. */
  asTraced(value: Value): string {
    const { name, order } = this.#emit(value);
    return order === 'as-traced' ? name : this.#builder.add('Transpose', [name], { perm: [0, 2, 3, 1] });
  }

  /** The name of a value of rank 4, [N, C, H, W]. */
  #channelsFirst(value: Value): string {
    const { name, order } = this.#emit(value);
    return order === 'channels-first' ? name : this.#builder.add('Transpose', [name], { perm: [0, 3, 1, 2] });
  }

  #emit(value: Value): Emitted {
    const origin = source(value);
    if (origin.kind === 'images') return { name: this.#images, order: 'channels-first' };
    if (origin.kind === 'constant') return { name: this.#builder.constant(origin.shape, Float32Array.from(origin.values)), order: 'as-traced' };
    if (origin.kind === 'weight') return { name: this.#weightNamed(origin.name), order: 'as-traced' };
    const known = this.#emitted.get(origin.node) ?? this.#emitNode(origin.node, origin.shape);
    this.#emitted.set(origin.node, known);
    return known[origin.output]!;
  }

  #weightNamed(name: string): string {
    return this.#weight(name, this.#weights.get(name)!);
  }

  #emitNode(node: GraphNode, shape: readonly number[]): readonly Emitted[] {
    switch (node.kernel) {
      case 'Conv2D':
        return [first(this.#convolution(node))];
      case 'AttuneBatchNormStored':
        return [first(this.#batchNorm(node))];
      case 'MaxPool':
        return [first(this.#builder.add('MaxPool', [this.#channelsFirst(node.inputs['x']!)], windowAttributes(poolWindow(node))))];
      case 'AttunePositionPools':
        return [first(this.#positionPools(node.inputs.x))];
      case 'AttuneChannelPools':
        return [first(this.#channelPools(node.inputs.x, node.attributes.meanAt))];
      case 'Relu':
      case 'Sigmoid':
        return [this.#alike(node.kernel, node.inputs['x']!)];
      case 'Add':
        return [this.#sum(node) ?? this.#binary('Add', node)];
      case 'Sub':
        return [this.#binary('Sub', node)];
      case 'Multiply':
        return [this.#binary('Mul', node)];
      case 'RealDiv':
        return [this.#binary('Div', node)];
      case 'Mean':
        return [this.#reduced('ReduceMean', node.inputs['x']!, node.attributes['axis'], node.attributes['keepDims'])];
      case 'Max':
        return [this.#reduced('ReduceMax', node.inputs['x']!, node.attributes['reductionIndices'], node.attributes['keepDims'])];
      case 'Reshape':
      case 'ExpandDims':
        return [this.#reshaped(node.inputs['x'] ?? node.inputs['input']!, shape)];
      case 'Transpose':
        return [this.#transposed(node.inputs['x']!, node.attributes['perm'] as readonly number[])];
      case 'Concat':
        return [
          {
            name: this.#builder.add(
              'Concat',
              Object.values(node.inputs).map((input) => this.asTraced(input)),
              { axis: node.attributes['axis'] as number },
            ),
            order: 'as-traced',
          },
        ];
      case 'SplitV':
        return this.#split(node);
      case 'BatchMatMul':
        return [traced(this.#product(node))];
      default:
        throw new ExportError(
          `${node.kernel} has no counterpart here in ONNX. If it belongs to a module of your own, write that module from convolutions, dense layers, pools, sums and products.`,
        );
    }
  }

  #convolution(node: TfjsNode, bias?: Value): string {
    const { x, filter } = node.inputs as { x: Value; filter: Value };
    const operands = [this.#channelsFirst(x), this.#kernel(filter), ...(bias === undefined ? [] : [this.#emit(bias).name])];
    return this.#builder.add('Conv', operands, windowAttributes(convolutionWindow(node)));
  }

  /** [O, I, H, W]: a weight is in torch's layout already. */
  #kernel(filter: Value): string {
    const origin = source(filter);
    if (origin.kind === 'weight') return this.#weightNamed(origin.name);
    if (origin.kind !== 'constant') throw new ExportError('A convolution whose kernel is computed cannot be exported.');
    const [height, width, channels, outputs] = origin.shape as [number, number, number, number];
    const values = new Float32Array(origin.values.length);
    for (let at = 0; at < values.length; at++) {
      const [o, i] = [at % outputs, Math.floor(at / outputs) % channels];
      values[(o * channels + i) * height * width + Math.floor(at / outputs / channels)] = origin.values[at]!;
    }
    return this.#builder.constant([outputs, channels, height, width], values);
  }

  #batchNorm(node: AttuneNode<'AttuneBatchNormStored'>): string {
    const { residual } = node.inputs;
    const normalized = this.#folded.has(node) ? this.#convolution(convolutionBefore(node.inputs.x)!, node.inputs.beta) : this.#normalized(node);
    const sum = residual === undefined ? normalized : this.#builder.add('Add', [normalized, this.#channelsFirst(residual)]);
    return node.attributes.relu ? this.#builder.add('Relu', [sum]) : sum;
  }

  #normalized({ inputs: { x, gamma, beta, mean, inverse } }: AttuneNode<'AttuneBatchNormStored'>): string {
    const { variance, epsilon } = varianceOf(inverse);
    const operands = [gamma, beta, mean, variance].map((value) => this.#emit(value).name);
    return this.#builder.add('BatchNormalization', [this.#channelsFirst(x), ...operands], { epsilon: { float: epsilon } });
  }

  #positionPools(x: Value): string {
    const input = this.#channelsFirst(x);
    const pools = ['ReduceMean', 'ReduceMax'].map((kind) => this.#builder.add(kind, [input], { axes: [2, 3], keepdims: 1 }));
    return this.#builder.add('Concat', pools, { axis: 0 });
  }

  #channelPools(x: Value, meanAt: number): string {
    const input = this.#channelsFirst(x);
    const [mean, peak] = ['ReduceMean', 'ReduceMax'].map((kind) => this.#builder.add(kind, [input], { axes: [1], keepdims: 1 })) as [string, string];
    return this.#builder.add('Concat', meanAt === 0 ? [mean, peak] : [peak, mean], { axis: 1 });
  }

  #alike(operation: string, x: Value): Emitted {
    const { name, order } = this.#emit(x);
    return { name: this.#builder.add(operation, [name]), order };
  }

  /** A convolution or dense layer with its bias; null for any other sum. */
  #sum({ inputs }: TfjsNode): Emitted | null {
    const { a, b } = inputs as { a: Value; b: Value };
    if (source(b).kind !== 'weight' || b.shape.length !== 1) return null;
    const convolution = nodeOf(a, 'Conv2D');
    if (convolution !== null) return first(this.#convolution(convolution, b));
    const product = nodeOf(a, 'BatchMatMul');
    return product === null ? null : traced(this.#product(product, b));
  }

  #binary(operation: string, { inputs }: TfjsNode): Emitted {
    const operands = [inputs['a']!, inputs['b']!];
    const channelsFirst = operands.some((operand) => source(operand).kind !== 'constant' && this.#emit(operand).order === 'channels-first');
    if (!channelsFirst)
      return traced(
        this.#builder.add(
          operation,
          operands.map((operand) => this.asTraced(operand)),
        ),
      );
    return first(
      this.#builder.add(
        operation,
        operands.map((operand) => this.#alongChannels(operand)),
      ),
    );
  }

  /** An operand beside features with channels first: a vector stands for its channels. */
  #alongChannels(value: Value): string {
    if (value.shape.length === 4) return this.#channelsFirst(value);
    if (value.shape.length === 0) return this.#emit(value).name;
    if (value.shape.length === 1) return this.#builder.add('Reshape', [this.#emit(value).name, this.#builder.integers([-1, 1, 1])]);
    throw new ExportError(`A sum or product of features with a tensor of rank ${value.shape.length} cannot be exported.`);
  }

  #reduced(operation: string, x: Value, axes: unknown, keepDims: unknown): Emitted {
    const { name, order } = this.#emit(x);
    const wanted = tf.util.parseAxisParam(axes as number | number[], [...x.shape]).toSorted((a, b) => a - b);
    const keepdims = keepDims === true ? 1 : 0;
    const staysInOrder = order === 'channels-first' && (keepdims === 1 || wanted.join() === '1,2' || wanted.join() === '3');
    if (!staysInOrder) return traced(this.#builder.add(operation, [this.asTraced(x)], { axes: wanted, keepdims }));
    const output = this.#builder.add(operation, [name], { axes: wanted.map((axis) => [0, 2, 3, 1][axis]!).toSorted((a, b) => a - b), keepdims });
    return { name: output, order: keepdims === 1 ? 'channels-first' : 'as-traced' };
  }

  #reshaped(x: Value, shape: readonly number[]): Emitted {
    if (isVectors(shape) && x.shape.length === 2)
      return first(this.#builder.add('Reshape', [this.asTraced(x), this.#builder.integers([...batchShape([shape[0]!, shape[3]!], x.shape), 1, 1])]));
    const input = isVectors(x.shape) ? this.#emit(x).name : this.asTraced(x);
    return traced(this.#builder.add('Reshape', [input, this.#builder.integers(batchShape(shape, x.shape))]));
  }

  /** Channels first is how such features are kept already. */
  #transposed(x: Value, perm: readonly number[]): Emitted {
    const { name, order } = this.#emit(x);
    if (order === 'channels-first' && perm.join() === '0,3,1,2') return traced(name);
    return traced(this.#builder.add('Transpose', [this.asTraced(x)], { perm }));
  }

  #split({ inputs, attributes }: TfjsNode): Emitted[] {
    const { name, order } = this.#emit(inputs['x']!);
    if (attributes['axis'] !== 0) throw new ExportError('Only a split of the batch can be exported.');
    const outputs = attributes['numOrSizeSplits'] as number | readonly number[];
    const parts = typeof outputs === 'number' ? outputs : outputs.length;
    return this.#builder.addSeveral('Split', [name], { outputs: parts, attributes: { axis: 0 } }).map((part) => ({ name: part, order }));
  }

  /** A dense layer's weight is [out, in], as torch's. */
  #product({ inputs, attributes }: TfjsNode, bias?: Value): string {
    const { a, b } = inputs as { a: Value; b: Value };
    const weight = source(b);
    if (attributes['transposeA'] === true || attributes['transposeB'] === true) throw new ExportError('A product with a transposed matrix cannot be exported.');
    if (weight.kind === 'weight' && a.shape.length === 2) {
      const operands = [this.asTraced(a), this.#weightNamed(weight.name), ...(bias === undefined ? [] : [this.#emit(bias).name])];
      return this.#builder.add('Gemm', operands, { transB: 1 });
    }
    const product = this.#builder.add('MatMul', [this.asTraced(a), this.asTraced(b)]);
    return bias === undefined ? product : this.#builder.add('Add', [product, this.#emit(bias).name]);
  }
}

function first(name: string): Emitted {
  return { name, order: 'channels-first' };
}

function traced(name: string): Emitted {
  return { name, order: 'as-traced' };
}

/** [N, 1, 1, C] */
function isVectors(shape: readonly number[]): boolean {
  return shape.length === 4 && shape[1] === 1 && shape[2] === 1;
}

/** 0 copies the input's dimension, −1 takes what is left. */
function batchShape(shape: readonly number[], from: readonly number[]): number[] {
  return shape.map((side, axis) => {
    const known = dimension(side);
    if ('fixed' in known) return known.fixed;
    return axis === 0 && from[0] === side ? 0 : -1;
  });
}

function windowAttributes({ height, width, strides, top, left, bottom, right }: Window): Record<string, readonly number[]> {
  return { kernel_shape: [height, width], strides, pads: [top, left, bottom, right] };
}
