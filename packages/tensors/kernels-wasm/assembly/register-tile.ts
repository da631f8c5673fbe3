import { multiplyAdd } from './simd';

/** Rows of the register tile: 6 rows of 8 columns are 12 sums, which with two columns and one splat
 * row fill the 15 vector registers that V8 allots on x86-64. */
export const TILE_ROWS: i32 = 6;

/** Columns of the register tile. */
export const TILE_COLUMNS: i32 = 8;

// One loop, straight-line before and after it: a branch on what to store, or an unrolled loop,
// makes V8 spill the sums and halves the speed.

/** c[i, j] = from[i, j] + Σₖ a[i, k] · b[k, j] for one whole tile: `a` has 6 rows
 * `aStride` bytes apart, `b` is a packed panel of 8 columns. `from` may be `c`; with
 * stride 0 it is one row for all, zeros or a bias. */
export function tileRows(a: usize, aStride: usize, b: usize, from: usize, fromStride: usize, c: usize, cStride: usize, depth: i32): void {
  let c00 = v128.load(from);
  let c01 = v128.load(from, 16);
  let c10 = v128.load(from + fromStride);
  let c11 = v128.load(from + fromStride, 16);
  let c20 = v128.load(from + 2 * fromStride);
  let c21 = v128.load(from + 2 * fromStride, 16);
  let c30 = v128.load(from + 3 * fromStride);
  let c31 = v128.load(from + 3 * fromStride, 16);
  let c40 = v128.load(from + 4 * fromStride);
  let c41 = v128.load(from + 4 * fromStride, 16);
  let c50 = v128.load(from + 5 * fromStride);
  let c51 = v128.load(from + 5 * fromStride, 16);
  let a0 = a;
  let a1 = a0 + aStride;
  let a2 = a1 + aStride;
  let a3 = a2 + aStride;
  let a4 = a3 + aStride;
  let a5 = a4 + aStride;
  const end = a + ((<usize>depth) << 2);
  while (a0 < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const x0 = v128.load32_splat(a0);
    c00 = multiplyAdd(x0, b0, c00);
    c01 = multiplyAdd(x0, b1, c01);
    const x1 = v128.load32_splat(a1);
    c10 = multiplyAdd(x1, b0, c10);
    c11 = multiplyAdd(x1, b1, c11);
    const x2 = v128.load32_splat(a2);
    c20 = multiplyAdd(x2, b0, c20);
    c21 = multiplyAdd(x2, b1, c21);
    const x3 = v128.load32_splat(a3);
    c30 = multiplyAdd(x3, b0, c30);
    c31 = multiplyAdd(x3, b1, c31);
    const x4 = v128.load32_splat(a4);
    c40 = multiplyAdd(x4, b0, c40);
    c41 = multiplyAdd(x4, b1, c41);
    const x5 = v128.load32_splat(a5);
    c50 = multiplyAdd(x5, b0, c50);
    c51 = multiplyAdd(x5, b1, c51);
    a0 += 4;
    a1 += 4;
    a2 += 4;
    a3 += 4;
    a4 += 4;
    a5 += 4;
    b += 32;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c + cStride, c10);
  v128.store(c + cStride, c11, 16);
  v128.store(c + 2 * cStride, c20);
  v128.store(c + 2 * cStride, c21, 16);
  v128.store(c + 3 * cStride, c30);
  v128.store(c + 3 * cStride, c31, 16);
  v128.store(c + 4 * cStride, c40);
  v128.store(c + 4 * cStride, c41, 16);
  v128.store(c + 5 * cStride, c50);
  v128.store(c + 5 * cStride, c51, 16);
}

/** c[i, j] = from[i, j] + Σₖ a[k, i] · b[k, j] for one whole tile: both operands run along k,
 * `aStride` and `bStride` bytes a step, 6 and 8 neighbours wide. */
export function tileColumns(a: usize, aStride: usize, b: usize, bStride: usize, from: usize, fromStride: usize, c: usize, cStride: usize, depth: i32): void {
  let c00 = v128.load(from);
  let c01 = v128.load(from, 16);
  let c10 = v128.load(from + fromStride);
  let c11 = v128.load(from + fromStride, 16);
  let c20 = v128.load(from + 2 * fromStride);
  let c21 = v128.load(from + 2 * fromStride, 16);
  let c30 = v128.load(from + 3 * fromStride);
  let c31 = v128.load(from + 3 * fromStride, 16);
  let c40 = v128.load(from + 4 * fromStride);
  let c41 = v128.load(from + 4 * fromStride, 16);
  let c50 = v128.load(from + 5 * fromStride);
  let c51 = v128.load(from + 5 * fromStride, 16);
  for (let k = 0; k < depth; k++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const x0 = v128.load32_splat(a);
    c00 = multiplyAdd(x0, b0, c00);
    c01 = multiplyAdd(x0, b1, c01);
    const x1 = v128.load32_splat(a, 4);
    c10 = multiplyAdd(x1, b0, c10);
    c11 = multiplyAdd(x1, b1, c11);
    const x2 = v128.load32_splat(a, 8);
    c20 = multiplyAdd(x2, b0, c20);
    c21 = multiplyAdd(x2, b1, c21);
    const x3 = v128.load32_splat(a, 12);
    c30 = multiplyAdd(x3, b0, c30);
    c31 = multiplyAdd(x3, b1, c31);
    const x4 = v128.load32_splat(a, 16);
    c40 = multiplyAdd(x4, b0, c40);
    c41 = multiplyAdd(x4, b1, c41);
    const x5 = v128.load32_splat(a, 20);
    c50 = multiplyAdd(x5, b0, c50);
    c51 = multiplyAdd(x5, b1, c51);
    a += aStride;
    b += bStride;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c + cStride, c10);
  v128.store(c + cStride, c11, 16);
  v128.store(c + 2 * cStride, c20);
  v128.store(c + 2 * cStride, c21, 16);
  v128.store(c + 3 * cStride, c30);
  v128.store(c + 3 * cStride, c31, 16);
  v128.store(c + 4 * cStride, c40);
  v128.store(c + 4 * cStride, c41, 16);
  v128.store(c + 5 * cStride, c50);
  v128.store(c + 5 * cStride, c51, 16);
}
