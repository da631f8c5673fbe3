import type { ClassCount, FileReason, SharedImage } from '@attune/data';
import type { LabelledPredictions } from '@attune/insight';
import type { ControlComparison } from '@attune/run';

/** One epoch of a run. Accuracies are fractions, losses nats. */
export interface ReportedEpoch {
  readonly stage: string;
  readonly trainLoss: number;
  readonly trainAccuracy?: number | undefined;
  readonly validationLoss: number;
  readonly validationAccuracy?: number | undefined;
  /** In place of accuracies, where an image is not of one class. */
  readonly validationMetric?: number | undefined;
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

/** What one image looks like to the network at the end of a stage. */
export interface StageMap {
  /** The stage, or what the weights are called: `best weights`. */
  readonly stage: string;
  /** Grad-CAM for the predicted class, over the image; a `data:` address. */
  readonly source: string;
  /** Position among the classes. */
  readonly predicted: number;
  /** Its probability. */
  readonly confidence: number;
}

/** What the last attention block multiplies each position of an image by. */
export interface AttentionMap extends ReportedPicture {
  readonly least: number;
  readonly most: number;
  /** Whether every gate is so close to 1 that the block passes on what comes in. */
  readonly hardlyActs: boolean;
}

/** A validation image with its maps, in the order of the stages. */
export interface ExplainedImage {
  /** Position among the validation images. */
  readonly image: number;
  /** As the network sees it; a `data:` address. */
  readonly seen: string;
  readonly stages: readonly StageMap[];
  /** Null without attention that tells its gates. */
  readonly attention: AttentionMap | null;
}

/** What the data held. */
export interface ReportedData {
  readonly counts: readonly ClassCount[];
  /** What lay beside the images and was not read, and why. */
  readonly skipped: readonly FileReason[];
  /** Validation images that are trained on too, byte for byte. */
  readonly shared: readonly SharedImage[];
}

/** What decides which epoch is the best. */
export interface ReportedMetric {
  /** In a sentence: `mAP`. */
  readonly title: string;
  /** Whether it is shown in per cent. */
  readonly isShare: boolean;
}

/** What the report of a run tells of its validation images where an image has several labels, or
 * numbers. */
export interface TargetReport extends Pick<RunReport, 'title' | 'date' | 'network' | 'facts' | 'again' | 'recipe' | 'epochs' | 'data' | 'classes'> {
  readonly metric: ReportedMetric;
  readonly images: number;
  /** The task's metric first, by name. */
  readonly figures: Readonly<Record<string, number>>;
  /** A row for each class or target. */
  readonly each: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

/** All that a run's report tells. Plain data: a command and a page fill it alike. */
export interface RunReport {
  readonly title: string;
  /** When the report was written: `2026-11-29`. */
  readonly date: string;
  /** The network in words: `resnet18 with CBAM (identity)`. */
  readonly network: string;
  /** What was trained on what, and where: label and value. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  /** The command that does it again, and where to run it. */
  readonly again: { readonly where: string; readonly command: string };
  readonly recipe: readonly ReportedGroup[];
  readonly epochs: readonly ReportedEpoch[];
  readonly data: ReportedData;
  readonly classes: readonly string[];
  /** What the best weights say of the validation images, at `temperature`. */
  readonly predictions: LabelledPredictions;
  /** What the run keeps of its certainty, fitted on these images; null of runs of before. */
  readonly temperature: number | null;
  /** How similar to a class an image is that is known; null where the run has no class centres. */
  readonly leastSimilarity: number | null;
  /** The run beside itself without attention; null without a control. */
  readonly control: ControlComparison | null;
  /** Small pictures of validation images by position; not every image needs one. */
  readonly pictures: ReadonlyMap<number, ReportedPicture>;
  /** Validation images whose loss is largest and smallest, with their maps. */
  readonly hardest: readonly ExplainedImage[];
  readonly easiest: readonly ExplainedImage[];
  readonly gates: readonly GateDrift[];
}
