import { floatAt, zeroFloats } from './memory';

/** A maximum pool over [images, inHeight, inWidth, channels], and its gradient. */
@unmanaged
export class MaxPool {
  x: usize;
  /** The pooled values, or their gradient. */
  y: usize;
  dx: usize;
  inHeight: i32;
  inWidth: i32;
  channels: i32;
  outHeight: i32;
  outWidth: i32;
  filterHeight: i32;
  filterWidth: i32;
  strideHeight: i32;
  strideWidth: i32;
  top: i32;
  left: i32;
}

/** A window clipped to the image. */
@unmanaged
class Window {
  top: i32;
  bottom: i32;
  left: i32;
  right: i32;
}

function placeWindow(pool: MaxPool, row: i32, column: i32, window: Window): void {
  const top = row * pool.strideHeight - pool.top;
  const left = column * pool.strideWidth - pool.left;
  window.top = max(0, top);
  window.bottom = min(pool.inHeight, top + pool.filterHeight);
  window.left = max(0, left);
  window.right = min(pool.inWidth, left + pool.filterWidth);
}

/** One row of one image's output. */
export function maxPoolItem(args: usize, item: i32, scratch: usize): void {
  const pool = changetype<MaxPool>(args);
  const window = changetype<Window>(scratch);
  const image = floatAt(pool.x, (item / pool.outHeight) * pool.inHeight * pool.inWidth * pool.channels);
  for (let column = 0; column < pool.outWidth; column++) {
    placeWindow(pool, item % pool.outHeight, column, window);
    const to = floatAt(pool.y, (item * pool.outWidth + column) * pool.channels);
    let channel = 0;
    for (; channel + 4 <= pool.channels; channel += 4) v128.store(floatAt(to, channel), largestOfFour(pool, window, floatAt(image, channel)));
    for (; channel < pool.channels; channel++) store<f32>(floatAt(to, channel), largest(pool, window, floatAt(image, channel)));
  }
}

// @ts-ignore: decorator
@inline
function pixel(pool: MaxPool, row: i32, column: i32): i32 {
  return (row * pool.inWidth + column) * pool.channels;
}

// A NaN stays the largest, as in torch: max passes it on.
function largestOfFour(pool: MaxPool, window: Window, image: usize): v128 {
  let most = f32x4.splat(-Infinity);
  for (let row = window.top; row < window.bottom; row++) {
    for (let column = window.left; column < window.right; column++) most = f32x4.max(most, v128.load(floatAt(image, pixel(pool, row, column))));
  }
  return most;
}

function largest(pool: MaxPool, window: Window, image: usize): f32 {
  let most: f32 = -Infinity;
  for (let row = window.top; row < window.bottom; row++) {
    for (let column = window.left; column < window.right; column++) most = max<f32>(most, load<f32>(floatAt(image, pixel(pool, row, column))));
  }
  return most;
}

const CHANNELS_PER_ITEM: i32 = 16;

/** Sixteen channels of one image. The first of a window's equal maxima gets the gradient; a NaN
 * counts as the maximum, the last one of several, as in torch. */
export function maxPoolGradientItem(args: usize, item: i32, scratch: usize): void {
  const pool = changetype<MaxPool>(args);
  const window = changetype<Window>(scratch);
  const groups = (pool.channels + CHANNELS_PER_ITEM - 1) / CHANNELS_PER_ITEM;
  const image = item / groups;
  const from = (item % groups) * CHANNELS_PER_ITEM;
  const until = min(pool.channels, from + CHANNELS_PER_ITEM);
  const offset = image * pool.inHeight * pool.inWidth * pool.channels;
  for (let place = 0; place < pool.inHeight * pool.inWidth; place++) zeroFloats(floatAt(pool.dx, offset + place * pool.channels + from), until - from);
  for (let place = 0; place < pool.outHeight * pool.outWidth; place++) {
    placeWindow(pool, place / pool.outWidth, place % pool.outWidth, window);
    const dy = floatAt(pool.y, (image * pool.outHeight * pool.outWidth + place) * pool.channels);
    let channel = from;
    for (; channel + 4 <= until; channel += 4) sendToFour(pool, window, offset + channel, v128.load(floatAt(dy, channel)));
    for (; channel < until; channel++) sendToOne(pool, window, offset + channel, load<f32>(floatAt(dy, channel)));
  }
}

function sendToFour(pool: MaxPool, window: Window, offset: i32, dy: v128): void {
  let most = f32x4.splat(-Infinity);
  let place = i32x4.splat(pixel(pool, window.top, window.left));
  for (let row = window.top; row < window.bottom; row++) {
    for (let column = window.left; column < window.right; column++) {
      const at = pixel(pool, row, column);
      const value = v128.load(floatAt(pool.x, offset + at));
      const isMore = v128.or(f32x4.gt(value, most), f32x4.ne(value, value));
      most = v128.bitselect(value, most, isMore);
      place = v128.bitselect(i32x4.splat(at), place, isMore);
    }
  }
  for (let row = window.top; row < window.bottom; row++) {
    for (let column = window.left; column < window.right; column++) {
      const at = pixel(pool, row, column);
      const to = floatAt(pool.dx, offset + at);
      v128.store(to, f32x4.add(v128.load(to), v128.and(dy, i32x4.eq(place, i32x4.splat(at)))));
    }
  }
}

function sendToOne(pool: MaxPool, window: Window, offset: i32, dy: f32): void {
  let most: f32 = -Infinity;
  let place = pixel(pool, window.top, window.left);
  for (let row = window.top; row < window.bottom; row++) {
    for (let column = window.left; column < window.right; column++) {
      const at = pixel(pool, row, column);
      const value = load<f32>(floatAt(pool.x, offset + at));
      if (value > most || value != value) {
        most = value;
        place = at;
      }
    }
  }
  const to = floatAt(pool.dx, offset + place);
  if (window.top < window.bottom && window.left < window.right) store<f32>(to, load<f32>(to) + dy);
}
