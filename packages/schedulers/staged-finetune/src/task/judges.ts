import { argMax, logSoftmax } from '../step/log-softmax.ts';
import type { Split } from '../training-data.ts';
import { meanOf } from './figures.ts';
import { type Figures, type JudgedTargets, overallFigures } from './judge-targets.ts';
import { type Task, taskTraits } from './task.ts';

/** What a network makes of a split of one class an image, image by image in the split's order. */
export interface Evaluation {
  /** Mean, in nats. */
  readonly loss: number;
  /** A fraction. */
  readonly accuracy: number;
  readonly count: number;
  /** [count], the class with the largest logit, the first of equal ones. */
  readonly predictions: Int32Array;
  /** [count], in nats. */
  readonly losses: Float64Array;
  /** [count · classes], softmax of the logits. */
  readonly probabilities: Float32Array;
  /** [count], log Σ exp(logit): large for images like those of training. */
  readonly energies: Float64Array;
}

/** The same of a split with several labels an image, or numbers. */
export interface TargetEvaluation extends JudgedTargets {
  /** Mean: binary cross-entropy in nats; squared errors in units of the deviation. */
  readonly loss: number;
  readonly count: number;
  /** [count] */
  readonly losses: Float64Array;
  /** The task's metric among them. */
  readonly figures: Figures;
  /** Of the task. */
  readonly metric: number;
}

/** Sees the outputs for one image after another, in any order, and then judges all of them. */
export interface Judge<Result> {
  see(index: number, outputs: Float32Array): void;
  result(): Result;
}

/** Of one class an image. */
export function labelJudge(labels: Int32Array, classes: number): Judge<Evaluation> {
  const predictions = new Int32Array(labels.length);
  const losses = new Float64Array(labels.length);
  const probabilities = new Float32Array(labels.length * classes);
  const energies = new Float64Array(labels.length);
  return {
    see(index, row) {
      const logProbabilities = logSoftmax(row);
      predictions[index] = argMax(row);
      losses[index] = -logProbabilities[labels[index]!]!;
      energies[index] = row[0]! - logProbabilities[0]!;
      probabilities.set(logProbabilities.map(Math.exp), index * classes);
    },
    result: () => ({ loss: meanOf(losses), accuracy: share(predictions, labels), count: labels.length, predictions, losses, probabilities, energies }),
  };
}

/** Of the images of a split, whatever the task is. */
export function judgeOf(task: Task, split: Split, width: number): Judge<Evaluation | TargetEvaluation> {
  return task.kind === 'single-label' ? labelJudge(split.labels, width) : targetJudge(task, split, width);
}

/** Of several labels an image, or numbers. */
export function targetJudge(
  task: Exclude<Task, { kind: 'single-label' }>,
  { targets: given, size }: Pick<Split, 'targets' | 'size'>,
  width: number,
): Judge<TargetEvaluation> {
  const targets = given!;
  const outputs = new Float32Array(size * width);
  const losses = new Float64Array(size);
  const answer = answerOf(task);
  return {
    see(index, row) {
      let sum = 0;
      for (let column = 0; column < width; column++) {
        const { value, loss } = answer(row[column]!, targets[index * width + column]!, column);
        outputs[index * width + column] = value;
        sum += loss;
      }
      losses[index] = sum / width;
    },
    result() {
      const figures = overallFigures[task.kind]({ outputs, targets, width });
      return { loss: meanOf(losses), count: size, losses, outputs, targets, width, figures, metric: figures[taskTraits[task.kind].metric]! };
    },
  };
}

type Answer = (output: number, target: number, column: number) => { readonly value: number; readonly loss: number };

function answerOf(task: Exclude<Task, { kind: 'single-label' }>): Answer {
  if (task.kind === 'multi-label')
    return (logit, target) => ({ value: 1 / (1 + Math.exp(-logit)), loss: Math.max(logit, 0) - logit * target + Math.log1p(Math.exp(-Math.abs(logit))) });
  return (output, target, column) => {
    const { mean, deviation } = task.scales[column]!;
    return { value: output * deviation + mean, loss: (output - (target - mean) / deviation) ** 2 };
  };
}

function share(predictions: Int32Array, labels: Int32Array): number {
  return predictions.reduce((right, prediction, index) => right + (prediction === labels[index] ? 1 : 0), 0) / labels.length;
}
