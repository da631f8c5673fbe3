import type { GraphNode } from './graph.ts';
import { type Tensor, placesOf, sizeOf, stridesOf } from './tensor.ts';

type Operation = (node: GraphNode, inputs: readonly Tensor[]) => Tensor | readonly Tensor[];

/** What the networks of Attune are made of, in plain loops: slow beside an engine, and nothing to
 * install. */
export const operations: Readonly<Record<string, Operation>> = {
  Identity: (_, [x]) => x!,
  AddV2: (_, [a, b]) => combine(a!, b!, (x, y) => x + y),
  Mul: (_, [a, b]) => combine(a!, b!, (x, y) => x * y),
  Sub: (_, [a, b]) => combine(a!, b!, (x, y) => x - y),
  RealDiv: (_, [a, b]) => combine(a!, b!, (x, y) => x / y),
  Relu: (_, [x]) => ({ shape: x!.shape, data: x!.data.map((value) => Math.max(0, value)) }),
  Sigmoid: (_, [x]) => ({ shape: x!.shape, data: x!.data.map((value) => 1 / (1 + Math.exp(-value))) }),
  Conv2D: convolution,
  FusedBatchNormV3: batchNorm,
  MaxPool: maxPool,
  PadV2: (_, [x, frame, value]) => padded(x!, frame!.data, value!.data[0]!),
  Mean: (node, [x, axes]) => reduced(x!, axes!.data, { keeps: node.attr['keep_dims']?.b === true, start: 0, add: (sum, value) => sum + value, mean: true }),
  Max: (node, [x, axes]) => reduced(x!, axes!.data, { keeps: node.attr['keep_dims']?.b === true, start: -Infinity, add: Math.max, mean: false }),
  Reshape: (_, [x, shape]) => ({ shape: filled([...shape!.data], x!.data.length), data: x!.data }),
  Transpose: (_, [x, order]) => transposed(x!, [...order!.data]),
  ConcatV2: (_, inputs) => joined(inputs.slice(0, -1), inputs.at(-1)!.data[0]!),
  Split: (node, [axis, x]) => split(x!, axis!.data[0]!, Number(node.attr['num_split']?.i)),
  MatMul: (node, [a, b]) => product(a!, b!, [node.attr['transpose_a'], node.attr['transpose_b']]),
  BatchMatMulV2: (node, [a, b]) => products(a!, b!, [node.attr['adj_x'], node.attr['adj_y']]),
};

function repeated(shape: readonly number[]): number[] {
  return stridesOf(shape).map((stride, side) => (shape[side] === 1 ? 0 : stride));
}

/** Sides of 1 are repeated. */
function combine(a: Tensor, b: Tensor, of: (x: number, y: number) => number): Tensor {
  const rank = Math.max(a.shape.length, b.shape.length);
  const [left, right] = [a, b].map(({ shape }) => [...Array.from({ length: rank - shape.length }, () => 1), ...shape]) as [number[], number[]];
  const shape = left.map((side, index) => Math.max(side, right[index]!));
  const [inA, inB] = [placesOf(shape, repeated(left)), placesOf(shape, repeated(right))];
  return { shape, data: Float32Array.from(inA, (place, index) => of(a.data[place]!, b.data[inB[index]!]!)) };
}

function numbers(node: GraphNode, name: string): number[] {
  return (node.attr[name]?.list?.i ?? []).map(Number);
}

/** x [N, H, W, C], filter [h, w, C, D] → [N, H', W', D]. */
function convolution(node: GraphNode, [image, filter]: readonly Tensor[]): Tensor {
  const frame = numbers(node, 'explicit_paddings');
  const [, down = 1, across = 1] = numbers(node, 'strides');
  const x = padded(image!, frame, 0);
  const [images, rows, columns, channels] = x.shape as [number, number, number, number];
  const [high, wide, , features] = filter!.shape as [number, number, number, number];
  const [outRows, outColumns] = [Math.floor((rows - high) / down) + 1, Math.floor((columns - wide) / across) + 1];
  const data = new Float32Array(images * outRows * outColumns * features);
  const [from, weights] = [x.data, filter!.data];
  for (let place = 0; place < images * outRows * outColumns; place++) {
    const [column, line] = [place % outColumns, Math.floor(place / outColumns)];
    const top = Math.floor(line / outRows) * rows + (line % outRows) * down;
    for (let h = 0; h < high; h++) {
      const at = ((top + h) * columns + column * across) * channels;
      for (let k = 0; k < wide * channels; k++) {
        const value = from[at + k]!;
        if (value === 0) continue;
        const weight = (h * wide * channels + k) * features;
        for (let feature = 0; feature < features; feature++) data[place * features + feature]! += value * weights[weight + feature]!;
      }
    }
  }
  return { shape: [images, outRows, outColumns, features], data };
}

function batchNorm(node: GraphNode, [x, gamma, beta, mean, variance]: readonly Tensor[]): Tensor {
  const epsilon = node.attr['epsilon']?.f ?? 0;
  const channels = gamma!.data.length;
  const scale = gamma!.data.map((value, channel) => value / Math.sqrt(variance!.data[channel]! + epsilon));
  const shift = beta!.data.map((value, channel) => value - mean!.data[channel]! * scale[channel]!);
  return { shape: x!.shape, data: x!.data.map((value, index) => value * scale[index % channels]! + shift[index % channels]!) };
}

function maxPool(node: GraphNode, [x]: readonly Tensor[]): Tensor {
  const [, high = 1, wide = 1] = numbers(node, 'ksize');
  const [, down = 1, across = 1] = numbers(node, 'strides');
  const [, rows, columns, channels] = x!.shape as [number, number, number, number];
  const [outRows, outColumns] = [Math.floor((rows - high) / down) + 1, Math.floor((columns - wide) / across) + 1];
  const data = new Float32Array(outRows * outColumns * channels).fill(-Infinity);
  for (let index = 0; index < data.length; index++) {
    const [channel, place] = [index % channels, Math.floor(index / channels)];
    const [row, column] = [Math.floor(place / outColumns) * down, (place % outColumns) * across];
    for (let h = 0; h < high; h++)
      for (let w = 0; w < wide; w++) data[index] = Math.max(data[index]!, x!.data[((row + h) * columns + column + w) * channels + channel]!);
  }
  return { shape: [1, outRows, outColumns, channels], data };
}

/** [1, H, W, C] in a frame: `frame` has what is put before and after each side. */
function padded(x: Tensor, frame: ArrayLike<number>, value: number): Tensor {
  const [, rows, columns, channels] = x.shape as [number, number, number, number];
  const [top, bottom, left, right] = [2, 3, 4, 5].map((side) => frame[side] ?? 0) as [number, number, number, number];
  if (top + bottom + left + right === 0) return x;
  const [high, wide] = [rows + top + bottom, columns + left + right];
  const data = new Float32Array(high * wide * channels).fill(value);
  for (let row = 0; row < rows; row++)
    data.set(x.data.subarray(row * columns * channels, (row + 1) * columns * channels), ((row + top) * wide + left) * channels);
  return { shape: [1, high, wide, channels], data };
}

interface Reduction {
  readonly keeps: boolean;
  readonly start: number;
  readonly add: (sum: number, value: number) => number;
  readonly mean: boolean;
}

function reduced({ shape, data }: Tensor, axes: ArrayLike<number>, { keeps, start, add, mean }: Reduction): Tensor {
  const gone = new Set(Array.from(axes, (axis) => (axis + shape.length) % shape.length));
  const kept = shape.map((side, index) => (gone.has(index) ? 1 : side));
  const strides = stridesOf(kept).map((stride, index) => (gone.has(index) ? 0 : stride));
  const sums = new Float32Array(sizeOf(kept)).fill(start);
  placesOf(shape, strides).forEach((place, index) => (sums[place] = add(sums[place]!, data[index]!)));
  const count = data.length / sums.length;
  return { shape: keeps ? kept : kept.filter((_, index) => !gone.has(index)), data: mean ? sums.map((sum) => sum / count) : sums };
}

/** The side of −1 is what is left. */
function filled(shape: readonly number[], size: number): number[] {
  const known = sizeOf(shape.filter((side) => side >= 0));
  return shape.map((side) => (side < 0 ? size / known : side));
}

function transposed({ shape, data }: Tensor, order: readonly number[]): Tensor {
  const strides = stridesOf(shape);
  const turned = order.map((side) => shape[side]!);
  const places = placesOf(
    turned,
    order.map((side) => strides[side]!),
  );
  return { shape: turned, data: Float32Array.from(places, (place) => data[place]!) };
}

function joined(inputs: readonly Tensor[], axis: number): Tensor {
  const side = (axis + inputs[0]!.shape.length) % inputs[0]!.shape.length;
  const shape = inputs[0]!.shape.map((length, index) => (index === side ? inputs.reduce((sum, input) => sum + input.shape[side]!, 0) : length));
  const data = new Float32Array(sizeOf(shape));
  const rows = sizeOf(shape.slice(0, side));
  const width = data.length / rows;
  let before = 0;
  for (const input of inputs) {
    const own = input.data.length / rows;
    for (let row = 0; row < rows; row++) data.set(input.data.subarray(row * own, (row + 1) * own), row * width + before);
    before += own;
  }
  return { shape, data };
}

function split({ shape, data }: Tensor, axis: number, parts: number): Tensor[] {
  const side = (axis + shape.length) % shape.length;
  const part = shape.map((length, index) => (index === side ? length / parts : length));
  const rows = sizeOf(shape.slice(0, side));
  const [width, own] = [data.length / rows, data.length / rows / parts];
  return Array.from({ length: parts }, (_, number) => {
    const values = new Float32Array(rows * own);
    for (let row = 0; row < rows; row++) values.set(data.subarray(row * width + number * own, row * width + (number + 1) * own), row * own);
    return { shape: part, data: values };
  });
}

/** [B, N, K] · [B, K, M]; one matrix may serve for all of the other's. */
function products(a: Tensor, b: Tensor, turned: Turned): Tensor {
  const [left, right] = [matrices(a), matrices(b)];
  const count = Math.max(left.length, right.length);
  const results = Array.from({ length: count }, (_, number) => product(left[number % left.length]!, right[number % right.length]!, turned));
  const { shape } = left.length < right.length ? b : a;
  return { shape: [...shape.slice(0, -2), ...results[0]!.shape], data: Float32Array.from(results.flatMap(({ data }) => [...data])) };
}

function matrices({ shape, data }: Tensor): Tensor[] {
  const size = sizeOf(shape.slice(-2));
  return Array.from({ length: data.length / size }, (_, number) => ({ shape: shape.slice(-2), data: data.subarray(number * size, (number + 1) * size) }));
}

type Turned = readonly (GraphNode['attr'][string] | undefined)[];

/** [N, K] · [K, M], either turned. */
function product(a: Tensor, b: Tensor, turned: Turned): Tensor {
  const left = turned[0]?.b === true ? transposed(a, [1, 0]) : a;
  const right = turned[1]?.b === true ? transposed(b, [1, 0]) : b;
  const [rows, inner, columns] = [left.shape[0]!, left.shape[1]!, right.shape[1]!];
  const data = new Float32Array(rows * columns);
  for (let place = 0; place < rows * inner; place++) {
    const [row, k] = [Math.floor(place / inner), place % inner];
    for (let column = 0; column < columns; column++) data[row * columns + column]! += left.data[place]! * right.data[k * columns + column]!;
  }
  return { shape: [rows, columns], data };
}
