import { type Network, countScalars } from '@attune/nn';
import type { Optimizer } from '@attune/optim';

import type { Recipe, Stage } from '../recipe/schema.ts';
import { type StagePlan, planStage } from '../stage/plan-stage.ts';
import { type ScheduleValue, scheduleValue } from '../stage/schedule.ts';
import { schedulePosition } from '../stage/stage-clock.ts';
import { captureCheckpoint, restoreCheckpoint, savedAverages } from './checkpoint.ts';
import { classWeightsOf } from '../step/class-weights.ts';
import type { TrainingData } from '../training-data.ts';
import { stopsEarly } from './early-stopping.ts';
import { NonFiniteLossError } from '../errors.ts';
import { type Evaluation, evaluationSteps } from './evaluate.ts';
import type { FineTuneEvent } from './events.ts';
import type { FeatureSpill } from '../features/feature-rows.ts';
import type { FeatureBatch, FeatureSource } from '../features/feature-source.ts';
import { makeOptimizer } from '../step/make-optimizer.ts';
import { type BestEpoch, type EpochResult, type EpochSums, type Progress, type StageResult, isBetter, noSums, start } from './progress.ts';
import type { RunStore, SavedTensor, TrainingCheckpoint } from './run-store.ts';
import { type Sources, closeSources, openSources } from '../features/stage-sources.ts';
import { stepRandom } from '../step/step-random.ts';
import { type TrainStepConfig, type TrainStepResult, trainStep } from '../step/train-step.ts';
import { timed } from './waiting.ts';
import { WeightAverage } from './weight-average.ts';

export interface TrainingRunConfig {
  readonly network: Network;
  readonly data: TrainingData;
  readonly recipe: Recipe;
  readonly store: RunStore;
  readonly spill: FeatureSpill | null;
  readonly settings: {
    readonly batchSize: number;
    readonly seed: number;
    readonly cacheBytes: number;
    readonly checkpointEverySteps: number;
    readonly checkpointEverySeconds: number;
    readonly keepsCheckpoints: boolean;
    /** Whether a loss that is no number sends the run back. */
    readonly rewinds: boolean;
  };
  readonly signal: AbortSignal | undefined;
}

type Events<T> = AsyncGenerator<FineTuneEvent, T, void>;
/** After six halvings the rates are not what is wrong. */
const smallestRateFactor = 1 / 64;

/** One run of a recipe. What it has done is its `Progress`, replaced after each step; what it will do follows from that, the weights and the optimizer's memory. */
export class TrainingRun {
  readonly #config: TrainingRunConfig;
  readonly #batchesPerEpoch: number;
  #progress: Progress = start;
  #optimizer: Optimizer;
  #ema: WeightAverage | null = null;
  /** Averages of the stage that a checkpoint was made in. */
  #savedEma: ReadonlyMap<string, SavedTensor> = new Map();
  #checkpointAt = performance.now();

  constructor(config: TrainingRunConfig) {
    this.#config = config;
    this.#optimizer = makeOptimizer(config.recipe.optimizer);
    this.#batchesPerEpoch = config.data.train.batchIndices({ batchSize: config.settings.batchSize }).length;
  }

  dispose(): void {
    this.#ema?.dispose();
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
    const { best, bestEma, results } = this.#progress;
    yield { kind: 'end', best, bestEma, results };
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
    this.#savedEma = savedAverages(checkpoint);
    this.#progress = { ...start, ...checkpoint.progress, sums: { ...noSums, ...checkpoint.progress.sums } };
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
      stepsPerEpoch: this.#stepsPerEpoch(stage),
      parameters,
      still: names.map(({ name }) => name),
    };
  }

  async *#epochs(plan: StagePlan): Events<boolean> {
    const sources = yield* this.#sources(plan);
    if (sources === null) return false;
    this.#startEma(plan);
    try {
      while (this.#progress.epoch < plan.stage.epochs && !stopsEarly(plan.stage, this.#epochResults())) {
        const ended = (yield* this.#train(plan, sources.train)) && (yield* this.#validate(plan, sources.validation));
        if (!ended) return false;
      }
      return true;
    } finally {
      await closeSources(sources);
    }
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
    this.#endEma();
    this.#startOptimizer(this.#config.recipe.stages[this.#progress.stage]);
  }

  /** A stage that carries over goes on with the memory of the one before, where both have the same optimizer. */
  #startOptimizer(stage: Stage | undefined): void {
    if (stage?.carryOver === true && stage.optimizer === undefined) return;
    this.#optimizer.dispose();
    this.#optimizer = makeOptimizer(this.#optimizerSettings(stage));
  }

  #startEma(plan: StagePlan): void {
    this.#endEma();
    const { ema } = plan.stage;
    if (ema !== undefined) this.#ema = new WeightAverage(this.#config.network, plan, ema, this.#savedEma);
    this.#savedEma = new Map();
  }

  #endEma(): void {
    this.#ema?.dispose();
    this.#ema = null;
  }

  /** Null when the run was stopped before they were there. What was computed for them is time of the epoch that follows. */
  async *#sources(plan: StagePlan): Events<Sources | null> {
    const started = performance.now();
    const sources = yield* this.#openSources(plan);
    this.#add({ seconds: (performance.now() - started) / 1000, waiting: 0 });
    return sources;
  }

  async *#openSources(plan: StagePlan): Events<Sources | null> {
    const { network, data, settings, spill } = this.#config;
    const { batchSize, seed, cacheBytes } = settings;
    const waited = (waiting: number) => this.#add({ seconds: 0, waiting });
    const opening = openSources({ network, data, plan, batchSize, seed, cacheBytes, spill, waited });
    for (;;) {
      const { done, value } = await opening.next();
      if (done === true) return value;
      yield value.kind === 'features' ? { ...value, ...this.#here(plan.stage) } : { ...value, ...this.#here(plan.stage), budgetBytes: cacheBytes };
      if (this.#stopping()) {
        await opening.return(undefined as never);
        return null;
      }
    }
  }

  async *#train(plan: StagePlan, source: FeatureSource): Events<boolean> {
    const { settings } = this.#config;
    const { augment, augmentedViews, accumulate } = plan.stage;
    const epoch = this.#epochsBefore() + this.#progress.epoch;
    const view = augmentedViews === undefined ? {} : { view: epoch % augmentedViews };
    const batches = source.epoch({ augment, seed: settings.seed, epoch, firstBatch: this.#progress.step * accumulate, ...view });
    const { network, data } = this.#config;
    const classWeights = classWeightsOf(plan.stage, data.train.labels, network.classes);
    const came = (seconds: number) => this.#add({ seconds, waiting: 0 });
    for await (const group of inGroups(timed(batches, came), accumulate)) {
      yield await this.#step(plan, { depth: source.depth, classWeights }, group);
      if (this.#stopping()) return false;
      if (this.#checkpointIsDue()) yield* this.#checkpoint();
    }
    return true;
  }

  #add({ seconds, waiting }: Pick<EpochSums, 'seconds' | 'waiting'>): void {
    const { sums } = this.#progress;
    this.#progress = { ...this.#progress, sums: { ...sums, seconds: sums.seconds + seconds, waiting: sums.waiting + waiting } };
  }

  #checkpointIsDue(): boolean {
    const { keepsCheckpoints, checkpointEverySteps, checkpointEverySeconds } = this.#config.settings;
    const old = performance.now() - this.#checkpointAt >= checkpointEverySeconds * 1000;
    return keepsCheckpoints && (old || this.#progress.step % checkpointEverySteps === 0);
  }

  async #step(plan: StagePlan, fixed: Pick<TrainStepConfig, 'depth' | 'classWeights'>, batches: readonly FeatureBatch[]): Promise<FineTuneEvent> {
    const { network, settings } = this.#config;
    const { epoch, step, sums } = this.#progress;
    const started = performance.now();
    const schedule = this.#schedule(plan.stage);
    const random = stepRandom(settings.seed, this.#epochsBefore() + epoch, step);
    const result = await trainStep({ network, plan, optimizer: this.#optimizer, schedule, random, ...fixed }, batches);
    const learningRates = ratesOf(plan, schedule);
    const indices = batches.flatMap((batch) => [...batch.indices]);
    if (!result.taken) throw new NonFiniteLossError({ stage: plan.stage.name, epoch, step, ...result, where: result.fault, learningRates, indices });
    const stepsPerEpoch = this.#stepsPerEpoch(plan.stage);
    this.#ema?.follow(epoch * stepsPerEpoch + step + 1);
    this.#progress = { ...this.#progress, step: step + 1, sums: addStep(sums, result, indices.length, (performance.now() - started) / 1000) };
    const { loss, gradientNorm } = result;
    return {
      kind: 'step',
      ...this.#here(plan.stage),
      epoch,
      step: step + 1,
      stepsPerEpoch,
      images: indices.length,
      imagesDone: this.#progress.sums.images,
      loss,
      gradientNorm,
      learningRates,
    };
  }

  #schedule(stage: Stage): ScheduleValue {
    return this.#scheduleAt(stage, this.#progress.step);
  }

  #scheduleAt(stage: Stage, step: number): ScheduleValue {
    const { recipe } = this.#config;
    const { factor, ...rest } = scheduleValue(stage.schedule, schedulePosition(recipe, { ...this.#progress, step }, this.#stepsPerEpoch(stage)), stage.warmUp);
    return { ...rest, factor: factor * this.#progress.rateFactor };
  }

  #stepsPerEpoch({ accumulate }: Stage): number {
    return Math.ceil(this.#batchesPerEpoch / accumulate);
  }

  async *#validate(plan: StagePlan, source: FeatureSource): Events<boolean> {
    const started = performance.now();
    const evaluation = yield* this.#evaluate(plan, source, 'raw');
    const ema = evaluation === null ? null : yield* this.#validateEma(plan, source);
    if (evaluation === null || ema === null) return false;
    if (!Number.isFinite(evaluation.loss)) throw this.#validationFault(plan, evaluation.loss);
    this.#add({ seconds: (performance.now() - started) / 1000, waiting: 0 });
    yield* this.#endEpoch(plan, { evaluation, ema });
    return true;
  }

  /** An epoch whose end gives no number must not become a checkpoint to go back to. */
  #validationFault(plan: StagePlan, loss: number): NonFiniteLossError {
    const learningRates = ratesOf(plan, this.#scheduleAt(plan.stage, Math.max(0, this.#progress.step - 1)));
    return new NonFiniteLossError({
      stage: plan.stage.name,
      epoch: this.#progress.epoch,
      step: null,
      loss,
      gradientNorm: null,
      learningRates,
      where: null,
      indices: [],
    });
  }

  /** Tries the moving averages, and keeps them when they are the best so far. Undefined where the stage has none, null when the run was stopped. */
  async *#validateEma(plan: StagePlan, source: FeatureSource): Events<Evaluation | undefined | null> {
    if (this.#ema === null) return undefined;
    const { network, store } = this.#config;
    const putBack = this.#ema.putOn();
    try {
      const evaluation = yield* this.#evaluate(plan, source, 'ema');
      if (evaluation === null) return null;
      const bestEma = this.#bestWith(evaluation, this.#progress.bestEma);
      const better = bestEma !== this.#progress.bestEma;
      this.#progress = { ...this.#progress, bestEma };
      if (better) await store.saveBestEma(network, this.#progress);
      return evaluation;
    } finally {
      putBack();
    }
  }

  /** Null when the run was stopped. */
  async *#evaluate({ stage }: StagePlan, source: FeatureSource, weights: 'raw' | 'ema'): Events<Evaluation | null> {
    const { network, data } = this.#config;
    const steps = evaluationSteps(network, source, data.validation.labels);
    for (;;) {
      const { done, value } = await steps.next();
      if (done === true) return value;
      yield { kind: 'validation', ...this.#here(stage), weights, epoch: this.#progress.epoch, done: value, images: data.validation.size };
      if (this.#stopping()) return null;
    }
  }

  #bestWith({ accuracy, loss }: Evaluation, best: BestEpoch | null): BestEpoch | null {
    const { stage, epoch } = this.#progress;
    const candidate = { stage, epoch, validationAccuracy: accuracy, validationLoss: loss };
    return isBetter(candidate, best) ? candidate : best;
  }

  async *#endEpoch(plan: StagePlan, { evaluation, ema }: EpochEvaluations): Events<void> {
    const { network, store, settings } = this.#config;
    const { epoch, step, sums } = this.#progress;
    const result: EpochResult = {
      epoch,
      trainLoss: sums.loss / sums.images,
      trainAccuracy: sums.right / sums.images,
      validationLoss: evaluation.loss,
      validationAccuracy: evaluation.accuracy,
      learningRates: ratesOf(plan, this.#scheduleAt(plan.stage, Math.max(0, step - 1))),
      ...(ema === undefined ? {} : { ema: { validationLoss: ema.loss, validationAccuracy: ema.accuracy } }),
      seconds: sums.seconds,
      waitingSeconds: sums.waiting,
    };
    const best = this.#bestWith(evaluation, this.#progress.best);
    const better = best !== this.#progress.best;
    this.#progress = {
      ...this.#progress,
      epoch: epoch + 1,
      step: 0,
      sums: noSums,
      results: this.#results([...this.#epochResults(), result]),
      best,
    };
    if (better) await store.saveBest(network, this.#progress);
    yield { kind: 'epoch-end', ...this.#here(plan.stage), result, best: better };
    if (settings.keepsCheckpoints) yield* this.#checkpoint();
  }

  async *#checkpoint(): Events<void> {
    const { network, store } = this.#config;
    await store.saveCheckpoint(await captureCheckpoint({ network, optimizer: this.#optimizer, progress: this.#progress, ema: this.#ema }));
    this.#checkpointAt = performance.now();
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

interface EpochEvaluations {
  readonly evaluation: Evaluation;
  readonly ema: Evaluation | undefined;
}

async function* inGroups<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let group: T[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length === size) {
      yield group;
      group = [];
    }
  }
  if (group.length > 0) yield group;
}

function ratesOf({ groups }: StagePlan, { factor }: ScheduleValue): Record<string, number> {
  return Object.fromEntries(groups.map(({ name, learningRate }) => [name, learningRate * factor]));
}

function addStep(sums: EpochSums, { loss, right }: TrainStepResult, images: number, seconds: number): EpochSums {
  return { ...sums, loss: sums.loss + loss * images, right: sums.right + right, images: sums.images + images, seconds: sums.seconds + seconds };
}
