import type { MeanInterval } from '@attune/sweep';

/** As an article prints them. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

export function points(share: number): string {
  const size = Math.abs(100 * share).toFixed(2);
  return `${share < 0 && Number(size) > 0 ? '−' : '+'}${size}`;
}

/** Nothing where one value has no interval. */
export function range({ low, high }: MeanInterval): string {
  return low === null || high === null ? '' : `${points(low)} to ${points(high)}`;
}
