import type { LabelledPredictions } from '@attune/insight';

/** One epoch of a run. Accuracies are fractions, losses nats. */
export interface ReportedEpoch {
  readonly stage: string;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
  /** At the epoch's end, by group. */
  readonly learningRates: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** One group of a stage, as the recipe's table shows it. */
export interface ReportedGroup {
  readonly stage: string;
  readonly epochs: number;
  readonly group: string;
  readonly learningRate: number;
  readonly schedule: string;
  readonly batchNorm: string;
  readonly augment: boolean;
}

/** A picture inside the page. */
export interface ReportedPicture {
  /** A `data:` address. */
  readonly source: string;
  readonly title: string;
}

/** How far a block's gates were from 1 at the end of a stage: means of |gate − 1|, null
 * of gates that it has not. */
export interface GateDrift {
  readonly stage: string;
  /** The attention's path: `layer1.0.cbam`. */
  readonly block: string;
  readonly channels: number | null;
  readonly positions: number | null;
}

/** All that a run's report tells. Plain data: a command and a page fill it alike. */
export interface RunReport {
  readonly title: string;
  /** What was trained on what, and where: label and value. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  /** The command that does it again. */
  readonly command: string;
  readonly recipe: readonly ReportedGroup[];
  readonly epochs: readonly ReportedEpoch[];
  readonly trainImages: number;
  readonly classes: readonly string[];
  /** What the best weights say of the validation images. */
  readonly predictions: LabelledPredictions;
  /** Small pictures of validation images by position; not every image needs one. */
  readonly pictures: ReadonlyMap<number, ReportedPicture>;
  /** Validation images whose loss is largest and smallest, with their maps. */
  readonly hardest: readonly ExplainedPicture[];
  readonly easiest: readonly ExplainedPicture[];
  readonly gates: readonly GateDrift[];
}

export interface ExplainedPicture {
  /** Position among the validation images. */
  readonly image: number;
  readonly maps: readonly ReportedPicture[];
}
