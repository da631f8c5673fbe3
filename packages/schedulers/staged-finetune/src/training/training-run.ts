import { type Network, countScalars } from '@attune/nn';
import type { Optimizer } from '@attune/optim';

import type { Recipe, Stage } from '../recipe/schema.ts';
import { type StagePlan, planStage } from '../stage/plan-stage.ts';
import { type ScheduleValue, scheduleValue } from '../stage/schedule.ts';
import { captureCheckpoint, restoreCheckpoint } from './checkpoint.ts';
import type { TrainingCheckpoint } from './run-store.ts';
import type { TrainingData } from './data.ts';
import { stopsEarly } from './early-stopping.ts';
import { NonFiniteLossError } from './errors.ts';
import { type Evaluation, evaluationSteps } from './evaluate.ts';
import type { FineTuneEvent } from './events.ts';
import { type FeatureBatch, type FeatureSource, cacheFeatures, imageSource } from './feature-source.ts';
import { makeOptimizer } from './make-optimizer.ts';
import { type EpochResult, type EpochSums, type Progress, type StageResult, isBetter, noSums, start } from './progress.ts';
import type { RunStore } from './run-store.ts';
import { stepRandom } from './step-random.ts';
import { type TrainStepResult, trainStep } from './train-step.ts';

export interface TrainingRunConfig {
  readonly network: Network;
  readonly data: TrainingData;
  readonly recipe: Recipe;
  readonly store: RunStore;
  readonly settings: {
    readonly batchSize: number;
    readonly seed: number;
    readonly cacheBytes: number;
    readonly checkpointEverySteps: number;
    readonly keepsCheckpoints: boolean;
    /** Whether a loss that is no number sends the run back. */
    readonly rewinds: boolean;
  };
  readonly signal: AbortSignal | undefined;
}

type Events<T> = AsyncGenerator<FineTuneEvent, T, void>;
/** After six halvings the rates are not what is wrong. */
const smallestRateFactor = 1 / 64;

type Sources = Readonly<Record<'train' | 'validation', FeatureSource>>;

/** One run of a recipe. What it has done is its `Progress`, replaced after each step; what it will do follows from that, the weights and the optimizer's memory. */
export class TrainingRun {
  readonly #config: TrainingRunConfig;
  readonly #stepsPerEpoch: number;
  #progress: Progress = start;
  #optimizer: Optimizer;

  constructor(config: TrainingRunConfig) {
    this.#config = config;
    this.#optimizer = makeOptimizer(config.recipe.optimizer);
    this.#stepsPerEpoch = config.data.train.batchIndices({ batchSize: config.settings.batchSize }).length;
  }

  dispose(): void {
    this.#optimizer.dispose();
  }

  async *events(resume: boolean): Events<void> {
    if (resume) await this.#resume();
    const { recipe, network, store, settings } = this.#config;
    if (settings.rewinds) yield* this.#checkpoint();
    while (this.#progress.stage < recipe.stages.length) {
      const outcome = yield* this.#stageOrFault(recipe.stages[this.#progress.stage]!);
      if (outcome === 'stopped') return yield* this.#stop();
      if (outcome !== 'ended') yield* this.#rewind(outcome);
    }
    if (this.#progress.best !== null) await store.loadBest(network);
    yield { kind: 'end', best: this.#progress.best, results: this.#progress.results };
  }

  async #resume(): Promise<void> {
    const checkpoint = await this.#config.store.loadCheckpoint();
    if (checkpoint !== null) this.#restore(checkpoint);
  }

  #restore(checkpoint: TrainingCheckpoint): void {
    const { network, recipe } = this.#config;
    this.#optimizer.dispose();
    this.#optimizer = makeOptimizer(this.#optimizerSettings(recipe.stages[checkpoint.progress.stage]));
    restoreCheckpoint(checkpoint, { network, recipe, optimizer: this.#optimizer });
    this.#progress = { ...start, ...checkpoint.progress };
  }

  /** The fault where a loss was no number and the run may go back. */
  async *#stageOrFault(stage: Stage): Events<'ended' | 'stopped' | NonFiniteLossError> {
    try {
      return (yield* this.#stage(stage)) ? 'ended' : 'stopped';
    } catch (error) {
      if (error instanceof NonFiniteLossError && this.#config.settings.rewinds) return error;
      throw error;
    }
  }

  async *#rewind(error: NonFiniteLossError): Events<void> {
    const rateFactor = this.#progress.rateFactor / 2;
    const checkpoint = rateFactor < smallestRateFactor ? null : await this.#config.store.loadCheckpoint();
    if (checkpoint === null) throw error;
    this.#restore(checkpoint);
    this.#progress = { ...this.#progress, rateFactor };
    yield { kind: 'rewound', ...this.#position(), rateFactor, fault: error.fault };
    // Saved with the new factor: another fault before the next checkpoint must halve it again.
    yield* this.#checkpoint();
  }

  #optimizerSettings(stage: Stage | undefined): Recipe['optimizer'] {
    return stage?.optimizer ?? this.#config.recipe.optimizer;
  }

  /** False when the run was stopped in the stage. */
  async *#stage(stage: Stage): Events<boolean> {
    if (stage.epochs > 0) {
      const plan = planStage(this.#config.network, stage);
      yield this.#stageStart(plan);
      const ended = yield* this.#epochs(plan);
      if (!ended) return false;
    }
    yield* this.#endStage(stage);
    return true;
  }

  #stageStart({ stage, groups, still }: StagePlan): FineTuneEvent {
    const parameters = countScalars(groups.flatMap((group) => [...group.parameters.values()]));
    const names = this.#config.network.segments().slice(0, still);
    return {
      kind: 'stage-start',
      ...this.#here(stage),
      epochs: stage.epochs,
      stepsPerEpoch: this.#stepsPerEpoch,
      parameters,
      still: names.map(({ name }) => name),
    };
  }

  async *#epochs(plan: StagePlan): Events<boolean> {
    const sources = yield* this.#sources(plan);
    if (sources === null) return false;
    while (this.#progress.epoch < plan.stage.epochs && !stopsEarly(plan.stage, this.#epochResults())) {
      const ended = (yield* this.#train(plan, sources.train)) && (yield* this.#validate(plan, sources.validation));
      if (!ended) return false;
    }
    return true;
  }

  async *#endStage(stage: Stage): Events<void> {
    const { network, store } = this.#config;
    const result: StageResult = { name: stage.name, epochs: this.#epochResults() };
    if (stage.epochs > 0) {
      await store.saveStage(network, { index: this.#progress.stage, result });
      yield { kind: 'stage-end', ...this.#here(stage), result, stoppedEarly: result.epochs.length < stage.epochs };
      if (stage.restoreBest && this.#progress.best !== null) await store.loadBest(network);
    }
    const results = this.#results(result.epochs);
    this.#progress = { ...this.#progress, stage: this.#progress.stage + 1, epoch: 0, step: 0, sums: noSums, results };
    this.#optimizer.dispose();
    this.#optimizer = makeOptimizer(this.#optimizerSettings(this.#config.recipe.stages[this.#progress.stage]));
  }

  /** Where the stage reads from: memory behind the segments that cannot change, when their output is used more than once; else the images. Null when the run was stopped. */
  async *#sources(plan: StagePlan): Events<Sources | null> {
    const { data, settings } = this.#config;
    const images = { train: imageSource(data.train, settings.batchSize), validation: imageSource(data.validation, settings.batchSize) };
    if (plan.still === 0 || plan.stage.epochs === 1) return images;
    const validation = yield* this.#cached(plan, 'validation');
    if (validation === 'stopped') return null;
    const train = plan.stage.augment ? null : yield* this.#cached(plan, 'train');
    return train === 'stopped' ? null : { train: train ?? images.train, validation: validation ?? images.validation };
  }

  async *#cached({ stage, still }: StagePlan, split: 'train' | 'validation'): Events<FeatureSource | null | 'stopped'> {
    const { network, data, settings } = this.#config;
    const budgetBytes = settings.cacheBytes;
    const filling = cacheFeatures({ network, split: data[split], batchSize: settings.batchSize, depth: still, budgetBytes });
    for (;;) {
      const { done, value } = await filling.next();
      if (done === true) {
        if (value === null) yield { kind: 'features-too-large', ...this.#here(stage), split, budgetBytes };
        return value;
      }
      yield { kind: 'features', ...this.#here(stage), split, done: value, images: data[split].size };
      if (this.#stopping()) return 'stopped';
    }
  }

  async *#train(plan: StagePlan, source: FeatureSource): Events<boolean> {
    const { settings } = this.#config;
    const epoch = this.#epochsBefore() + this.#progress.epoch;
    for await (const batch of source.epoch({ augment: plan.stage.augment, seed: settings.seed, epoch, firstBatch: this.#progress.step })) {
      yield await this.#step(plan, source.depth, batch);
      if (this.#stopping()) return false;
      if (this.#progress.step % settings.checkpointEverySteps === 0) yield* this.#checkpoint();
    }
    return true;
  }

  async #step(plan: StagePlan, depth: number, batch: FeatureBatch): Promise<FineTuneEvent> {
    const { network, settings } = this.#config;
    const { epoch, step, sums } = this.#progress;
    const started = performance.now();
    const schedule = this.#schedule(plan.stage);
    const random = stepRandom(settings.seed, this.#epochsBefore() + epoch, step);
    const result = await trainStep({ network, plan, optimizer: this.#optimizer, depth, schedule, random }, batch);
    const learningRates = ratesOf(plan, schedule);
    if (!result.taken) throw new NonFiniteLossError({ stage: plan.stage.name, epoch, step, ...result, learningRates, indices: [...batch.indices] });
    this.#progress = { ...this.#progress, step: step + 1, sums: addStep(sums, result, batch.labels.length, (performance.now() - started) / 1000) };
    const { loss, gradientNorm } = result;
    return {
      kind: 'step',
      ...this.#here(plan.stage),
      epoch,
      step: step + 1,
      stepsPerEpoch: this.#stepsPerEpoch,
      images: batch.labels.length,
      loss,
      gradientNorm,
      learningRates,
    };
  }

  #schedule(stage: Stage): ScheduleValue {
    const { epoch, step } = this.#progress;
    const stepsPerEpoch = this.#stepsPerEpoch;
    const validationLosses = this.#epochResults().map(({ validationLoss }) => validationLoss);
    return this.#scaled(
      scheduleValue(stage.schedule, { step: epoch * stepsPerEpoch + step, stepsPerEpoch, epochs: stage.epochs, validationLosses }, stage.warmUp),
    );
  }

  async *#validate(plan: StagePlan, source: FeatureSource): Events<boolean> {
    const { network, data } = this.#config;
    const started = performance.now();
    const steps = evaluationSteps(network, source, data.validation.labels);
    for (;;) {
      const { done, value } = await steps.next();
      if (done === true) {
        yield* this.#endEpoch(plan, value, (performance.now() - started) / 1000);
        return true;
      }
      yield { kind: 'validation', ...this.#here(plan.stage), epoch: this.#progress.epoch, done: value, images: data.validation.size };
      if (this.#stopping()) return false;
    }
  }

  async *#endEpoch(plan: StagePlan, evaluation: Evaluation, validationSeconds: number): Events<void> {
    const { network, store, settings } = this.#config;
    const { stage, epoch, sums, best } = this.#progress;
    const result: EpochResult = {
      epoch,
      trainLoss: sums.loss / sums.images,
      trainAccuracy: sums.right / sums.images,
      validationLoss: evaluation.loss,
      validationAccuracy: evaluation.accuracy,
      learningRates: ratesOf(plan, this.#lastSchedule(plan.stage)),
      seconds: sums.seconds + validationSeconds,
    };
    const better = isBetter(result, best);
    const { validationAccuracy, validationLoss } = result;
    this.#progress = {
      ...this.#progress,
      epoch: epoch + 1,
      step: 0,
      sums: noSums,
      results: this.#results([...this.#epochResults(), result]),
      best: better ? { stage, epoch, validationAccuracy, validationLoss } : best,
    };
    if (better) await store.saveBest(network, this.#progress);
    yield { kind: 'epoch-end', ...this.#here(plan.stage), result, best: better };
    if (settings.keepsCheckpoints) yield* this.#checkpoint();
  }

  /** The schedule at the step that was taken last. */
  #lastSchedule(stage: Stage): ScheduleValue {
    const { epoch, step } = this.#progress;
    const stepsPerEpoch = this.#stepsPerEpoch;
    const validationLosses = this.#epochResults().map(({ validationLoss }) => validationLoss);
    const position = { step: epoch * stepsPerEpoch + Math.max(0, step - 1), stepsPerEpoch, epochs: stage.epochs, validationLosses };
    return this.#scaled(scheduleValue(stage.schedule, position, stage.warmUp));
  }

  #scaled(value: ScheduleValue): ScheduleValue {
    return { ...value, factor: value.factor * this.#progress.rateFactor };
  }

  async *#checkpoint(): Events<void> {
    const { network, store } = this.#config;
    await store.saveCheckpoint(await captureCheckpoint(network, this.#optimizer, this.#progress));
    yield { kind: 'checkpoint', ...this.#position() };
  }

  async *#stop(): Events<void> {
    if (this.#config.settings.keepsCheckpoints) yield* this.#checkpoint();
    yield { kind: 'stopped', ...this.#position() };
  }

  #position(): { stageIndex: number; epoch: number; step: number } {
    const { stage, epoch, step } = this.#progress;
    return { stageIndex: stage, epoch, step };
  }

  #here({ name }: Stage): { stage: string; stageIndex: number } {
    return { stage: name, stageIndex: this.#progress.stage };
  }

  #stopping(): boolean {
    return this.#config.signal?.aborted === true;
  }

  /** Epochs planned for the stages before this one, so that no two epochs of a run share their order. */
  #epochsBefore(): number {
    return this.#config.recipe.stages.slice(0, this.#progress.stage).reduce((sum, { epochs }) => sum + epochs, 0);
  }

  #epochResults(): readonly EpochResult[] {
    return this.#progress.results[this.#progress.stage]?.epochs ?? [];
  }

  /** All results, with those of the current stage replaced. */
  #results(epochs: readonly EpochResult[]): readonly StageResult[] {
    const { stage, results } = this.#progress;
    return [...results.slice(0, stage), { name: this.#config.recipe.stages[stage]!.name, epochs }];
  }
}

function ratesOf({ groups }: StagePlan, { factor }: ScheduleValue): Record<string, number> {
  return Object.fromEntries(groups.map(({ name, learningRate }) => [name, learningRate * factor]));
}

function addStep(sums: EpochSums, { loss, right }: TrainStepResult, images: number, seconds: number): EpochSums {
  return { loss: sums.loss + loss * images, right: sums.right + right, images: sums.images + images, seconds: sums.seconds + seconds };
}
