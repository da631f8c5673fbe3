import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';

import type { Engine } from '../engine/engine.ts';
import { KernelCoverageError, type OwnKernel, type TfjsKernel } from './kernel.ts';

const FLOATS_PER_ITEM = 32_768;

/** Numbers of `source/elementwise.h`. */
const operations = { add: 0, subtract: 1, multiply: 2, wherePositive: 3 } as const;

/** How a smaller operand is repeated over the rows of a larger one. */
interface Broadcast {
  readonly rows: number;
  readonly inner: number;
  /** Rows that share one row of the smaller operand. */
  readonly repeat: number;
  /** Floats between its rows. */
  readonly stride: number;
  /** Whether a row of it is one value. */
  readonly splat: boolean;
}

/** The pattern by which `small` fills `large`, where it is one of those that networks
 * have: equal shapes, a vector along the last axes, one value a row, or a map for each
 * image such as [N, 1, 1, C]. */
function broadcastOf(large: readonly number[], small: readonly number[]): Broadcast | undefined {
  const size = util.sizeFromShape([...large]);
  const padded = [...Array.from({ length: large.length - small.length }, () => 1), ...small];
  if (padded.length !== large.length || padded.some((length, axis) => length !== 1 && length !== large[axis])) return undefined;
  if (util.arraysEqual([...large], padded)) return { rows: 1, inner: size, repeat: 1, stride: 0, splat: false };
  const firstOne = padded.findIndex((length, axis) => length === 1 && large[axis] !== 1);
  const lastOne = padded.findLastIndex((length, axis) => length === 1 && large[axis] !== 1);
  const repeated = util.sizeFromShape(large.slice(firstOne, lastOne + 1));
  const isOneBlock = padded.slice(firstOne, lastOne + 1).every((length) => length === 1);
  if (!isOneBlock) return undefined;
  const inner = util.sizeFromShape(large.slice(lastOne + 1));
  const outer = size / repeated / inner;
  if (inner === 1) return { rows: outer, inner: repeated, repeat: 1, stride: outer === 1 ? 0 : 1, splat: true };
  return { rows: outer * repeated, inner, repeat: repeated, stride: inner, splat: false };
}

function combine(engine: Engine, operation: keyof typeof operations, a: TensorInfo, b: TensorInfo): TensorInfo | undefined {
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
  const pattern = broadcastOf(a.shape, b.shape);
  if (pattern === undefined || util.sizeFromShape(a.shape) === 0) return undefined;
  const output = engine.output(a.shape);
  engine.scope(() => {
    const { rows, inner, repeat, stride, splat } = inLines(pattern);
    const rowsPerItem = Math.max(1, Math.floor(FLOATS_PER_ITEM / inner));
    const addresses = [engine.address(a), engine.address(b), engine.address(output)];
    const args = engine.write([...addresses, rows, inner, rowsPerItem, repeat, stride, Number(splat), operations[operation]]);
    engine.run('binary', args, Math.ceil(rows / rowsPerItem));
  });
  return output;
}

/** Equal shapes are one long row: cut, so that threads can share it, where the cut is even. */
function inLines(pattern: Broadcast): Broadcast {
  const { rows, inner, splat } = pattern;
  if (rows > 1 || splat) return pattern;
  const length = [8192, 4096, 1024, 256, 64].find((candidate) => inner % candidate === 0);
  return length === undefined ? pattern : { rows: inner / length, inner: length, repeat: 1, stride: length, splat: false };
}

function commutative(operation: 'add' | 'multiply'): TfjsKernel {
  return ({ inputs }, engine) => {
    const [a, b] = [inputs.a!, inputs.b!];
    return util.sizeFromShape(a.shape) >= util.sizeFromShape(b.shape) ? combine(engine, operation, a, b) : combine(engine, operation, b, a);
  };
}

export const add = commutative('add');
export const multiply = commutative('multiply');
export const subtract: TfjsKernel = ({ inputs }, engine) => combine(engine, 'subtract', inputs.a!, inputs.b!);

/** dy where y > 0, else 0: the gradient of ReLU from its input or its output. */
export const reluGradient: OwnKernel<'AttuneReluGrad'> = ({ inputs: { dy, y } }, engine) => {
  const output = combine(engine, 'wherePositive', dy, y);
  if (output === undefined) throw new KernelCoverageError('AttuneReluGrad');
  return output;
};

export const relu: TfjsKernel = ({ inputs }, engine) => {
  const x = inputs.x!;
  const count = util.sizeFromShape(x.shape);
  if (x.dtype !== 'float32' || count === 0) return undefined;
  const output = engine.output(x.shape);
  engine.scope(() => {
    const args = engine.write([engine.address(x), 0, engine.address(output), count, 1, FLOATS_PER_ITEM]);
    engine.run('relu', args, Math.ceil(count / FLOATS_PER_ITEM));
  });
  return output;
};

/** The same values under another name: tfjs's own kernel copies them. */
export const identity: TfjsKernel = ({ inputs }, engine) => (inputs.x!.dtype === 'string' ? undefined : engine.alias(inputs.x!));
