import { type LabelMix, binaryCrossEntropy, crossEntropy, huber, meanSquaredError } from '@attune/nn';
import * as tf from '@tensorflow/tfjs-core';

import { RecipeError, type RecipeFault } from '../recipe/recipe-error.ts';
import type { Recipe, Stage } from '../recipe/recipe.ts';
import { classWeightsOf } from '../stage/class-weights.ts';
import { argMax } from '../step/log-softmax.ts';
import type { Batch, BatchMix, Split, TrainingData } from '../training-data.ts';
import { type Task, type TaskKind, singleLabel } from './task.ts';

/** Images of a batch, without what the network sees of them. */
export type BatchLabels = Pick<Batch, 'labels' | 'indices' | 'mix'>;

/** What a stage asks of a network's outputs. */
export interface Objective {
  /** The mean loss of a batch. outputs: [N, K]. */
  loss(outputs: tf.Tensor2D, batch: BatchLabels): tf.Scalar;
  /** What that mean counts for among other batches. */
  weight(batch: BatchLabels): number;
  /** Images whose largest output is their label's; of a mixed image its share. 0 where no output is
   * right or wrong. */
  right(outputs: Float32Array, batch: BatchLabels): number;
}

/** The objective of a stage.
 *
 * @throws {RecipeError} when the stage asks for what the data's task lacks, or its class weights
 * do not fit the classes. */
export function objectiveOf(stage: Stage, data: Pick<TrainingData, 'classes' | 'train' | 'task'>): Objective {
  const task = data.task ?? singleLabel;
  const asked = lackOf[task.kind].filter(({ asks }) => asks(stage));
  const faults = asked.map(({ feature, message }): RecipeFault => ({ path: feature, message }));
  if (faults.length > 0) throw new RecipeError({ recipe: `stage "${stage.name}"`, faults });
  const objective = { stage, weights: classWeightsOf(stage, data), split: data.train, width: data.classes.length };
  return objectives[task.kind](objective, task);
}

/** That every stage asks only for what the data's task has.
 *
 * @throws {RecipeError} as {@link objectiveOf}. */
export function requireObjectives({ stages }: Pick<Recipe, 'stages'>, data: Pick<TrainingData, 'classes' | 'train' | 'task'>): void {
  for (const stage of stages) objectiveOf(stage, data);
}

/** The plain loss of the data's task. */
export function taskObjective(data: Pick<TrainingData, 'classes' | 'train' | 'task'>): Objective {
  const task = data.task ?? singleLabel;
  return objectives[task.kind]({ stage: { labelSmoothing: 0 }, weights: null, split: data.train, width: data.classes.length }, task);
}

interface ObjectiveParts {
  readonly stage: Pick<Stage, 'labelSmoothing' | 'focal' | 'huber'>;
  readonly weights: readonly number[] | null;
  readonly split: Split;
  readonly width: number;
}

const objectives: Readonly<Record<TaskKind, (parts: ObjectiveParts, task: Task) => Objective>> = {
  'single-label': labelObjective,
  'multi-label': ({ stage: { labelSmoothing, focal }, weights, ...rows }) =>
    targetObjective((outputs, indices) =>
      binaryCrossEntropy(outputs, targetsOf(rows, indices), {
        labelSmoothing,
        focal,
        positiveWeights: weights === null ? undefined : tf.tensor1d([...weights]),
      }),
    ),
  regression: ({ stage: { huber: delta }, ...rows }, task) =>
    targetObjective((outputs, indices) => {
      const targets = scaled(targetsOf(rows, indices), task);
      return delta === undefined ? meanSquaredError(outputs, targets) : huber(outputs, targets, delta);
    }),
};

function labelObjective({ stage, weights }: Pick<ObjectiveParts, 'stage' | 'weights'>): Objective {
  const { labelSmoothing, focal } = stage;
  return {
    loss: (outputs, { labels, mix }) =>
      crossEntropy(outputs, tf.tensor1d(labels, 'int32'), {
        labelSmoothing,
        focal,
        classWeights: weights === null ? undefined : tf.tensor1d([...weights]),
        mix: labelMix(mix),
      }),
    weight: ({ labels, mix }) => (weights === null || mix !== undefined ? labels.length : labels.reduce((sum, label) => sum + weights[label]!, 0)),
    right: countRight,
  };
}

function targetObjective(loss: (outputs: tf.Tensor2D, indices: Int32Array) => tf.Scalar): Objective {
  return { loss: (outputs, { indices }) => loss(outputs, indices), weight: ({ indices }) => indices.length, right: () => 0 };
}

/** Of these images, [N, width]. */
function targetsOf({ split, width }: Pick<ObjectiveParts, 'split' | 'width'>, indices: Int32Array): tf.Tensor2D {
  const rows = new Float32Array(indices.length * width);
  indices.forEach((index, place) => rows.set(split.targets!.subarray(index * width, (index + 1) * width), place * width));
  return tf.tensor2d(rows, [indices.length, width]);
}

function scaled(targets: tf.Tensor2D, task: Task): tf.Tensor2D {
  if (task.kind !== 'regression') return targets;
  const [means, deviations] = [task.scales.map(({ mean }) => mean), task.scales.map(({ deviation }) => deviation)];
  return tf.div(tf.sub(targets, tf.tensor1d(means)), tf.tensor1d(deviations));
}

interface Lack {
  readonly feature: string;
  readonly asks: (stage: Stage) => boolean;
  readonly message: string;
}

const noHuber: Lack = {
  feature: 'huber',
  asks: ({ huber: delta }) => delta !== undefined,
  message: 'is a loss of numbers, and the data have classes; leave it out (--huber), or train with --task regression',
};

/** What a stage may not ask for, by task. */
const lackOf: Readonly<Record<TaskKind, readonly Lack[]>> = {
  'single-label': [noHuber],
  'multi-label': [noHuber],
  regression: [
    {
      feature: 'labelSmoothing',
      asks: ({ labelSmoothing }) => labelSmoothing > 0,
      message: 'spreads labels over classes, and the targets are numbers; leave it out',
    },
    { feature: 'focal', asks: ({ focal }) => focal !== undefined, message: 'is a loss of classes, and the targets are numbers; leave it out, or use huber' },
    {
      feature: 'classWeights',
      asks: ({ classWeights }) => classWeights !== undefined,
      message: 'are weights of classes, and the targets are numbers; leave them out',
    },
  ],
};

function labelMix(mix: BatchMix | undefined): LabelMix | undefined {
  return mix === undefined ? undefined : { partners: tf.tensor1d(mix.partnerLabels, 'int32'), share: tf.tensor1d(mix.weight) };
}

function countRight(logits: Float32Array, { labels, mix }: BatchLabels): number {
  const classes = logits.length / labels.length;
  return labels.reduce((right, label, index) => {
    const predicted = argMax(logits.subarray(index * classes, (index + 1) * classes));
    const share = mix?.weight[index] ?? 1;
    return right + (predicted === label ? share : 0) + (predicted === mix?.partnerLabels[index] ? 1 - share : 0);
  }, 0);
}
