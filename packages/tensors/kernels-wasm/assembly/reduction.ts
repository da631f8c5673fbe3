import { floatAt } from './memory';
import { multiplyAdd, sumLanes } from './simd';

/** Sums over the middle of [outer, length, inner], in parts that are joined in order. */
@unmanaged
export class Reduction {
  input: usize;
  /** [outer, parts, inner] */
  partials: usize;
  /** [outer, inner] */
  output: usize;
  length: i32;
  inner: i32;
  parts: i32;
  partLength: i32;
  /** Multiplies the sum: 1 / length for a mean. */
  scale: f32;
}

/** One part of one outer index. */
export function sumPartItem(args: usize, item: i32, _scratch: usize): void {
  const task = changetype<Reduction>(args);
  const part = item % task.parts;
  const first = part * task.partLength;
  const count = min(task.partLength, task.length - first);
  const from = floatAt(task.input, ((item / task.parts) * task.length + first) * task.inner);
  const to = floatAt(task.partials, item * task.inner);
  if (task.inner == 1) {
    store<f32>(to, sumRow(from, count));
    return;
  }
  const stride = <usize>task.inner << 2;
  let inner = 0;
  for (; inner + 4 <= task.inner; inner += 4) {
    let sum = f32x4.splat(0);
    let at = floatAt(from, inner);
    for (let index = 0; index < count; index++, at += stride) sum = f32x4.add(sum, v128.load(at));
    v128.store(floatAt(to, inner), sum);
  }
  for (; inner < task.inner; inner++) {
    let sum: f32 = 0;
    let at = floatAt(from, inner);
    for (let index = 0; index < count; index++, at += stride) sum += load<f32>(at);
    store<f32>(floatAt(to, inner), sum);
  }
}

function sumRow(from: usize, count: i32): f32 {
  let sums = f32x4.splat(0);
  let index = 0;
  for (; index + 4 <= count; index += 4) sums = f32x4.add(sums, v128.load(floatAt(from, index)));
  let sum = sumLanes(sums);
  for (; index < count; index++) sum += load<f32>(floatAt(from, index));
  return sum;
}

/** Joins the parts of one outer index, in float64. */
export function joinSumsItem(args: usize, item: i32, _scratch: usize): void {
  const task = changetype<Reduction>(args);
  for (let inner = 0; inner < task.inner; inner++) {
    let sum: f64 = 0;
    for (let part = 0; part < task.parts; part++) sum += load<f32>(floatAt(task.partials, (item * task.parts + part) * task.inner + inner));
    store<f32>(floatAt(task.output, item * task.inner + inner), <f32>(sum * <f64>task.scale));
  }
}

/** Sum of squares of one part of [length] to `partials`. */
export function sumSquaresPartItem(args: usize, item: i32, _scratch: usize): void {
  const task = changetype<Reduction>(args);
  const first = item * task.partLength;
  const count = min(task.partLength, task.length - first);
  const from = floatAt(task.input, first);
  let sums = f32x4.splat(0);
  let index = 0;
  for (; index + 4 <= count; index += 4) {
    const value = v128.load(floatAt(from, index));
    sums = multiplyAdd(value, value, sums);
  }
  let sum = sumLanes(sums);
  for (; index < count; index++) sum += load<f32>(floatAt(from, index)) * load<f32>(floatAt(from, index));
  store<f32>(floatAt(task.partials, item), sum);
}
