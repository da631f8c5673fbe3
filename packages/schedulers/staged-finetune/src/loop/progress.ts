import type { Evaluation, TargetEvaluation } from '../task/judges.ts';
import type { Figures } from '../task/judge-targets.ts';
import { type TaskScores, metricOf } from '../task/task.ts';

/** One finished epoch. Accuracies are fractions, losses nats, means over images. Where
 * an image is not of one class there are no accuracies, but the task's metric and figures. */
export interface EpochResult {
  /** In its stage, from 0. */
  readonly epoch: number;
  readonly trainLoss: number;
  readonly trainAccuracy?: number | undefined;
  readonly validationLoss: number;
  readonly validationAccuracy?: number | undefined;
  /** The metric that decides, and it and others by their names. */
  readonly validationMetric?: number | undefined;
  readonly validationFigures?: Figures | undefined;
  /** At the epoch's last step, by group. */
  readonly learningRates: Readonly<Record<string, number>>;
  /** What the moving average of the weights makes of the validation images; only where
   * the stage keeps one. */
  readonly ema?: EmaResult;
  /** What their mean over the epochs makes of them; only from the epoch on where the
   * stage's begins. */
  readonly swa?: EmaResult;
  /** Training and validation; in a stage's first epoch also the computing of features
   * that are kept. */
  readonly seconds: number;
  /** Of them, those in which nothing was computed because images, or features on a
   * disk, had not arrived. */
  readonly waitingSeconds: number;
}

/** What averaged weights make of the validation images. */
export interface EmaResult extends TaskScores {
  readonly validationLoss: number;
}

export interface StageResult {
  readonly name: string;
  readonly epochs: readonly EpochResult[];
}

/** The epoch with the highest validation accuracy so far, or the highest metric of a task that has
 * none; of equal ones that with the lowest loss, then the first. */
export interface BestEpoch extends TaskScores {
  readonly stage: number;
  readonly epoch: number;
  readonly validationLoss: number;
}

/** Sums over the images of an epoch that is under way. */
export interface EpochSums {
  readonly loss: number;
  readonly right: number;
  readonly images: number;
  readonly seconds: number;
  /** Of them, without work for want of images. */
  readonly waiting: number;
}

export const noSums: EpochSums = { loss: 0, right: 0, images: 0, seconds: 0, waiting: 0 };

/** Where a run stands: with the weights and the optimizer's memory, all that its future
 * depends on. Plain data. */
export interface Progress {
  /** Index of the stage, epoch in it, and steps of that epoch already taken. */
  readonly stage: number;
  readonly epoch: number;
  readonly step: number;
  readonly sums: EpochSums;
  readonly results: readonly StageResult[];
  readonly best: BestEpoch | null;
  /** The same of the averaged weights. */
  readonly bestEma: BestEpoch | null;
  /** Multiplies every learning rate; halved each time the run went back. */
  readonly rateFactor: number;
}

export const start: Progress = { stage: 0, epoch: 0, step: 0, sums: noSums, results: [], best: null, bestEma: null, rateFactor: 1 };

/** A step that has been taken. */
export interface TakenStep {
  /** Mean over its images, in nats. */
  readonly loss: number;
  readonly right: number;
  readonly images: number;
  readonly seconds: number;
  /** Before clipping; 0 when nothing clips. */
  readonly gradientNorm: number;
  /** By group. */
  readonly learningRates: Readonly<Record<string, number>>;
}

/** What some weights make of the validation images. */
export type Validated = Pick<Evaluation, 'loss' | 'accuracy'> | Pick<TargetEvaluation, 'loss' | 'metric' | 'figures'>;

/** What an epoch ends with beside its sums. */
export interface EpochEnd {
  readonly validated: Evaluation | TargetEvaluation;
  /** The same of averaged weights, where the stage keeps them. */
  readonly ema?: Evaluation | TargetEvaluation;
  readonly swa?: Evaluation | TargetEvaluation;
  /** At its last step, by group. */
  readonly learningRates: Readonly<Record<string, number>>;
}

/** One step further. */
export function afterStep(progress: Progress, { loss, right, images, seconds }: TakenStep): Progress {
  const { step, sums } = progress;
  const added = { loss: sums.loss + loss * images, right: sums.right + right, images: sums.images + images, seconds: sums.seconds + seconds };
  return { ...progress, step: step + 1, sums: { ...sums, ...added } };
}

/** At the start of the next epoch, with the result of this one. */
export function afterEpoch(progress: Progress, stage: string, result: EpochResult): Progress {
  const results = withEpochs(progress, stage, [...epochsOfStage(progress), result]);
  return { ...progress, epoch: progress.epoch + 1, step: 0, sums: noSums, results, best: bestOf(progress, result, progress.best) };
}

/** At the start of the next stage. */
export function afterStage(progress: Progress, stage: string): Progress {
  const results = withEpochs(progress, stage, epochsOfStage(progress));
  return { ...progress, stage: progress.stage + 1, epoch: 0, step: 0, sums: noSums, results };
}

/** With the averaged weights of this epoch tried. */
export function afterAverages(progress: Progress, validated: Validated): Progress {
  return { ...progress, bestEma: bestOf(progress, resultOf(validated), progress.bestEma) };
}

/** With seconds added to the epoch, of which some went by waiting. */
export function afterTime(progress: Progress, { seconds = 0, waiting = 0 }: { readonly seconds?: number; readonly waiting?: number }): Progress {
  const { sums } = progress;
  return { ...progress, sums: { ...sums, seconds: sums.seconds + seconds, waiting: sums.waiting + waiting } };
}

/** The result of the epoch under way, whose images are through and whose weights are validated. */
export function epochResult({ epoch, sums }: Progress, { validated, ema, swa, learningRates }: EpochEnd): EpochResult {
  return {
    epoch,
    trainLoss: sums.loss / sums.images,
    ...('accuracy' in validated && { trainAccuracy: sums.right / sums.images }),
    ...resultOf(validated),
    ...('figures' in validated && { validationFigures: validated.figures }),
    learningRates,
    ...(ema !== undefined && { ema: resultOf(ema) }),
    ...(swa !== undefined && { swa: resultOf(swa) }),
    seconds: sums.seconds,
    waitingSeconds: sums.waiting,
  };
}

function resultOf(validated: Validated): EmaResult {
  const { loss: validationLoss } = validated;
  return 'accuracy' in validated ? { validationLoss, validationAccuracy: validated.accuracy } : { validationLoss, validationMetric: validated.metric };
}

/** The finished epochs of the stage under way. */
export function epochsOfStage({ stage, results }: Progress): readonly EpochResult[] {
  return results[stage]?.epochs ?? [];
}

/** Whether an epoch is ahead of the best so far. */
export function isBetter(epoch: Scores, best: BestEpoch | null): boolean {
  return best === null || isAhead(epoch, best);
}

function isAhead(epoch: Scores, other: Scores): boolean {
  const [metric, others] = [comparable(epoch), comparable(other)];
  if (metric !== others) return metric > others;
  return epoch.validationLoss < other.validationLoss;
}

/** A metric that is not defined is behind every other. */
function comparable(scores: Scores): number {
  const metric = metricOf(scores);
  return Number.isNaN(metric) ? -Infinity : metric;
}

/** Position of the epoch whose weights a run keeps: the highest validation accuracy or metric, of
 * equal ones the lowest loss, of equal ones the first. −1 where there is none. */
export function bestEpochIndex(epochs: readonly Scores[]): number {
  return epochs.reduce((best, epoch, index) => (best === -1 || isAhead(epoch, epochs[best]!) ? index : best), -1);
}

type Scores = EmaResult;

function bestOf({ stage, epoch }: Progress, { validationAccuracy, validationMetric, validationLoss }: Scores, best: BestEpoch | null): BestEpoch | null {
  const scores = validationMetric === undefined ? { validationAccuracy } : { validationMetric };
  const candidate = { stage, epoch, ...scores, validationLoss };
  return isBetter(candidate, best) ? candidate : best;
}

/** All results, those of the stage under way replaced. */
function withEpochs({ stage, results }: Progress, name: string, epochs: readonly EpochResult[]): readonly StageResult[] {
  return [...results.slice(0, stage), { name, epochs }];
}
