import type { LabelFigures, NumberFigures } from '@attune/staged-finetune';

/** How good a run is, and where it looks. */
export interface InsightRequests {
  evaluate(runId: string): Promise<Judgement>;
  /** Labels of photos that are probably wrong, the surest first: each photo as a linear classifier
   * on the run's features sees it that has not seen it. */
  suspects(runId: string, onProgress: (done: number, total: number) => void): Promise<readonly SuspectLabel[]>;
  /** One image's class probabilities, CBAM maps and Grad-CAM for the best weights, those before
   * training, or those at the end of a stage.
   *
   * @param classIndex which class or target Grad-CAM explains; the likeliest when left out. */
  explain(runId: string, imageId: string, stageIndex: ExplainedWeights, classIndex?: number): Promise<ImageExplanation>;
  /** The same for a photo that is not of the project, with the best weights. */
  explainFile(runId: string, file: Blob): Promise<ImageExplanation>;
  /** The same for a live camera frame, with the best weights. */
  explainFrame(runId: string, frame: ImageBitmap): Promise<ImageExplanation>;
}

/** What a run makes of the photos that were held back. */
export type Judgement = EvaluationReport | TargetReport;

/** The same of several labels or numbers. */
export interface TargetReport {
  readonly task: 'multi-label' | 'regression';
  /** Classes or targets. */
  readonly classes: readonly string[];
  readonly loss: number;
  /** mAP and F1, or R2 and MAE. */
  readonly figures: Readonly<Record<string, number>>;
  /** Of each class. */
  readonly labels: readonly LabelFigures[];
  /** Of each target. */
  readonly numbers: readonly NumberFigures[];
  /** Validation images, the largest loss first. */
  readonly predictions: readonly {
    readonly imageId: string;
    readonly loss: number;
    /** For each class 1 or 0, or the number of each target. */
    readonly truth: readonly number[];
    /** A probability of each class, or the number. */
    readonly said: readonly number[];
  }[];
}

export interface EvaluationReport {
  readonly task: 'single-label';
  readonly classes: readonly string[];
  readonly accuracy: number;
  readonly loss: number;
  /** Rows are true classes, columns what the network says; each the number of validation images. */
  readonly confusion: readonly (readonly number[])[];
  /** Validation images of classes that the run was not trained with, which are not judged. */
  readonly strangers: number;
  /** Validation images, the largest loss first. */
  readonly predictions: readonly {
    readonly imageId: string;
    readonly label: number;
    readonly predicted: number;
    readonly probability: number;
    readonly loss: number;
  }[];
}

export interface SuspectLabel {
  readonly imageId: string;
  readonly className: string;
  /** The class that it is probably of. */
  readonly suggested: string;
  readonly probability: number;
}

export type ExplainedWeights = number | 'best' | 'start';

/** Rows from the top, each value in [0, 1]: 0 stands for `from` and 1 for `to`. */
export interface MapPlane {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
  readonly from: number;
  readonly to: number;
}

export interface ImageExplanation {
  /** Every class, the likeliest first; none of numbers. */
  readonly top: readonly { readonly className: string; readonly probability: number }[];
  /** The classes that it has, where it may have several, each with the probability it takes. */
  readonly labels: readonly { readonly className: string; readonly probability: number; readonly threshold: number; readonly has: boolean }[] | null;
  /** Where the network tells numbers. */
  readonly values: readonly { readonly target: string; readonly value: number }[] | null;
  /** Whether it is probably of no class, by what the validation photos were like; null where that
   * was not asked, or is not known. */
  readonly unknown: boolean | null;
  /** What the network saw, cropped and resized, as RGBA; the planes lie over it. */
  readonly picture: { readonly width: number; readonly height: number; readonly rgba: Uint8ClampedArray };
  /** For the likeliest class. */
  readonly gradCam: MapPlane;
  /** One for each block of attention, the first layer first; empty without. */
  readonly attention: readonly { readonly kind: string; readonly block: string; readonly map: MapPlane }[];
}
