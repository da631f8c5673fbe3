/** What a network is trained to say of an image. Plain data: a run and its weights keep it.
 *
 * - `single-label`: which one of the classes it is.
 * - `multi-label`: which of the classes are in it, none and all among the answers.
 * - `regression`: a number for each target. The network's outputs are in deviations from the mean
 *   of the training images, which `scales` keeps: value = output · deviation + mean. */
export type Task =
  | { readonly kind: 'single-label' }
  | { readonly kind: 'multi-label' }
  | { readonly kind: 'regression'; readonly scales: readonly TargetScale[] };

export type TaskKind = Task['kind'];

/** Where the values of a target lie, in its own unit. */
export interface TargetScale {
  readonly mean: number;
  /** Above 0. */
  readonly deviation: number;
}

/** The metric that decides which epoch is the best. Of all of them more is better. */
export type MetricName = 'accuracy' | 'mAP' | 'R2';

export interface TaskTraits {
  readonly metric: MetricName;
  /** The metric in words, as it stands in a sentence. */
  readonly metricTitle: string;
  /** Whether the metric is a share, and shown in per cent. */
  readonly isShare: boolean;
}

/** What distinguishes the tasks for whoever reports a run. */
export const taskTraits: Readonly<Record<TaskKind, TaskTraits>> = {
  'single-label': { metric: 'accuracy', metricTitle: 'accuracy', isShare: true },
  'multi-label': { metric: 'mAP', metricTitle: 'mAP', isShare: true },
  regression: { metric: 'R2', metricTitle: 'R²', isShare: false },
};

export const singleLabel: Task = { kind: 'single-label' };

/** The metric that decides, of an epoch or of a network's weights: its accuracy where there is
 * one. NaN where it is not defined, such as the mAP of images without a class. */
export function metricOf({ validationMetric, validationAccuracy }: TaskScores): number {
  return validationMetric ?? validationAccuracy ?? Number.NaN;
}

/** How weights did on the validation images: by their accuracy, or by the metric of a task that has
 * none. */
export interface TaskScores {
  readonly validationAccuracy?: number | undefined;
  readonly validationMetric?: number | undefined;
}
