import { floatAt } from './memory';

/** output = a op b over rows of `inner` values. Row r of b begins at ⌊r / repeat⌋ · stride; where
 * `splat` is 1 it is one value for the whole row. */
@unmanaged
export class Binary {
  a: usize;
  b: usize;
  output: usize;
  rows: i32;
  inner: i32;
  rowsPerItem: i32;
  repeat: i32;
  stride: i32;
  splat: i32;
  operation: i32;
}

const ADD: i32 = 0;
const SUBTRACT: i32 = 1;
const MULTIPLY: i32 = 2;
/** a where b > 0, else 0: the gradient of ReLU from its output. */
const WHERE_POSITIVE: i32 = 3;

export function binaryItem(args: usize, item: i32, _scratch: usize): void {
  const task = changetype<Binary>(args);
  const last = min(task.rows, (item + 1) * task.rowsPerItem);
  for (let row = item * task.rowsPerItem; row < last; row++) {
    const a = floatAt(task.a, row * task.inner);
    const to = floatAt(task.output, row * task.inner);
    const b = floatAt(task.b, (row / task.repeat) * task.stride);
    if (task.splat != 0) combineSplat(task.operation, a, load<f32>(b), to, task.inner);
    else combine(task.operation, a, b, to, task.inner);
  }
}

// @ts-ignore: decorator
@inline
function vector(operation: i32, a: v128, b: v128): v128 {
  if (operation == ADD) return f32x4.add(a, b);
  if (operation == SUBTRACT) return f32x4.sub(a, b);
  if (operation == MULTIPLY) return f32x4.mul(a, b);
  return v128.and(a, f32x4.gt(b, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
function scalar(operation: i32, a: f32, b: f32): f32 {
  if (operation == ADD) return a + b;
  if (operation == SUBTRACT) return a - b;
  if (operation == MULTIPLY) return a * b;
  return b > 0 ? a : 0;
}

// The operation is asked once for each stretch of values, not once for each value: the four loops
// are one function compiled four times.
function combine(operation: i32, a: usize, b: usize, to: usize, count: i32): void {
  if (operation == ADD) return combineBy(ADD, a, b, to, count);
  if (operation == SUBTRACT) return combineBy(SUBTRACT, a, b, to, count);
  if (operation == MULTIPLY) return combineBy(MULTIPLY, a, b, to, count);
  combineBy(WHERE_POSITIVE, a, b, to, count);
}

// @ts-ignore: decorator
@inline
function combineBy(operation: i32, a: usize, b: usize, to: usize, count: i32): void {
  let index = 0;
  for (; index + 4 <= count; index += 4) v128.store(floatAt(to, index), vector(operation, v128.load(floatAt(a, index)), v128.load(floatAt(b, index))));
  for (; index < count; index++) store<f32>(floatAt(to, index), scalar(operation, load<f32>(floatAt(a, index)), load<f32>(floatAt(b, index))));
}

function combineSplat(operation: i32, a: usize, b: f32, to: usize, count: i32): void {
  const splat = f32x4.splat(b);
  let index = 0;
  for (; index + 4 <= count; index += 4) v128.store(floatAt(to, index), vector(operation, v128.load(floatAt(a, index)), splat));
  for (; index < count; index++) store<f32>(floatAt(to, index), scalar(operation, load<f32>(floatAt(a, index)), b));
}

/** output = max(a, 0), NaN staying NaN. */
export function reluItem(args: usize, item: i32, _scratch: usize): void {
  const task = changetype<Binary>(args);
  const from = item * task.rowsPerItem;
  const until = min(task.rows, from + task.rowsPerItem);
  let index = from;
  for (; index + 4 <= until; index += 4) v128.store(floatAt(task.output, index), f32x4.max(v128.load(floatAt(task.a, index)), f32x4.splat(0)));
  for (; index < until; index++) store<f32>(floatAt(task.output, index), max<f32>(load<f32>(floatAt(task.a, index)), 0));
}
