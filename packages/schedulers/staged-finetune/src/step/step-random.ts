import { seededRandom } from '@attune/nn';

/** The draws of one training step, which its place in the run alone decides: a resumed
 * run needs no generator's state. */
export function stepRandom(seed: number, epoch: number, step: number): () => number {
  return seededRandom([epoch, step].reduce((hash, key) => Math.imul(hash ^ (hash >>> 15) ^ key, 0x9e3779b1), seed | 0));
}
