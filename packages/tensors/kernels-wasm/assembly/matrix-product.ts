import { addOuterProducts, copyPositive } from './gather-convolution';
import { copyFloats, floatAt, roundUp, zeroFloats } from './memory';
import { packRows } from './pack-panels';
import { TILE_COLUMNS, TILE_ROWS, tileRows } from './register-tile';

/** output [batch, rows, columns] = relu?(a · b + bias). Either operand may be stored transposed. */
@unmanaged
export class MatrixProduct {
  a: usize;
  b: usize;
  bias: usize;
  output: usize;
  rows: i32;
  columns: i32;
  depth: i32;
  /** 1: stored [depth, rows]. */
  aTransposed: i32;
  /** 1: stored [columns, depth]. */
  bTransposed: i32;
  /** Floats from one matrix of the batch to the next; 0 where it is one for all. */
  aBatch: i32;
  bBatch: i32;
  rowBlock: i32;
  rowBlocks: i32;
  columnBlocks: i32;
  relu: i32;
}

/** Columns an item computes. */
const COLUMN_BLOCK: i32 = 64;
const DEPTH_BLOCK: i32 = 256;

/** Computes one rectangle of one product. Scratch: sums [rowBlock, 64], b [256, 64] in panels or
 * rows, a [256, rowBlock]. */
export function matrixProductItem(args: usize, item: i32, scratch: usize): void {
  const task = changetype<MatrixProduct>(args);
  const blocks = task.rowBlocks * task.columnBlocks;
  const batch = item / blocks;
  const firstRow = ((item % blocks) % task.rowBlocks) * task.rowBlock;
  const firstColumn = ((item % blocks) / task.rowBlocks) * COLUMN_BLOCK;
  const rows = min(task.rowBlock, task.rows - firstRow);
  const columns = min(COLUMN_BLOCK, task.columns - firstColumn);
  const sums = scratch;
  const b = floatAt(sums, task.rowBlock * COLUMN_BLOCK);
  const a = floatAt(b, DEPTH_BLOCK * COLUMN_BLOCK);
  startSums(task, firstColumn, rows, columns, sums);
  for (let start = 0; start < task.depth; start += DEPTH_BLOCK) {
    const depth = min(DEPTH_BLOCK, task.depth - start);
    if (task.aTransposed != 0) addTransposed(task, batch, firstRow, firstColumn, start, rows, columns, depth, sums, a, b);
    else addPlain(task, batch, firstRow, firstColumn, start, rows, columns, depth, sums, a, b);
  }
  for (let row = 0; row < rows; row++) {
    const to = floatAt(task.output, (batch * task.rows + firstRow + row) * task.columns + firstColumn);
    if (task.relu != 0) copyPositive(to, floatAt(sums, row * COLUMN_BLOCK), columns);
    else copyFloats(to, floatAt(sums, row * COLUMN_BLOCK), columns);
  }
}

function startSums(task: MatrixProduct, firstColumn: i32, rows: i32, columns: i32, sums: usize): void {
  for (let row = 0; row < roundUp(rows, TILE_ROWS); row++) {
    const to = floatAt(sums, row * COLUMN_BLOCK);
    if (task.bias == 0) zeroFloats(to, COLUMN_BLOCK);
    else copyFloats(to, floatAt(task.bias, firstColumn), columns);
  }
}

/** Rows of `a` are read where they are, but for a last tile that would end behind the matrix. */
function addPlain(task: MatrixProduct, batch: i32, firstRow: i32, firstColumn: i32, start: i32, rows: i32, columns: i32, depth: i32, sums: usize, tail: usize, panels: usize): void {
  const depthStride = task.bTransposed ? 1 : task.columns;
  const columnStride = task.bTransposed ? task.depth : 1;
  const b = floatAt(task.b, batch * task.bBatch + start * depthStride + firstColumn * columnStride);
  const a = floatAt(task.a, batch * task.aBatch + firstRow * task.depth + start);
  const whole = (rows / TILE_ROWS) * TILE_ROWS;
  for (let row = whole; row < rows; row++) copyFloats(floatAt(tail, (row - whole) * depth), floatAt(a, row * task.depth), depth);
  for (let column = 0; column < columns; column += TILE_COLUMNS) {
    const panel = floatAt(panels, column * depth);
    packRows(floatAt(b, column * columnStride), depthStride, columnStride, depth, min(TILE_COLUMNS, columns - column), panel);
    for (let row = 0; row < whole; row += TILE_ROWS) addTile(floatAt(a, row * task.depth), task.depth, panel, floatAt(sums, row * COLUMN_BLOCK + column), depth);
    if (whole < rows) addTile(tail, depth, panel, floatAt(sums, whole * COLUMN_BLOCK + column), depth);
  }
}

// @ts-ignore: decorator
@inline
function addTile(a: usize, aStride: i32, panel: usize, sums: usize, depth: i32): void {
  tileRows(a, aStride << 2, panel, sums, COLUMN_BLOCK << 2, sums, COLUMN_BLOCK << 2, depth);
}

/** Both operands are copied, a depth at a time, so that whole tiles may be read. */
function addTransposed(task: MatrixProduct, batch: i32, firstRow: i32, firstColumn: i32, start: i32, rows: i32, columns: i32, depth: i32, sums: usize, a: usize, b: usize): void {
  const bFrom = floatAt(task.b, batch * task.bBatch + firstColumn * (task.bTransposed ? task.depth : 1));
  const aFrom = floatAt(task.a, batch * task.aBatch + firstRow);
  for (let k = 0; k < depth; k++) {
    copyFloats(floatAt(a, k * task.rowBlock), floatAt(aFrom, (start + k) * task.rows), rows);
    if (task.bTransposed == 0) copyFloats(floatAt(b, k * COLUMN_BLOCK), floatAt(bFrom, (start + k) * task.columns), columns);
    else for (let column = 0; column < columns; column++) store<f32>(floatAt(b, k * COLUMN_BLOCK + column), load<f32>(floatAt(bFrom, column * task.depth + start + k)));
  }
  addOuterProducts(a, task.rowBlock, b, COLUMN_BLOCK, sums, COLUMN_BLOCK, rows, columns, depth);
}
