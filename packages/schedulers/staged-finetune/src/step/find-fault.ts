import { type AnyModule, type Network, namedModules, namedParameters, runSegments, watchModules } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import type { StagePlan } from '../stage/plan-stage.ts';

export interface FaultyStep {
  readonly network: Network;
  readonly plan: StagePlan;
  /** What the segments from `plan.untaped` on were given. */
  readonly input: tf.Tensor;
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
}

/** Where a step that gave no number went wrong: the parameter that holds none (running statistics
 * may have followed this very batch), else the first layer that gives none for this batch, else the
 * parameter nearest the loss whose gradient is none. Null when it cannot be found again: chance had
 * a part in it, or the batch's own statistics. */
export async function findFault({ network, plan, input, gradients }: FaultyStep): Promise<string | null> {
  const sick = await firstSick(namedParameters(network));
  if (sick !== null) return `${sick} holds values that are no numbers`;
  const layer = await firstSick(outputs(network, plan, input));
  if (layer !== null) return `${layer} gives values that are no numbers`;
  const gradient = await firstSick([...gradients].toReversed());
  return gradient === null ? null : `the gradient of ${gradient} has values that are no numbers`;
}

/** One number for each layer's output, 0 when all of it is finite; layers in the order
 * in which they run. */
function outputs(network: Network, { untaped, frozen }: StagePlan, input: tf.Tensor): [string, tf.Tensor][] {
  const paths = new Map([...namedModules(network)].slice(1).map(([path, module]): [AnyModule, string] => [module, path]));
  const found: [string, tf.Tensor][] = [];
  const leave = (module: AnyModule, output: tf.Tensor) => void found.push([paths.get(module)!, tf.keep(sickness(output))]);
  const pass = () => runSegments(network.segments().slice(untaped), input, { training: false, frozen });
  tf.tidy(() => watchModules([...paths.keys()], { enter() {}, leave }, pass));
  return found;
}

async function firstSick(tensors: Iterable<readonly [string, tf.Tensor]>): Promise<string | null> {
  for (const [name, tensor] of tensors) {
    const measured = tf.tidy(() => sickness(tensor));
    const [value] = await measured.data();
    measured.dispose();
    if (value !== 0) return name;
  }
  return null;
}

/** 0 · x is 0 for every number and none for the rest. */
function sickness(tensor: tf.Tensor): tf.Tensor {
  return tf.sum(tf.mul(tensor, 0));
}
