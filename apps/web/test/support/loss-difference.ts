import { expect } from 'vitest';

import type { TrainedLosses } from './train-on.ts';

/** The largest difference of any loss, over the loss. */
export function difference(ours: TrainedLosses, theirs: TrainedLosses): number {
  const [a, b] = [ours, theirs].map(({ steps, validation }) => [...steps, ...validation]);
  expect(a!.length).toBe(b!.length);
  return Math.max(...a!.map((loss, index) => Math.abs(loss - b![index]!) / Math.abs(b![index]!)));
}
