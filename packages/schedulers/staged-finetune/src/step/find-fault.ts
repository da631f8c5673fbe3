import { type Network, firstNonFinite, firstNonFiniteLayer, namedParameters, runSegments } from '@attune/nn';
import type * as tf from '@tensorflow/tfjs-core';

import type { StagePlan } from '../stage/plan-stage.ts';

export interface FaultyStep {
  readonly network: Network;
  readonly plan: StagePlan;
  /** What the segments from `plan.untaped` on were given. */
  readonly input: tf.Tensor;
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
}

/** Where a step that was not finite went wrong: the parameter that is not (running statistics may
 * have followed this very batch), else the first layer whose output for this batch is not, else the
 * parameter nearest the loss whose gradient is not. Null when it cannot be found again:
 * chance had a
 * part in it, or the batch's own statistics. */
export async function findFault({ network, plan: { untaped, frozen }, input, gradients }: FaultyStep): Promise<string | null> {
  const parameter = await firstNonFinite(namedParameters(network));
  if (parameter !== null) return `${parameter} holds values that are not finite`;
  const layer = await firstNonFiniteLayer(network, () => void runSegments(network.segments().slice(untaped), input, { training: false, frozen }));
  if (layer !== null) return `${layer} gives values that are not finite`;
  const gradient = await firstNonFinite([...gradients].toReversed());
  return gradient === null ? null : `the gradient of ${gradient} has values that are not finite`;
}
