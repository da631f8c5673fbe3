import { type Checkpoint, type NamedShape, traitsOf } from '@attune/checkpoint';
import { AttuneError } from '@attune/errors';

import { type Architecture, architectures } from './architectures.ts';
import type { ModelSpec } from './build-model.ts';
import { type ArchitectureGuess, type GuessedAttention, guessArchitecture } from './guess-architecture.ts';

/** A checkpoint whose names are those of no architecture here. */
export class UntoldArchitectureError extends AttuneError {
  static override readonly code = 'ATTUNE_UNTOLD_ARCHITECTURE';
  readonly file: string;

  constructor(file: string) {
    super(`${file}: its names do not tell the architecture. Name it (with --arch on the command line).`);
    this.name = 'UntoldArchitectureError';
    this.file = file;
  }
}

/** What a guess reads of a checkpoint. */
export interface NamedTensors {
  readonly file: string;
  readonly tensors: readonly NamedShape[];
}

/** What a checkpoint is of: as its names tell, or as the user says; 1000 classes when
 * neither tells.
 *
 * @throws {UntoldArchitectureError} when neither tells the architecture. */
export function describeWeights({ file, tensors }: NamedTensors, given?: Architecture): ArchitectureGuess {
  const guess = guessArchitecture(tensors);
  const architecture = given ?? guess?.architecture;
  if (architecture === undefined) throw new UntoldArchitectureError(file);
  return { architecture, classes: guess?.classes ?? 1000, attention: guess?.attention ?? null };
}

/** A network's attention as a file has it. */
export function attentionSpec(
  architecture: Architecture,
  attention: GuessedAttention | null,
): Pick<ModelSpec, 'attention' | 'reduction' | 'placement' | 'attentionStages' | 'attentionBlocks'> {
  if (attention === null) return { attention: 'none', reduction: 16, placement: architectures[architecture].placement };
  const { variant, reduction, placement, stages, blocks } = attention;
  return { attention: variant, reduction, placement, attentionStages: stages, ...(blocks === undefined ? {} : { attentionBlocks: blocks }) };
}

/** What a file says of its network beyond names and shapes, where the architecture has a choice:
 * Keras' ResNets halve images elsewhere than torchvision's. */
export function traitSpec(architecture: Architecture, checkpoint: Pick<Checkpoint, 'metadata'>): Pick<ModelSpec, 'strideIn'> {
  const strideIn = traitsOf(checkpoint).get('strideIn');
  return strideIn === 'conv1' && architectures[architecture].lacks.strideIn === undefined ? { strideIn } : {};
}
