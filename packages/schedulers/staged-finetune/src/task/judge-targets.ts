import { columnOf, averagePrecision, determination, fitThreshold, meanAbsoluteError, meanOfDefined, thresholdFigures } from './figures.ts';
import type { Task } from './task.ts';

/** What a network says of images whose task is not one class: [images · outputs], and
 * what is so. */
export interface JudgedTargets {
  /** Probabilities of several labels; values of numbers, in the targets' units. */
  readonly outputs: Float32Array;
  /** 1 where an image has a class and 0 where not; or the true numbers. */
  readonly targets: Float32Array;
  /** Classes, or targets. */
  readonly width: number;
}

/** How well a class is told, over the images that are judged. */
export interface LabelFigures {
  /** Images that have it. */
  readonly images: number;
  /** Average precision; NaN where no image has it. */
  readonly AP: number;
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
  readonly F1: number;
}

/** How well each class is told.
 *
 * @param thresholds [width], from which probability on an image is said to have a class. Default:
 * 0.5. */
export function labelFigures({ outputs, targets, width }: JudgedTargets, thresholds?: readonly number[]): LabelFigures[] {
  return Array.from({ length: width }, (_, label) => {
    const scores = columnOf({ values: outputs, width }, label);
    const isPositive = (image: number) => targets[image * width + label] === 1;
    const threshold = thresholds?.[label] ?? 0.5;
    const images = scores.reduce((sum, _score, image) => sum + (isPositive(image) ? 1 : 0), 0);
    return { images, AP: averagePrecision(scores, isPositive), threshold, ...thresholdFigures(scores, isPositive, threshold) };
  });
}

/** For each class the threshold with the highest F1 on these images. */
export function fitThresholds({ outputs, targets, width }: JudgedTargets): number[] {
  return Array.from({ length: width }, (_, label) =>
    fitThreshold(columnOf({ values: outputs, width }, label), (image) => targets[image * width + label] === 1),
  );
}

/** How well a number is told. */
export interface NumberFigures {
  /** NaN where all true values are one. */
  readonly R2: number;
  /** In the target's unit. */
  readonly MAE: number;
}

export function numberFigures({ outputs, targets, width }: JudgedTargets): NumberFigures[] {
  return Array.from({ length: width }, (_, target) => {
    const [said, true_] = [columnOf({ values: outputs, width }, target), columnOf({ values: targets, width }, target)];
    return { R2: determination(said, true_), MAE: meanAbsoluteError(said, true_) };
  });
}

/** The figures of the whole, the task's metric first: means over the classes that images have, as
 * scikit-learn's `macro`; means over the targets. */
export const overallFigures: Readonly<Record<Exclude<Task['kind'], 'single-label'>, (judged: JudgedTargets, thresholds?: readonly number[]) => Figures>> = {
  'multi-label': (judged, thresholds) => {
    const all = labelFigures(judged, thresholds).filter(({ images }) => images > 0);
    return { mAP: meanOfDefined(all.map(({ AP }) => AP)), F1: meanOfDefined(all.map(({ F1 }) => F1)) };
  },
  regression: (judged) => {
    const all = numberFigures(judged);
    return { R2: meanOfDefined(all.map(({ R2 }) => R2)), MAE: meanOfDefined(all.map(({ MAE }) => MAE)) };
  },
};

/** By name. */
export type Figures = Readonly<Record<string, number>>;
