import type { Checkpoint } from '@attune/checkpoint';

import { UsageError } from '../usage-error.ts';

/** Other programs would be handed a network that is none.
 *
 * @throws {UsageError} naming the first tensor with NaN or an infinity. */
export async function requireFiniteWeights(run: string, { tensors }: Checkpoint): Promise<void> {
  for (const entry of tensors) {
    if ((await entry.readFloat32()).every(Number.isFinite)) continue;
    throw new UsageError(`${run}: ${entry.name} holds values that are not finite, so nothing is written. Train again with lower learning rates.`);
  }
}
