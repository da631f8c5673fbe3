import { keyedRandom, permutation } from './random.ts';

/** Separate sequences for separate purposes, so that none repeats another's draws. */
export const randomPurpose = { order: 1, augmentation: 2, split: 3, choice: 4, mixing: 5, naming: 6, sampling: 7 } as const;

/** The positions of a split in the order an epoch visits them: file order, or one that
 * (seed, epoch) alone decide. */
export function epochOrder(size: number, { shuffle, seed, epoch }: { readonly shuffle: boolean; readonly seed: number; readonly epoch: number }): Int32Array {
  return shuffle ? permutation(size, keyedRandom(randomPurpose.order, seed, epoch)) : Int32Array.from({ length: size }, (_, index) => index);
}

/** Cuts an order into batches. The last may be smaller, but a lone last image joins the batch
 * before it: batch normalisation cannot train on one value.
 * With `batchSize` 1 every batch is that one image. */
export function cutIntoBatches(order: Int32Array, batchSize: number): Int32Array[] {
  const loneLast = batchSize > 1 && order.length > batchSize && order.length % batchSize === 1;
  const count = Math.ceil(order.length / batchSize) - (loneLast ? 1 : 0);
  return Array.from({ length: count }, (_, batch) => order.subarray(batch * batchSize, batch === count - 1 ? order.length : (batch + 1) * batchSize));
}
