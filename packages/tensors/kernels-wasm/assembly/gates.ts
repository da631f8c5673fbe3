import { floatAt } from './memory';
import { multiplyAdd, sumLanes } from './simd';

/** What attention gates read of a map [images, positions, channels], and what they do to it. */
@unmanaged
export class Gate {
  x: usize;
  dy: usize;
  dx: usize;
  /** Means and maxima: for channel gates [images, channels] each; for position gates
   * [images, positions, 2], the mean at `meanAt`. Or their gradients. */
  means: usize;
  maxima: usize;
  /** Where each maximum was: a position, or a channel. */
  places: usize;
  /** [images, channels] or [images, positions], and its gradient. */
  gate: usize;
  dGate: usize;
  images: i32;
  positions: i32;
  channels: i32;
  meanAt: i32;
  positionsPerItem: i32;
}

const CHANNELS_PER_ITEM: i32 = 16;

/** Mean and first maximum over the positions of sixteen channels of one image. */
export function positionPoolsItem(args: usize, item: i32, _scratch: usize): void {
  const task = changetype<Gate>(args);
  const groups = (task.channels + CHANNELS_PER_ITEM - 1) / CHANNELS_PER_ITEM;
  const image = item / groups;
  const from = (item % groups) * CHANNELS_PER_ITEM;
  const until = min(task.channels, from + CHANNELS_PER_ITEM);
  let channel = from;
  for (; channel + 4 <= until; channel += 4) poolFour(task, image, channel);
  for (; channel < until; channel++) poolOne(task, image, channel);
}

// Sums of at most so many values are joined, so that the error does not grow with the map.
const PART: i32 = 64;

function poolFour(task: Gate, image: i32, channel: i32): void {
  const stride = <usize>task.channels << 2;
  let at = floatAt(task.x, image * task.positions * task.channels + channel);
  let most = f32x4.splat(-Infinity);
  let place = i32x4.splat(0);
  let total = f32x4.splat(0);
  for (let start = 0; start < task.positions; start += PART) {
    let sum = f32x4.splat(0);
    const end = min(task.positions, start + PART);
    for (let position = start; position < end; position++, at += stride) {
      const value = v128.load(at);
      const isMore = v128.or(f32x4.gt(value, most), f32x4.ne(value, value));
      most = v128.bitselect(value, most, isMore);
      place = v128.bitselect(i32x4.splat(position), place, isMore);
      sum = f32x4.add(sum, value);
    }
    total = f32x4.add(total, sum);
  }
  const to = image * task.channels + channel;
  v128.store(floatAt(task.means, to), f32x4.mul(total, f32x4.splat(<f32>1 / <f32>task.positions)));
  v128.store(floatAt(task.maxima, to), most);
  v128.store(floatAt(task.places, to), place);
}

function poolOne(task: Gate, image: i32, channel: i32): void {
  let most: f32 = -Infinity;
  let place = 0;
  let sum: f64 = 0;
  for (let position = 0; position < task.positions; position++) {
    const value = load<f32>(floatAt(task.x, (image * task.positions + position) * task.channels + channel));
    if (value > most || value != value) {
      most = value;
      place = position;
    }
    sum += value;
  }
  const to = image * task.channels + channel;
  store<f32>(floatAt(task.means, to), <f32>(sum / <f64>task.positions));
  store<f32>(floatAt(task.maxima, to), most);
  store<i32>(floatAt(task.places, to), place);
}

/** dx of some positions: an equal share of the mean's gradient, and the maximum's where it was. */
export function positionPoolsGradientItem(args: usize, item: i32, _scratch: usize): void {
  const task = changetype<Gate>(args);
  const share = <f32>1 / <f32>task.positions;
  const last = min(task.images * task.positions, (item + 1) * task.positionsPerItem);
  for (let row = item * task.positionsPerItem; row < last; row++) {
    const vectors = (row / task.positions) * task.channels;
    const position = row % task.positions;
    const to = floatAt(task.dx, row * task.channels);
    let channel = 0;
    for (; channel + 4 <= task.channels; channel += 4) {
      const isPlace = i32x4.eq(v128.load(floatAt(task.places, vectors + channel)), i32x4.splat(position));
      const peak = v128.and(v128.load(floatAt(task.maxima, vectors + channel)), isPlace);
      v128.store(floatAt(to, channel), f32x4.add(f32x4.mul(v128.load(floatAt(task.means, vectors + channel)), f32x4.splat(share)), peak));
    }
    for (; channel < task.channels; channel++) {
      const peak = load<i32>(floatAt(task.places, vectors + channel)) == position ? load<f32>(floatAt(task.maxima, vectors + channel)) : 0;
      store<f32>(floatAt(to, channel), load<f32>(floatAt(task.means, vectors + channel)) * share + peak);
    }
  }
}

/** Mean and first maximum over the channels of some positions. */
export function channelPoolsItem(args: usize, item: i32, _scratch: usize): void {
  const task = changetype<Gate>(args);
  const last = min(task.images * task.positions, (item + 1) * task.positionsPerItem);
  for (let row = item * task.positionsPerItem; row < last; row++) {
    const from = floatAt(task.x, row * task.channels);
    const place = firstMaximum(from, task.channels);
    store<i32>(floatAt(task.places, row), place);
    store<f32>(floatAt(task.means, row * 2 + task.meanAt), sumOf(from, task.channels) / <f32>task.channels);
    store<f32>(floatAt(task.means, row * 2 + 1 - task.meanAt), load<f32>(floatAt(from, place)));
  }
}

function sumOf(from: usize, count: i32): f32 {
  let sums = f32x4.splat(0);
  let index = 0;
  for (; index + 4 <= count; index += 4) sums = f32x4.add(sums, v128.load(floatAt(from, index)));
  let sum = sumLanes(sums);
  for (; index < count; index++) sum += load<f32>(floatAt(from, index));
  return sum;
}

/** The first place of the largest value. A NaN is the largest. */
function firstMaximum(from: usize, count: i32): i32 {
  let most = f32x4.splat(-Infinity);
  let index = 0;
  for (; index + 4 <= count; index += 4) most = f32x4.max(most, v128.load(floatAt(from, index)));
  let largest = max<f32>(max<f32>(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)), max<f32>(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)));
  for (; index < count; index++) largest = max<f32>(largest, load<f32>(floatAt(from, index)));
  for (let place = 0; place < count; place++) {
    const value = load<f32>(floatAt(from, place));
    if (value == largest || value != value) return place;
  }
  return 0;
}

/** dx of some positions: an equal share of the mean's gradient, and the maximum's at
 * its channel. */
export function channelPoolsGradientItem(args: usize, item: i32, _scratch: usize): void {
  const task = changetype<Gate>(args);
  const last = min(task.images * task.positions, (item + 1) * task.positionsPerItem);
  for (let row = item * task.positionsPerItem; row < last; row++) {
    const to = floatAt(task.dx, row * task.channels);
    const share = load<f32>(floatAt(task.means, row * 2 + task.meanAt)) / <f32>task.channels;
    let channel = 0;
    for (; channel + 4 <= task.channels; channel += 4) v128.store(floatAt(to, channel), f32x4.splat(share));
    for (; channel < task.channels; channel++) store<f32>(floatAt(to, channel), share);
    const peak = floatAt(to, load<i32>(floatAt(task.places, row)));
    store<f32>(peak, load<f32>(peak) + load<f32>(floatAt(task.means, row * 2 + 1 - task.meanAt)));
  }
}

/** dx = dy · gate and dGate = Σ dy · x over the positions, for sixteen channels of one image. */
export function channelGateGradientItem(args: usize, item: i32, _scratch: usize): void {
  const task = changetype<Gate>(args);
  const groups = (task.channels + CHANNELS_PER_ITEM - 1) / CHANNELS_PER_ITEM;
  const image = item / groups;
  const from = (item % groups) * CHANNELS_PER_ITEM;
  const until = min(task.channels, from + CHANNELS_PER_ITEM);
  let channel = from;
  for (; channel + 4 <= until; channel += 4) gateFour(task, image, channel);
  for (; channel < until; channel++) gateOne(task, image, channel);
}

function gateFour(task: Gate, image: i32, channel: i32): void {
  const vector = image * task.channels + channel;
  const gate = v128.load(floatAt(task.gate, vector));
  const stride = <usize>task.channels << 2;
  let offset = <usize>(image * task.positions * task.channels + channel) << 2;
  let total = f32x4.splat(0);
  for (let start = 0; start < task.positions; start += PART) {
    let sum = f32x4.splat(0);
    const end = min(task.positions, start + PART);
    for (let position = start; position < end; position++, offset += stride) {
      const dy = v128.load(task.dy + offset);
      sum = multiplyAdd(dy, v128.load(task.x + offset), sum);
      v128.store(task.dx + offset, f32x4.mul(dy, gate));
    }
    total = f32x4.add(total, sum);
  }
  v128.store(floatAt(task.dGate, vector), total);
}

function gateOne(task: Gate, image: i32, channel: i32): void {
  const vector = image * task.channels + channel;
  const gate = load<f32>(floatAt(task.gate, vector));
  let sum: f64 = 0;
  for (let position = 0; position < task.positions; position++) {
    const index = (image * task.positions + position) * task.channels + channel;
    const dy = load<f32>(floatAt(task.dy, index));
    sum += dy * load<f32>(floatAt(task.x, index));
    store<f32>(floatAt(task.dx, index), dy * gate);
  }
  store<f32>(floatAt(task.dGate, vector), <f32>sum);
}

/** dx = dy · gate and dGate = Σ dy · x over the channels, for some positions. */
export function positionGateGradientItem(args: usize, item: i32, _scratch: usize): void {
  const task = changetype<Gate>(args);
  const last = min(task.images * task.positions, (item + 1) * task.positionsPerItem);
  for (let row = item * task.positionsPerItem; row < last; row++) {
    const gate = load<f32>(floatAt(task.gate, row));
    const end = (row + 1) * task.channels;
    let index = row * task.channels;
    let sums = f32x4.splat(0);
    for (; index + 4 <= end; index += 4) {
      const dy = v128.load(floatAt(task.dy, index));
      sums = multiplyAdd(dy, v128.load(floatAt(task.x, index)), sums);
      v128.store(floatAt(task.dx, index), f32x4.mul(dy, f32x4.splat(gate)));
    }
    let sum = sumLanes(sums);
    for (; index < end; index++) {
      const dy = load<f32>(floatAt(task.dy, index));
      sum += dy * load<f32>(floatAt(task.x, index));
      store<f32>(floatAt(task.dx, index), dy * gate);
    }
    store<f32>(floatAt(task.dGate, row), sum);
  }
}
