import { BatchNorm2d, type Network, attentionNames, namedModules, namedVariables, segmentVariables } from '@attune/nn';
import type * as tf from '@tensorflow/tfjs-core';

import { RecipeError, type RecipeFault } from '../recipe/recipe-error.ts';
import type { Recipe, Stage } from '../recipe/recipe.ts';
import { countFaults } from './class-weights.ts';
import { partition } from './select.ts';

export interface PlannedGroup {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, tf.Variable>;
  /** Before the schedule. */
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Names of the parameters that weight decay leaves alone. */
  readonly undecayed: ReadonlySet<string>;
  /** What the norm of its gradient is clipped to, where it is clipped apart from other groups. */
  readonly clipNorm?: number | undefined;
}

/** A stage applied to a network. */
export interface StagePlan {
  readonly stage: Stage;
  readonly groups: readonly PlannedGroup[];
  /** Every variable that the stage leaves as it is, to the bit: frozen parameters, and running
   * statistics that hold still. */
  readonly frozen: ReadonlySet<tf.Variable>;
  /** How many leading segments have no parameter that trains: they run outside the
   * gradient tape. */
  readonly untaped: number;
  /** How many leading segments cannot change at all, statistics included: what they give for an
   * image is computed once. */
  readonly still: number;
}

/** Works out what a stage moves in a network.
 *
 * @throws {RecipeError} naming every group whose selector does not fit or whose parameters
 * groups before it hold, or when nothing would train. */
export function planStage(network: Network, stage: Stage): StagePlan {
  const { members, faults } = partition(network, stage.groups);
  const trained = new Set(members.flatMap((parameters) => [...parameters.values()]));
  const misfits = [...faults, ...misfitsOf(network, stage, trained.size + faults.length)];
  if (misfits.length > 0) throw new RecipeError({ recipe: `stage "${stage.name}"`, faults: misfits });
  const frozen = frozenVariables(network, stage, trained);
  const groups = stage.groups.map(({ name, learningRate, weightDecay = stage.weightDecay, clipNorm }, index) => ({
    name,
    parameters: members[index]!,
    learningRate,
    weightDecay,
    undecayed: undecayedNames(network, stage, members[index]!.keys()),
    clipNorm,
  }));
  return {
    stage,
    groups,
    frozen,
    untaped: leadingSegments(network, (variable) => !trained.has(variable)),
    still: leadingSegments(network, (variable) => frozen.has(variable)),
  };
}

/** Works out what each stage of a recipe moves in a network, in order.
 *
 * @throws {RecipeError} for the first stage that does not fit. */
export function planRecipe(network: Network, { stages }: Recipe): StagePlan[] {
  return stages.map((stage) => planStage(network, stage));
}

/** Views of each training image whose features are worth keeping in a stage: 1 where
 * images do not vary, as many as are declared where they come again, 0 where none is
 * seen twice alike or nothing stands still. */
export function viewsWorthKeeping({ stage, still }: StagePlan): number {
  const { epochs, augment, augmentedViews = Infinity } = stage;
  const views = augment ? augmentedViews : 1;
  return still > 0 && views < epochs ? views : 0;
}

/** Whether running statistics move in a stage: batch norms then normalise with the batch's own, so
 * that its images cannot go through one by one. */
export function followsBatch(network: Network, { frozen }: StagePlan): boolean {
  return [...namedVariables(network)].some(([, variable]) => !variable.trainable && !frozen.has(variable));
}

function misfitsOf({ architecture, classes }: Network, { classWeights }: Stage, selected: number): RecipeFault[] {
  const faults: RecipeFault[] = [];
  if (selected === 0) faults.push({ path: 'groups', message: `selects no parameter of ${architecture}, so nothing would train` });
  if (Array.isArray(classWeights)) faults.push(...countFaults(classWeights, classes));
  return faults;
}

function undecayedNames(network: Network, { noDecay }: Stage, names: Iterable<string>): Set<string> {
  const norms = new Set([...namedModules(network)].filter(([, module]) => module instanceof BatchNorm2d).map(([path]) => path));
  const gates = attentionNames(network);
  const holds = {
    norms: (name: string) => norms.has(modulePath(name)),
    biases: (name: string) => name.endsWith('.bias'),
    gates: (name: string) => gates.has(name),
  };
  return new Set([...names].filter((name) => noDecay.some((kind) => holds[kind](name))));
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
