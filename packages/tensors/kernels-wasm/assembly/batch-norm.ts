import { floatAt } from './memory';
import { multiplyAdd, multiplySubtract } from './simd';

/** Values [rows, channels], and what batch norm makes of them a channel at a time. Vectors are
 * [channels]; unused addresses are 0. */
@unmanaged
export class BatchNorm {
  x: usize;
  /** Output of the forward pass, which tells where its ReLU was open; or 0 without ReLU. */
  y: usize;
  dy: usize;
  /** Added before the ReLU; in the backward pass where its gradient goes. */
  residual: usize;
  output: usize;
  mean: usize;
  variance: usize;
  inverse: usize;
  gamma: usize;
  beta: usize;
  dGamma: usize;
  dBeta: usize;
  /** [items, 2, channels] */
  partials: usize;
  rows: i32;
  channels: i32;
  rowsPerItem: i32;
  relu: i32;
  /** 1 when the statistics are of these values, so that the gradient goes through them too. */
  training: i32;
  epsilon: f32;
}

// @ts-ignore: decorator
@inline
function firstRow(norm: BatchNorm, item: i32): i32 {
  return item * norm.rowsPerItem;
}

// @ts-ignore: decorator
@inline
function rowsOf(norm: BatchNorm, item: i32): i32 {
  return min(norm.rowsPerItem, norm.rows - item * norm.rowsPerItem);
}

/** Sum and squared deviation from the item's own mean, for each channel of some rows: no
 * cancellation, and memory is read once since the rows stay in the cache. */
export function batchNormStatisticsItem(args: usize, item: i32, _scratch: usize): void {
  const norm = changetype<BatchNorm>(args);
  const rows = rowsOf(norm, item);
  const x = floatAt(norm.x, firstRow(norm, item) * norm.channels);
  const sums = floatAt(norm.partials, item * 2 * norm.channels);
  const squares = floatAt(sums, norm.channels);
  let channel = 0;
  for (; channel + 8 <= norm.channels; channel += 8) statisticsOfEight(floatAt(x, channel), rows, <usize>norm.channels << 2, floatAt(sums, channel), floatAt(squares, channel));
  for (; channel < norm.channels; channel++) statisticsOfOne(floatAt(x, channel), rows, <usize>norm.channels << 2, floatAt(sums, channel), floatAt(squares, channel));
}

function statisticsOfEight(x: usize, rows: i32, stride: usize, sums: usize, squares: usize): void {
  let low = f32x4.splat(0);
  let high = f32x4.splat(0);
  const end = x + <usize>rows * stride;
  for (let at = x; at < end; at += stride) {
    low = f32x4.add(low, v128.load(at));
    high = f32x4.add(high, v128.load(at, 16));
  }
  v128.store(sums, low);
  v128.store(sums, high, 16);
  const share = f32x4.splat(<f32>1 / <f32>rows);
  const lowMean = f32x4.mul(low, share);
  const highMean = f32x4.mul(high, share);
  low = f32x4.splat(0);
  high = f32x4.splat(0);
  for (let at = x; at < end; at += stride) {
    const lowApart = f32x4.sub(v128.load(at), lowMean);
    const highApart = f32x4.sub(v128.load(at, 16), highMean);
    low = multiplyAdd(lowApart, lowApart, low);
    high = multiplyAdd(highApart, highApart, high);
  }
  v128.store(squares, low);
  v128.store(squares, high, 16);
}

function statisticsOfOne(x: usize, rows: i32, stride: usize, sums: usize, squares: usize): void {
  let sum: f32 = 0;
  const end = x + <usize>rows * stride;
  for (let at = x; at < end; at += stride) sum += load<f32>(at);
  const mean = sum / <f32>rows;
  let square: f32 = 0;
  for (let at = x; at < end; at += stride) {
    const apart = load<f32>(at) - mean;
    square += apart * apart;
  }
  store<f32>(sums, sum);
  store<f32>(squares, square);
}

const CHANNELS_PER_ITEM: i32 = 16;

/** Joins the items' statistics (Chan et al. 1979), in float64 and in order: mean,
 * biased variance, 1 / √(variance + ε). */
export function batchNormJoinItem(args: usize, item: i32, _scratch: usize): void {
  const norm = changetype<BatchNorm>(args);
  const items = (norm.rows + norm.rowsPerItem - 1) / norm.rowsPerItem;
  const last = min(norm.channels, (item + 1) * CHANNELS_PER_ITEM);
  for (let channel = item * CHANNELS_PER_ITEM; channel < last; channel++) {
    let sum: f64 = 0;
    for (let part = 0; part < items; part++) sum += load<f32>(floatAt(norm.partials, part * 2 * norm.channels + channel));
    const mean = sum / <f64>norm.rows;
    let squares: f64 = 0;
    for (let part = 0; part < items; part++) {
      const count = <f64>rowsOf(norm, part);
      const apart = <f64>load<f32>(floatAt(norm.partials, part * 2 * norm.channels + channel)) / count - mean;
      squares += <f64>load<f32>(floatAt(norm.partials, (part * 2 + 1) * norm.channels + channel)) + apart * apart * count;
    }
    const variance = squares / <f64>norm.rows;
    store<f32>(floatAt(norm.mean, channel), <f32>mean);
    store<f32>(floatAt(norm.variance, channel), <f32>variance);
    store<f32>(floatAt(norm.inverse, channel), <f32>(1 / Math.sqrt(variance + <f64>norm.epsilon)));
  }
}

/** output = relu?((x − mean) · γ · inverse + β + residual?) Scratch: γ · inverse. */
export function batchNormApplyItem(args: usize, item: i32, scratch: usize): void {
  const norm = changetype<BatchNorm>(args);
  const channels = norm.channels;
  const offset = firstRow(norm, item) * channels;
  const rows = rowsOf(norm, item);
  for (let channel = 0; channel < channels; channel++) {
    store<f32>(floatAt(scratch, channel), load<f32>(floatAt(norm.gamma, channel)) * load<f32>(floatAt(norm.inverse, channel)));
  }
  const least = f32x4.splat(norm.relu != 0 ? 0 : -Infinity);
  for (let row = 0; row < rows; row++) {
    const start = offset + row * channels;
    const x = floatAt(norm.x, start);
    const residual = norm.residual == 0 ? 0 : floatAt(norm.residual, start);
    const to = floatAt(norm.output, start);
    let channel = 0;
    for (; channel + 4 <= channels; channel += 4) {
      const centred = f32x4.sub(v128.load(floatAt(x, channel)), v128.load(floatAt(norm.mean, channel)));
      let value = multiplyAdd(centred, v128.load(floatAt(scratch, channel)), v128.load(floatAt(norm.beta, channel)));
      if (residual != 0) value = f32x4.add(value, v128.load(floatAt(residual, channel)));
      v128.store(floatAt(to, channel), f32x4.max(value, least));
    }
    for (; channel < channels; channel++) {
      const centred = load<f32>(floatAt(x, channel)) - load<f32>(floatAt(norm.mean, channel));
      let value = centred * load<f32>(floatAt(scratch, channel)) + load<f32>(floatAt(norm.beta, channel));
      if (residual != 0) value += load<f32>(floatAt(residual, channel));
      store<f32>(floatAt(to, channel), norm.relu != 0 ? max<f32>(value, 0) : value);
    }
  }
}

/** The gradient where the ReLU was open, else 0. */
// @ts-ignore: decorator
@inline
function throughRelu(norm: BatchNorm, index: i32): v128 {
  const dy = v128.load(floatAt(norm.dy, index));
  if (norm.y == 0) return dy;
  return v128.and(dy, f32x4.gt(v128.load(floatAt(norm.y, index)), f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
function oneThroughRelu(norm: BatchNorm, index: i32): f32 {
  const dy = load<f32>(floatAt(norm.dy, index));
  return norm.y != 0 && !(load<f32>(floatAt(norm.y, index)) > 0) ? 0 : dy;
}

/** Sums of dy and of dy · (x − mean) for each channel of some rows. */
export function batchNormGradientSumsItem(args: usize, item: i32, _scratch: usize): void {
  const norm = changetype<BatchNorm>(args);
  const channels = norm.channels;
  const first = firstRow(norm, item) * channels;
  const end = first + rowsOf(norm, item) * channels;
  const sums = floatAt(norm.partials, item * 2 * channels);
  const products = floatAt(sums, channels);
  let channel = 0;
  for (; channel + 16 <= channels; channel += 16) gradientSumsOfSixteen(norm, first + channel, end, channel, sums, products);
  for (; channel + 4 <= channels; channel += 4) {
    const mean = v128.load(floatAt(norm.mean, channel));
    let sum = f32x4.splat(0);
    let product = f32x4.splat(0);
    for (let index = first + channel; index < end; index += channels) {
      const dy = throughRelu(norm, index);
      sum = f32x4.add(sum, dy);
      product = multiplyAdd(dy, f32x4.sub(v128.load(floatAt(norm.x, index)), mean), product);
    }
    v128.store(floatAt(sums, channel), sum);
    v128.store(floatAt(products, channel), product);
  }
  for (; channel < channels; channel++) {
    let sum: f32 = 0;
    let product: f32 = 0;
    for (let index = first + channel; index < end; index += channels) {
      const dy = oneThroughRelu(norm, index);
      sum += dy;
      product += dy * (load<f32>(floatAt(norm.x, index)) - load<f32>(floatAt(norm.mean, channel)));
    }
    store<f32>(floatAt(sums, channel), sum);
    store<f32>(floatAt(products, channel), product);
  }
}

// Eight sums at once: each waits four cycles for its own last addition.
function gradientSumsOfSixteen(norm: BatchNorm, first: i32, end: i32, channel: i32, sums: usize, products: usize): void {
  const mean0 = v128.load(floatAt(norm.mean, channel));
  const mean1 = v128.load(floatAt(norm.mean, channel + 4));
  const mean2 = v128.load(floatAt(norm.mean, channel + 8));
  const mean3 = v128.load(floatAt(norm.mean, channel + 12));
  let sum0 = f32x4.splat(0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  let product0 = sum0;
  let product1 = sum0;
  let product2 = sum0;
  let product3 = sum0;
  for (let index = first; index < end; index += norm.channels) {
    const x = floatAt(norm.x, index);
    const dy0 = throughRelu(norm, index);
    sum0 = f32x4.add(sum0, dy0);
    product0 = multiplyAdd(dy0, f32x4.sub(v128.load(x), mean0), product0);
    const dy1 = throughRelu(norm, index + 4);
    sum1 = f32x4.add(sum1, dy1);
    product1 = multiplyAdd(dy1, f32x4.sub(v128.load(x, 16), mean1), product1);
    const dy2 = throughRelu(norm, index + 8);
    sum2 = f32x4.add(sum2, dy2);
    product2 = multiplyAdd(dy2, f32x4.sub(v128.load(x, 32), mean2), product2);
    const dy3 = throughRelu(norm, index + 12);
    sum3 = f32x4.add(sum3, dy3);
    product3 = multiplyAdd(dy3, f32x4.sub(v128.load(x, 48), mean3), product3);
  }
  storeFour(floatAt(sums, channel), sum0, sum1, sum2, sum3);
  storeFour(floatAt(products, channel), product0, product1, product2, product3);
}

// @ts-ignore: decorator
@inline
function storeFour(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(to, a);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
}

/** Joins the items' sums, in float64 and in order: dβ and dγ. */
export function batchNormGradientJoinItem(args: usize, item: i32, _scratch: usize): void {
  const norm = changetype<BatchNorm>(args);
  const items = (norm.rows + norm.rowsPerItem - 1) / norm.rowsPerItem;
  const last = min(norm.channels, (item + 1) * CHANNELS_PER_ITEM);
  for (let channel = item * CHANNELS_PER_ITEM; channel < last; channel++) {
    let sum: f64 = 0;
    let product: f64 = 0;
    for (let part = 0; part < items; part++) {
      sum += load<f32>(floatAt(norm.partials, part * 2 * norm.channels + channel));
      product += load<f32>(floatAt(norm.partials, (part * 2 + 1) * norm.channels + channel));
    }
    store<f32>(floatAt(norm.dBeta, channel), <f32>sum);
    store<f32>(floatAt(norm.dGamma, channel), <f32>(product * <f64>load<f32>(floatAt(norm.inverse, channel))));
  }
}

/** dx = γ · inverse · (dy − mean(dy) − x̂ · mean(dy · x̂)), or γ · inverse · dy with stored
 * statistics; the residual's gradient is dy through the ReLU. Scratch: three vectors. */
export function batchNormGradientItem(args: usize, item: i32, scratch: usize): void {
  const norm = changetype<BatchNorm>(args);
  const channels = norm.channels;
  prepareGradient(norm, scratch);
  const shifts = floatAt(scratch, channels);
  const slopes = floatAt(shifts, channels);
  const first = firstRow(norm, item) * channels;
  const end = first + rowsOf(norm, item) * channels;
  for (let row = first; row < end; row += channels) {
    let channel = 0;
    for (; channel + 4 <= channels; channel += 4) {
      const index = row + channel;
      const dy = throughRelu(norm, index);
      if (norm.residual != 0) v128.store(floatAt(norm.residual, index), dy);
      let value = dy;
      if (norm.training != 0) {
        const centred = f32x4.sub(v128.load(floatAt(norm.x, index)), v128.load(floatAt(norm.mean, channel)));
        value = multiplySubtract(centred, v128.load(floatAt(slopes, channel)), f32x4.sub(dy, v128.load(floatAt(shifts, channel))));
      }
      v128.store(floatAt(norm.output, index), f32x4.mul(value, v128.load(floatAt(scratch, channel))));
    }
    for (; channel < channels; channel++) {
      const index = row + channel;
      const dy = oneThroughRelu(norm, index);
      if (norm.residual != 0) store<f32>(floatAt(norm.residual, index), dy);
      let value = dy;
      if (norm.training != 0) {
        const centred = load<f32>(floatAt(norm.x, index)) - load<f32>(floatAt(norm.mean, channel));
        value = dy - load<f32>(floatAt(shifts, channel)) - centred * load<f32>(floatAt(slopes, channel));
      }
      store<f32>(floatAt(norm.output, index), value * load<f32>(floatAt(scratch, channel)));
    }
  }
}

/** Three vectors: γ · inverse; mean(dy); inverse · mean(dy · x̂). */
function prepareGradient(norm: BatchNorm, to: usize): void {
  const channels = norm.channels;
  const share = <f32>1 / <f32>norm.rows;
  for (let channel = 0; channel < channels; channel++) {
    const inverse = load<f32>(floatAt(norm.inverse, channel));
    store<f32>(floatAt(to, channel), load<f32>(floatAt(norm.gamma, channel)) * inverse);
    if (norm.training == 0) continue;
    store<f32>(floatAt(to, channels + channel), load<f32>(floatAt(norm.dBeta, channel)) * share);
    store<f32>(floatAt(to, 2 * channels + channel), load<f32>(floatAt(norm.dGamma, channel)) * share * inverse);
  }
}
