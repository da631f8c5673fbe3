import type { FineTuneEvent, Recipe } from '@attune/staged-finetune';

import { TensorBoardFile } from './tensorboard-file.ts';

/** Writes a run's events for TensorBoard: loss, gradient norm and each group's rate at every step,
 * losses and accuracies at every epoch. */
export class TensorBoardLog {
  readonly #file: TensorBoardFile;
  readonly #recipe: Recipe;
  #stepsPerEpoch = 1;

  private constructor(file: TensorBoardFile, recipe: Recipe) {
    this.#file = file;
    this.#recipe = recipe;
  }

  static async create(folder: string, recipe: Recipe): Promise<TensorBoardLog> {
    return new TensorBoardLog(await TensorBoardFile.create(folder), recipe);
  }

  async write(event: FineTuneEvent): Promise<void> {
    if (event.kind === 'step') {
      this.#stepsPerEpoch = event.stepsPerEpoch;
      const rates = Object.entries(event.learningRates).map(([group, rate]) => [`rate/${group}`, rate] as const);
      const values = { 'step/loss': event.loss, 'step/gradient norm': event.gradientNorm, ...Object.fromEntries(rates) };
      await this.#file.scalars(this.#stepsBefore(event.stageIndex, event.epoch) + event.step, values);
    }
    if (event.kind === 'epoch-end') {
      const { epoch, trainLoss, trainAccuracy, validationLoss, validationAccuracy, validationFigures = {}, seconds, waitingSeconds } = event.result;
      await this.#file.scalars(this.#stepsBefore(event.stageIndex, epoch + 1), {
        'loss/train': trainLoss,
        'loss/validation': validationLoss,
        ...(trainAccuracy !== undefined && { 'accuracy/train': trainAccuracy }),
        ...(validationAccuracy !== undefined && { 'accuracy/validation': validationAccuracy }),
        ...Object.fromEntries(Object.entries(validationFigures).map(([name, value]) => [`${name}/validation`, value])),
        'epoch/seconds': seconds,
        'epoch/seconds waiting': waitingSeconds,
      });
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** Steps that come before an epoch of a stage when every stage takes all its epochs:
   * also after a resume. */
  #stepsBefore(stage: number, epoch: number): number {
    const epochs = this.#recipe.stages.slice(0, stage).reduce((sum, planned) => sum + planned.epochs, 0);
    return (epochs + epoch) * this.#stepsPerEpoch;
  }
}
