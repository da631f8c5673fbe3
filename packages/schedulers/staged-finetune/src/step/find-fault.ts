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

/** Where a step that was not finite went wrong: the parameter that is not (running statistics may
 * have followed this very batch), else the first layer whose output for this batch is not, else the
 * parameter nearest the loss whose gradient is not. Null when it cannot be found again:
 * chance had a
 * part in it, or the batch's own statistics. */
export async function findFault({ network, plan, input, gradients }: FaultyStep): Promise<string | null> {
  const parameter = await firstNonFinite(namedParameters(network));
  if (parameter !== null) return `${parameter} holds values that are not finite`;
  const probes = probeOutputs(network, plan, input);
  const layer = await firstNonFinite(probes);
  tf.dispose(probes.map(([, probe]) => probe));
  if (layer !== null) return `${layer} gives values that are not finite`;
  const gradient = await firstNonFinite([...gradients].toReversed());
  return gradient === null ? null : `the gradient of ${gradient} has values that are not finite`;
}

/** A probe of each layer's output, in the order in which layers run. The caller disposes them. */
function probeOutputs(network: Network, { untaped, frozen }: StagePlan, input: tf.Tensor): [string, tf.Tensor][] {
  const paths = new Map([...namedModules(network)].slice(1).map(([path, module]): [AnyModule, string] => [module, path]));
  const found: [string, tf.Tensor][] = [];
  const leave = (module: AnyModule, output: tf.Tensor) => void found.push([paths.get(module)!, tf.keep(nonFiniteProbe(output))]);
  const pass = () => runSegments(network.segments().slice(untaped), input, { training: false, frozen });
  tf.tidy(() => void watchModules([...paths.keys()], { enter() {}, leave }, pass));
  return found;
}

async function firstNonFinite(tensors: Iterable<readonly [string, tf.Tensor]>): Promise<string | null> {
  for (const [name, tensor] of tensors) {
    const measured = tf.tidy(() => nonFiniteProbe(tensor));
    const [value] = await measured.data();
    measured.dispose();
    if (value !== 0) return name;
  }
  return null;
}

/** One number: 0 when all values are finite, NaN when any is not. 0 · x is 0 for every finite x. */
function nonFiniteProbe(tensor: tf.Tensor): tf.Tensor {
  return tf.sum(tf.mul(tensor, 0));
}
