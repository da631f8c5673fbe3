/** Copies `count` floats. For the short runs of an image's channels this beats `memory.copy`, which
 * leaves the compiled code. */
// @ts-ignore: decorator
@inline
export function copyFloats(to: usize, from: usize, count: i32): void {
  const wholeEnd = from + ((<usize>(count & ~3)) << 2);
  const end = from + ((<usize>count) << 2);
  while (from < wholeEnd) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
  while (from < end) {
    store<f32>(to, load<f32>(from));
    to += 4;
    from += 4;
  }
}

// @ts-ignore: decorator
@inline
export function zeroFloats(to: usize, count: i32): void {
  const wholeEnd = to + ((<usize>(count & ~3)) << 2);
  const end = to + ((<usize>count) << 2);
  while (to < wholeEnd) {
    v128.store(to, f32x4.splat(0));
    to += 16;
  }
  while (to < end) {
    store<f32>(to, 0);
    to += 4;
  }
}

// @ts-ignore: decorator
@inline
export function roundUp(size: i32, multiple: i32): i32 {
  return ((size + multiple - 1) / multiple) * multiple;
}

/** The address `index` floats behind `base`. */
// @ts-ignore: decorator
@inline
export function floatAt(base: usize, index: i32): usize {
  return base + ((<usize>index) << 2);
}
