import type { ClassCentres, Network } from '@attune/nn';

import { type SavedTensor, type WeightsCopy, copyWeights, pasteWeights } from '../saved-weights.ts';
import type { JudgedTargets } from '../task/judge-targets.ts';
import type { Evaluation } from '../task/judges.ts';
import type { Progress, StageResult } from './progress.ts';

/** All that an interrupted run needs to end with the same bits. */
export interface TrainingCheckpoint {
  readonly progress: Progress;
  /** `model.NAME` for every variable, `optimizer.NAME.SLOT` for the optimizer's memory, `ema.NAME`
   * for the moving averages. */
  readonly tensors: ReadonlyMap<string, SavedTensor>;
  /** Batches that each batch norm has seen, by path. */
  readonly batchesTracked: Readonly<Record<string, number>>;
  /** Steps that the optimizer has taken with each parameter. */
  readonly optimizerSteps: Readonly<Record<string, number>>;
}

/** What weights say of the validation images. */
export type JudgedImages = JudgedLabels | JudgedTargets;

/** Of one class an image. */
export interface JudgedLabels extends Pick<Evaluation, 'probabilities' | 'energies'> {
  /** [count] */
  readonly labels: Int32Array;
  /** How near images lie to the classes of training, measured when it is asked for. Left out of
   * best weights of which it is measured at the end of the run: then `saveLikeness` is told. */
  likeness?(): Promise<Likeness>;
}

/** How like images are to those of training, for weights as they are. */
export interface Likeness {
  /** Of training images that nothing has augmented. */
  readonly centres: ClassCentres;
  /** Of validation images to the nearest of them, in no order. */
  readonly similarities: Float64Array;
}

/** Where a run keeps what must outlive a step. Each method ends when the thing is safe. */
export interface RunStore {
  /** The network as it is now is the best so far. */
  saveBest(network: Network, progress: Progress, judged: JudgedImages): Promise<void>;
  /** The network has the moving averages on, and they are the best of them so far. */
  saveBestEma(network: Network, progress: Progress, judged: JudgedImages): Promise<void>;
  /** The run is through, and the network has the best weights on. Left out where nobody asks how
   * like images are to those of training: then it is not measured. */
  saveLikeness?(network: Network, likeness: Likeness): Promise<void>;
  /** Puts the best weights back. */
  loadBest(network: Network): Promise<void>;
  /** A stage has ended with the network as it is now. */
  saveStage(network: Network, stage: { readonly index: number; readonly result: StageResult }): Promise<void>;
  saveCheckpoint(checkpoint: TrainingCheckpoint): Promise<void>;
  /** The newest checkpoint, or null when there is none. */
  loadCheckpoint(): Promise<TrainingCheckpoint | null>;
}

/** Keeps the best weights and the newest checkpoint in memory: for runs that end with
 * the process. */
export function memoryStore(): RunStore {
  let best: WeightsCopy | null = null;
  let newest: TrainingCheckpoint | null = null;
  return {
    saveBest: async (network) => void (best = await copyWeights(network)),
    saveBestEma: async () => {},
    loadBest: async (network) => void (best !== null && pasteWeights(network, best)),
    saveStage: async () => {},
    saveCheckpoint: async (checkpoint) => void (newest = checkpoint),
    loadCheckpoint: async () => newest,
  };
}
