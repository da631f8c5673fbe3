import type { Preprocessing } from '@attune/data/browser';
import type { TaskKind } from '@attune/run';
import type { ModelSpec } from '@attune/zoo';

import type { ExplainedWeights } from './insight.ts';
import type { GatheredFile } from './photos.ts';
import type { WriteProgress } from './write-progress.ts';

/** What trainings have left. */
export interface RunRequests {
  /** Kept in the browser's own storage, newest first; they survive a reload. */
  list(): Promise<readonly RunSummary[]>;
  /** Adds a run of the command or of another page to this project, from the files of its folder.
   *
   * @throws when they are not a run; then nothing changes. */
  add(files: readonly GatheredFile[]): Promise<OpenedRun>;
  remove(runId: string): Promise<readonly RunSummary[]>;
  export(runId: string, format: ExportFormat, words: StandaloneWords, onProgress?: WriteProgress): Promise<{ readonly name: string; readonly blob: Blob }>;
}

export interface OpenedRun {
  readonly runId: string;
  readonly runs: readonly RunSummary[];
}

export interface RunSummary {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** What was chosen when it was started, to be compared with what is chosen now; null where the
   * page does not know, as of runs that were trained elsewhere. */
  readonly choices: string | null;
  readonly state: 'training' | 'paused' | 'stopped' | 'finished' | 'failed';
  /** Whether it was cut off: the page was closed or loaded again while it went on. */
  readonly interrupted: boolean;
  readonly architecture: string;
  /** The network as it was built. */
  readonly model: ModelSpec;
  readonly classes: readonly string[];
  /** How a photo becomes what the network sees. */
  readonly preprocessing: Pick<Preprocessing, 'imageSize' | 'resizeSize' | 'mean' | 'std'>;
  readonly stages: readonly { readonly name: string; readonly epochs: number }[];
  /** By what the rates of the body were multiplied; null where that was not measured. */
  readonly bodyRateScale: number | null;
  /** Epochs that have ended, in order: the curves after a reload. */
  readonly epochs: readonly RunEpoch[];
  readonly bestValidationAccuracy: number | null;
  /** What it says of an image: one class, several, or numbers. */
  readonly task: TaskKind;
  /** Of what is not one class: mAP or R², of the best epoch. */
  readonly bestValidationMetric: number | null;
  /** Weights that are kept, in the order of the training. */
  readonly weights: readonly ExplainedWeights[];
}

export interface RunEpoch {
  readonly stageIndex: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
  /** Of what is not one class: the metric that decides, and all by their names. */
  readonly metric: number | null;
  readonly figures: Readonly<Record<string, number>>;
}

export type ExportFormat = 'page.html' | 'onnx' | 'torch' | 'safetensors' | 'report.html' | 'run.zip';

/** What a page that classifies by itself says to people, and how likely its answer must be. */
export interface StandaloneWords {
  readonly title: string;
  readonly choose: string;
  readonly unsure: string;
  /** Of a photo with none of several labels. */
  readonly none: string;
  readonly sure: number;
  readonly language: string;
}
