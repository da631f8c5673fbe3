import { largerOf } from '../program/snippets.ts';
import { side } from './map-size.ts';

/** What the threads of a group share while they pool. */
export const poolDeclarations = `${largerOf}
var<workgroup> sums: array<f32, ${side * side}>;
var<workgroup> maxima: array<f32, ${side * side}>;
var<workgroup> firsts: array<u32, ${side * side}>;`;

/** Joins each thread's `sum`, `largest` and `first` along an axis of the group: those of the whole
 * lie at `at` of the axis' first thread. Of equal values the first is the largest. */
export function poolOver(axis: 'x' | 'y'): string {
  return `let at = local.y * ${side}u + local.x;
  sums[at] = sum;
  maxima[at] = largest;
  firsts[at] = first;
  workgroupBarrier();
  for (var half = ${side / 2}u; half > 0u; half /= 2u) {
    if (local.${axis} < half) {
      let other = at + half * ${axis === 'x' ? 1 : side}u;
      sums[at] += sums[other];
      if (firsts[other] != 0xffffffffu && isLarger(maxima[other], firsts[other], maxima[at], firsts[at])) {
        maxima[at] = maxima[other];
        firsts[at] = firsts[other];
      }
    }
    workgroupBarrier();
  }`;
}
