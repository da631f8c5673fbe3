import type { OurCheckpoint } from '@attune/checkpoint';
import { attentionOf } from '@attune/run';
import { guessArchitecture, parseArchitecture, stateShapes } from '@attune/zoo';

import type { ModelChoice, WeightsDescription } from '../protocol.ts';

/** What a file of weights is, and how much of it a network with `classes` outputs takes. */
export function describeWeights(checkpoint: OurCheckpoint, model: ModelChoice, classes: number): WeightsDescription {
  const guess = guessArchitecture(checkpoint.tensors);
  const attention = attentionOf(checkpoint);
  return {
    architecture: guess?.architecture ?? null,
    flavour: checkpoint.flavour,
    format: checkpoint.format,
    classes: guess?.classes ?? null,
    tensors: checkpoint.tensors.length,
    suits: {
      ...(guess === null ? {} : { architecture: guess.architecture }),
      ...(attention === null ? {} : { attention: attention.variant, placement: attention.placement, reduction: attention.reduction }),
    },
    plan: planOf(checkpoint, model, classes),
  };
}

/** By names and shapes, attention by its names alone: a network of hundreds of megabytes is not built to count. */
function planOf({ tensors }: OurCheckpoint, { architecture, attention }: ModelChoice, classes: number): WeightsDescription['plan'] {
  const wanted = new Map(stateShapes(parseArchitecture(architecture), classes).map(({ name, shape }) => [name, shape.join()]));
  const ofAttention = tensors.filter(({ name }) => name.includes('cbam')).length;
  const loaded = tensors.filter(({ name, shape }) => wanted.get(name) === shape.join()).length;
  const counters = tensors.filter(({ name }) => name.endsWith('.num_batches_tracked')).length;
  const taken = loaded + counters + (attention === 'none' ? 0 : ofAttention);
  return { loaded: taken, fresh: wanted.size - loaded, unused: tensors.length - taken };
}
