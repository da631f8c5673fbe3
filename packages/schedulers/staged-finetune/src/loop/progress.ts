/** One finished epoch. Accuracies are fractions, losses nats, means over images. */
export interface EpochResult {
  /** In its stage, from 0. */
  readonly epoch: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
  /** At the epoch's last step, by group. */
  readonly learningRates: Readonly<Record<string, number>>;
  /** What the moving average of the weights makes of the validation images; only where the stage keeps one. */
  readonly ema?: EmaResult;
  /** Training and validation; in a stage's first epoch also the computing of features that are kept. */
  readonly seconds: number;
  /** Of them, those in which nothing was computed because images, or features on a disk, had not arrived. */
  readonly waitingSeconds: number;
}

export interface EmaResult {
  readonly validationLoss: number;
  readonly validationAccuracy: number;
}

export interface StageResult {
  readonly name: string;
  readonly epochs: readonly EpochResult[];
}

/** The epoch with the highest validation accuracy so far; of equal ones that with the lowest loss, then the first. */
export interface BestEpoch {
  readonly stage: number;
  readonly epoch: number;
  readonly validationAccuracy: number;
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

/** Where a run stands: with the weights and the optimizer's memory, all that its future depends on. Plain data. */
export interface Progress {
  /** Index of the stage, epoch in it, and steps of that epoch already taken. */
  readonly stage: number;
  readonly epoch: number;
  readonly step: number;
  readonly sums: EpochSums;
  readonly results: readonly StageResult[];
  readonly best: BestEpoch | null;
  /** The same of the moving averages. */
  readonly bestEma: BestEpoch | null;
  /** Multiplies every learning rate; halved each time the run went back. */
  readonly rateFactor: number;
}

export const start: Progress = { stage: 0, epoch: 0, step: 0, sums: noSums, results: [], best: null, bestEma: null, rateFactor: 1 };

export function isBetter(epoch: Pick<BestEpoch, 'validationAccuracy' | 'validationLoss'>, best: BestEpoch | null): boolean {
  if (best === null || epoch.validationAccuracy > best.validationAccuracy) return true;
  return epoch.validationAccuracy === best.validationAccuracy && epoch.validationLoss < best.validationLoss;
}
