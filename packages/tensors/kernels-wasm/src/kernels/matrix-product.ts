import { type BatchMatMulAttrs, type TensorInfo, type _FusedMatMulAttrs, broadcast_util, util } from '@tensorflow/tfjs-core';

import { roundUp } from '../convolution/sizes.ts';
import type { Engine } from '../engine/engine.ts';
import type { TfjsKernel } from './kernel.ts';

const COLUMN_BLOCK = 64;
const MOST_ROWS = 252;

interface Product {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly bias?: TensorInfo | undefined;
  readonly relu?: boolean;
}

/** […, rows, depth] × […, depth, columns] → […, rows, columns]; the leading axes are those of both,
 * or one operand has a single matrix for all of the other's. */
function multiply(engine: Engine, { a, b, transposeA, transposeB, bias, relu = false }: Product): TensorInfo | undefined {
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
  const [aRows, aColumns] = a.shape.slice(-2) as [number, number];
  const [bRows, bColumns] = b.shape.slice(-2) as [number, number];
  const [aOuter, bOuter] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const [aBatch, bBatch] = [util.sizeFromShape(aOuter), util.sizeFromShape(bOuter)];
  if (aBatch !== 1 && bBatch !== 1 && !util.arraysEqual(aOuter, bOuter)) return undefined;
  const [rows, depth, columns] = [transposeA ? aColumns : aRows, transposeA ? aRows : aColumns, transposeB ? bRows : bColumns];
  const batch = Math.max(aBatch, bBatch);
  const depthOfB = transposeB ? bColumns : bRows;
  if (depth !== depthOfB || batch * rows * depth * columns === 0) return undefined;
  const outer = broadcast_util.assertAndGetBroadcastShape(aOuter, bOuter);
  const output = engine.output([...outer, rows, columns]);
  engine.scope(() => {
    const rowBlocks = Math.ceil(rows / MOST_ROWS);
    const rowBlock = roundUp(Math.ceil(rows / rowBlocks), engine.tile.rows);
    const columnBlocks = Math.ceil(columns / COLUMN_BLOCK);
    const addresses = [engine.address(a), engine.address(b), bias === undefined ? 0 : engine.address(bias), engine.address(output)];
    const strides = [aBatch === 1 ? 0 : aRows * aColumns, bBatch === 1 ? 0 : bRows * bColumns];
    const sizes = [rows, columns, depth, Number(transposeA), Number(transposeB)];
    const args = engine.write([...addresses, ...sizes, ...strides, rowBlock, rowBlocks, columnBlocks, Number(relu)]);
    engine.run('matrixProduct', args, batch * rowBlocks * columnBlocks);
  });
  return output;
}

export const batchMatMul: TfjsKernel = ({ inputs, attrs }, engine) => {
  const { transposeA, transposeB } = attrs as unknown as BatchMatMulAttrs;
  return multiply(engine, { a: inputs.a!, b: inputs.b!, transposeA, transposeB });
};

/** With a bias [columns] and ReLU, or neither. */
export const fusedMatMul: TfjsKernel = ({ inputs, attrs }, engine) => {
  const { a, b, bias, preluActivationWeights } = inputs;
  const { transposeA, transposeB, activation } = attrs as unknown as _FusedMatMulAttrs;
  const columns = b!.shape.at(transposeB ? -2 : -1);
  const isPlainBias = bias === undefined || util.sizeFromShape(bias.shape) === columns;
  if (!['linear', 'relu'].includes(activation) || preluActivationWeights !== undefined || !isPlainBias) return undefined;
  return multiply(engine, { a: a!, b: b!, transposeA, transposeB, bias, relu: activation === 'relu' });
};
