import type { Network } from '@attune/nn';
import type { Optimizer } from '@attune/optim';

import type { Recipe } from '../recipe/recipe.ts';
import type { SavedTensor } from '../saved-weights.ts';
import type { StagePlan } from '../stage/plan-stage.ts';
import { optimizerOf } from '../step/make-optimizer.ts';
import { WeightAverage } from '../step/weight-average.ts';
import { captureCheckpoint, restoreCheckpoint, savedAverages } from './checkpoint.ts';
import type { KeptEmbeddings } from './kept-embeddings.ts';
import { type Progress, afterStage, noSums, start } from './progress.ts';
import type { TrainingCheckpoint } from './run-store.ts';

/** All that a run's future depends on beside its data, recipe and settings: what a kill must not
 * lose, and so all that a checkpoint holds. */
export class RunState {
  readonly network: Network;
  /** Replaced, never changed, by the functions of `progress.ts`. */
  progress: Progress = start;
  /** Of the best weights: kept with them, or still to be measured, beside these embeddings of
   * validation images; null where that is not known. */
  likeness: 'kept' | KeptEmbeddings | null = null;
  readonly #recipe: Recipe;
  #optimizer: Optimizer;
  #average: WeightAverage | null = null;
  /** Averages of the stage that a checkpoint was made in. */
  #savedAverages: ReadonlyMap<string, SavedTensor> = new Map();

  constructor(network: Network, recipe: Recipe) {
    this.network = network;
    this.#recipe = recipe;
    this.#optimizer = optimizerOf(recipe, recipe.stages[0]);
  }

  get optimizer(): Optimizer {
    return this.#optimizer;
  }

  /** The average of the weights, in a stage that keeps one. */
  get average(): WeightAverage | null {
    return this.#average;
  }

  /** Averages begin with the weights that the stage starts with, or go on as the
   * checkpoint has them. */
  startAverage(plan: StagePlan): void {
    this.#endAverage();
    const { ema, swa } = plan.stage;
    if (ema !== undefined || swa !== undefined) this.#average = new WeightAverage(this.network, plan, this.#savedAverages);
    this.#savedAverages = new Map();
  }

  /** On to the next stage. One that carries over keeps the optimizer's memory, where
   * both have the same optimizer. */
  endStage(): void {
    const { stages } = this.#recipe;
    this.progress = afterStage(this.progress, stages[this.progress.stage]!.name);
    this.#endAverage();
    const next = stages[this.progress.stage];
    if (next?.carryOver !== true || next.optimizer !== undefined) this.#startOptimizer();
  }

  /** A copy of it all; of averages that have not gone on yet as they were restored. */
  async capture(): Promise<TrainingCheckpoint> {
    const averages = (await this.#average?.copy()) ?? this.#savedAverages;
    return captureCheckpoint({ network: this.network, optimizer: this.#optimizer, progress: this.progress, averages });
  }

  /** @throws {ResumeError} when the checkpoint is of another recipe or network. */
  restore(checkpoint: TrainingCheckpoint): void {
    this.progress = { ...start, ...checkpoint.progress, sums: { ...noSums, ...checkpoint.progress.sums } };
    this.likeness = null;
    this.#endAverage();
    this.#startOptimizer();
    restoreCheckpoint(checkpoint, { network: this.network, recipe: this.#recipe, optimizer: this.#optimizer });
    this.#savedAverages = savedAverages(checkpoint);
  }

  /** Frees what the run itself has made; the network is the caller's. */
  dispose(): void {
    this.#endAverage();
    this.#optimizer.dispose();
  }

  #startOptimizer(): void {
    this.#optimizer.dispose();
    this.#optimizer = optimizerOf(this.#recipe, this.#recipe.stages[this.progress.stage]);
  }

  #endAverage(): void {
    this.#average?.dispose();
    this.#average = null;
  }
}
