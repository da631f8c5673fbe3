import { type Network, namedVariables, segmentVariables } from '@attune/nn';
import type * as tf from '@tensorflow/tfjs-core';

import { RecipeError } from '../recipe/recipe-error.ts';
import type { Stage } from '../recipe/schema.ts';
import { partition } from './select.ts';

export interface PlannedGroup {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, tf.Variable>;
  /** Before the schedule. */
  readonly learningRate: number;
  readonly weightDecay: number;
}

/** A stage applied to a network. */
export interface StagePlan {
  readonly stage: Stage;
  readonly groups: readonly PlannedGroup[];
  /** Every variable that the stage leaves as it is, to the bit: frozen parameters, and running statistics that hold still. */
  readonly frozen: ReadonlySet<tf.Variable>;
  /** How many leading segments have no parameter that trains: they run outside the gradient tape. */
  readonly untaped: number;
  /** How many leading segments cannot change at all, statistics included: what they give for an image is computed once. */
  readonly still: number;
}

/** Works out what a stage moves in a network.
 *
 * @throws {RecipeError} naming every group whose selector does not fit, or when nothing would train. */
export function planStage(network: Network, stage: Stage): StagePlan {
  const { members, faults } = partition(network, stage.groups);
  const trained = new Set(members.flatMap((parameters) => [...parameters.values()]));
  const empty =
    trained.size === 0 && faults.length === 0 ? [{ path: 'groups', message: `selects no parameter of ${network.architecture}, so nothing would train` }] : [];
  if (faults.length + empty.length > 0) throw new RecipeError({ recipe: `stage "${stage.name}"`, faults: [...faults, ...empty] });
  const frozen = frozenVariables(network, stage, trained);
  const groups = stage.groups.map(({ name, learningRate, weightDecay = stage.weightDecay }, index) => ({
    name,
    parameters: members[index]!,
    learningRate,
    weightDecay,
  }));
  return {
    stage,
    groups,
    frozen,
    untaped: leadingSegments(network, (variable) => !trained.has(variable)),
    still: leadingSegments(network, (variable) => frozen.has(variable)),
  };
}

function frozenVariables(network: Network, { batchNorm }: Stage, trained: ReadonlySet<tf.Variable>): Set<tf.Variable> {
  const all = [...namedVariables(network)];
  const trainedModules = new Set(all.filter(([, variable]) => trained.has(variable)).map(([name]) => modulePath(name)));
  const moves = (name: string, variable: tf.Variable) => {
    if (variable.trainable) return trained.has(variable);
    return batchNorm === 'update' || (batchNorm === 'where-trained' && trainedModules.has(modulePath(name)));
  };
  return new Set(all.filter(([name, variable]) => !moves(name, variable)).map(([, variable]) => variable));
}

function leadingSegments(network: Network, holds: (variable: tf.Variable) => boolean): number {
  const segments = network.segments();
  const first = segments.findIndex((segment) => ![...segmentVariables(network, segment).values()].every((variable) => holds(variable)));
  return first === -1 ? segments.length : first;
}

function modulePath(name: string): string {
  return name.slice(0, name.lastIndexOf('.'));
}
