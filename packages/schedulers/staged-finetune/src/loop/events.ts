import type { LossFault } from '../errors.ts';
import type { BestEpoch, EpochResult, StageResult } from './progress.ts';

interface InStage {
  readonly stage: string;
  readonly stageIndex: number;
}

/** What a run tells while it goes on. Plain data: a command, a page and a test read the
 * same stream. */
export type FineTuneEvent =
  | (InStage & {
      readonly kind: 'stage-start';
      readonly epochs: number;
      readonly stepsPerEpoch: number;
      /** Scalars that train. */
      readonly parameters: number;
      /** Leading segments that cannot change in this stage. */
      readonly still: readonly string[];
    })
  /** A batch does not fit into memory: its steps are computed in parts, whose gradients are added
   * up. */
  | (InStage & {
      readonly kind: 'split';
      readonly batchSize: number;
      /** Images of a part, at most. */
      readonly partSize: number;
      /** About what a step of the whole batch would take. */
      readonly wholeBytes: number;
      readonly limitBytes: number;
    })
  /** What the still segments make of a split is being computed, once for the whole
   * stage, and kept. */
  | (InStage & {
      readonly kind: 'features';
      readonly split: 'train' | 'validation';
      readonly done: number;
      /** Each image as often as it has views. */
      readonly images: number;
      /** Of them all, when done. */
      readonly bytes: number;
      readonly place: 'memory' | 'disk';
    })
  /** The features would not fit the budget, so each epoch computes them. */
  | (InStage & { readonly kind: 'features-too-large'; readonly split: 'train' | 'validation'; readonly budgetBytes: number })
  | (InStage & {
      readonly kind: 'step';
      readonly epoch: number;
      /** Steps of the epoch that are done. */
      readonly step: number;
      readonly stepsPerEpoch: number;
      /** Of the step, and of the epoch so far. */
      readonly images: number;
      readonly imagesDone: number;
      readonly loss: number;
      /** Before clipping; 0 when nothing clips. */
      readonly gradientNorm: number;
      readonly learningRates: Readonly<Record<string, number>>;
    })
  | (InStage & {
      readonly kind: 'validation';
      /** Which weights are tried: those that train, or their averages. */
      readonly weights: 'raw' | 'ema' | 'swa';
      readonly epoch: number;
      readonly done: number;
      readonly images: number;
    })
  /** How like images are to those of training is being measured, of the best weights. */
  | { readonly kind: 'likeness'; readonly done: number; readonly images: number }
  | (InStage & { readonly kind: 'epoch-end'; readonly result: EpochResult; readonly best: boolean })
  | (InStage & { readonly kind: 'stage-end'; readonly result: StageResult; readonly stoppedEarly: boolean })
  | { readonly kind: 'checkpoint'; readonly stageIndex: number; readonly epoch: number; readonly step: number }
  /** A loss was not finite: the run went back to its newest checkpoint, and goes on at
   * half the rates. */
  | {
      readonly kind: 'rewound';
      readonly stageIndex: number;
      readonly epoch: number;
      readonly step: number;
      readonly rateFactor: number;
      readonly fault: LossFault;
    }
  /** The signal was aborted; a checkpoint has been saved from which the run can go on. */
  | { readonly kind: 'stopped'; readonly stageIndex: number; readonly epoch: number; readonly step: number }
  /** The network now has the weights of the best epoch. */
  | { readonly kind: 'end'; readonly best: BestEpoch | null; readonly bestEma: BestEpoch | null; readonly results: readonly StageResult[] };
