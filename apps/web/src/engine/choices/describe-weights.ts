import { type OurCheckpoint, refusalOfIntegers } from '@attune/checkpoint';
import { type WeightsIdentity, identifyWeights } from '@attune/run';
import { isAttentionName, parseArchitecture, requireOwnNetwork, stateShapes } from '@attune/zoo';

import type { ModelChoice, WeightsDescription } from '../protocol/choices.ts';

/** What a file of weights is, and how much of it a network with `classes` outputs takes.
 *
 * @throws {ForeignNetworkError} when it is of a network that none of ours is, and CheckpointError
 * when its weights were quantised. */
export function describeWeights(checkpoint: OurCheckpoint, model: ModelChoice, classes: number): WeightsDescription {
  requireOwnNetwork(checkpoint);
  const integers = refusalOfIntegers(checkpoint);
  if (integers !== null) throw integers;
  const identity = identifyWeights(checkpoint);
  return {
    architecture: identity.architecture,
    flavour: checkpoint.flavour,
    format: checkpoint.format,
    classes: identity.classes,
    tensors: checkpoint.tensors.length,
    changes: checkpoint.changes,
    suits: suitsOf(identity),
    fits: fits(checkpoint, identity, model),
    plan: planOf(checkpoint, model, classes),
  };
}

/** The page's fields as the weights have them. */
function suitsOf({ architecture, attention, images }: WeightsIdentity): WeightsDescription['suits'] {
  return {
    ...(architecture === null ? {} : { architecture }),
    ...(attention === null ? {} : { attention: attention.variant, placement: attention.placement, reduction: attention.reduction, ...gatesOf(attention) }),
    ...(images?.from === 'card' ? { imageSize: images.preprocessing.imageSize } : {}),
  };
}

function gatesOf({ kernelSize, gates }: NonNullable<WeightsIdentity['attention']>): Pick<WeightsDescription['suits'], 'attentionKernel' | 'attentionGates'> {
  return { ...(kernelSize !== undefined && { attentionKernel: kernelSize }), ...(gates !== undefined && { attentionGates: gates }) };
}

/** Weights that do not tell their architecture fit where nothing but the classifier is missing. */
function fits({ tensors }: OurCheckpoint, { architecture: found }: WeightsIdentity, { architecture }: ModelChoice): boolean {
  if (found !== null) return found === architecture;
  const present = new Map(tensors.map(({ name, shape }) => [name, shape.join()]));
  const body = stateShapes(parseArchitecture(architecture), 2).filter(({ name }) => !/^(fc|classifier)\./u.test(name));
  return body.every(({ name, shape }) => present.get(name) === shape.join());
}

/** By names and shapes, attention by its names alone: a network of hundreds of
 * megabytes is not built to count. */
function planOf({ tensors }: OurCheckpoint, { architecture, attention }: ModelChoice, classes: number): WeightsDescription['plan'] {
  const wanted = new Map(stateShapes(parseArchitecture(architecture), classes).map(({ name, shape }) => [name, shape.join()]));
  const ofAttention = tensors.filter(({ name }) => isAttentionName(name)).length;
  const loaded = tensors.filter(({ name, shape }) => wanted.get(name) === shape.join()).length;
  const counters = tensors.filter(({ name }) => name.endsWith('.num_batches_tracked')).length;
  const taken = loaded + counters + (attention === 'none' ? 0 : ofAttention);
  return { loaded: taken, fresh: wanted.size - loaded, unused: tensors.length - taken };
}
