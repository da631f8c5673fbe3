import type { Checkpoint } from '@attune/checkpoint';
import { type GuessedAttention, guessArchitecture } from '@attune/zoo';

import { readModelCard } from './model-card.ts';

/** The attention that a file holds: as its card says, where it has one, else as its names tell. */
export function attentionOf(checkpoint: Pick<Checkpoint, 'metadata' | 'tensors'>): GuessedAttention | null {
  const model = readModelCard(checkpoint.metadata)?.model;
  const guessed = guessArchitecture(checkpoint.tensors)?.attention ?? null;
  return model === undefined || model.attention === 'none' || guessed === null
    ? guessed
    : { ...guessed, placement: model.placement, reduction: model.reduction };
}
