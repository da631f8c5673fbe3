import type { ImageDataset } from '@attune/data/browser';
import { segmentMultiplyAdds } from '@attune/insight';
import { type Network, disposeModule } from '@attune/nn';
import { measureRates, taskOf } from '@attune/run';
import { type FineTuneEvent, type KnownFeatures, type StagePlan, fineTune, measureLikeness, planRecipe, stageWork } from '@attune/staged-finetune';

import type { TrainingEvent, TrainingOutcome } from '../protocol/training.ts';
import { eachUnlessLost, unlessLost } from '../backends/unless-lost.ts';
import { failed } from '../errors/fault.ts';
import type { KeptRun } from '../runs/kept-run.ts';
import { TrainingClock } from './training-clock.ts';
import type { WatchedImages } from './watched-images.ts';

/** Of the memory for features that are computed once, for each split. */
const cacheBytes = 384 * 2 ** 20;
const checkpointEverySeconds = 60;

export interface TrainingSubject {
  readonly kept: KeptRun;
  /** Is disposed of when the training ends. */
  readonly network: Network;
  readonly dataset: ImageDataset;
  /** Photos that are looked at as it learns. */
  readonly watched: WatchedImages;
  readonly resume: boolean;
  /** When a loss is not finite, training resumes from the newest checkpoint at half the learning
   * rates, instead of ending. */
  readonly rewinds: boolean;
  /** Aborts when the backend is taken away; null where nothing can take it. */
  readonly lost: AbortSignal | null;
}

/** One training, from its start or its checkpoint to its end, a pause or a stop. */
export class TrainingSession {
  readonly #subject: TrainingSubject;
  readonly #abort = new AbortController();
  #wanted: 'paused' | 'stopped' = 'paused';

  constructor(subject: TrainingSubject) {
    this.#subject = subject;
  }

  get runId(): string {
    return this.#subject.kept.id;
  }

  /** After the step under way, or the batch where it still measures. */
  end(state: 'paused' | 'stopped'): void {
    this.#wanted = state;
    this.#abort.abort();
  }

  async follow(onEvent: (event: TrainingEvent) => void): Promise<TrainingOutcome> {
    const { kept, network } = this.#subject;
    try {
      const state = await this.#train(onEvent);
      await kept.become(state);
      return { state, runId: kept.id };
    } catch (error) {
      await kept.become('failed').catch(() => {}); // full storage is what failed, perhaps
      return failed(kept.id, error);
    } finally {
      disposeModule(network);
    }
  }

  async #train(onEvent: (event: TrainingEvent) => void): Promise<'finished' | 'paused' | 'stopped'> {
    const { kept, network, dataset, resume, rewinds, lost } = this.#subject;
    const { run } = kept;
    const { batchSize, seed } = run.config.training;
    const measured = await this.#measure(onEvent);
    if (measured === null) return this.#stopped();
    const plan = planRecipe(network, run.recipe);
    const clock = this.#clock(plan);
    const onNonFinite = rewinds ? 'rewind' : 'stop';
    const options = {
      plan,
      features: measured.features,
      batchSize,
      seed,
      signal: this.#abort.signal,
      store: run,
      resume,
      cacheBytes,
      checkpointEverySeconds,
      onNonFinite,
    } as const;
    for await (const event of eachUnlessLost(fineTune(network, dataset, run.recipe, options), lost)) {
      onEvent(event);
      const pace = clock.after(event);
      if (pace !== null) onEvent(pace);
      const seen = await this.#watch(event);
      if (seen !== null) onEvent({ kind: 'watched', photos: seen });
      if (event.kind === 'end') await run.finish(event.results);
      if (event.kind === 'stopped') return this.#stopped();
    }
    return 'finished';
  }

  /** How fast the body may learn, where that is still to be measured, with what was computed of the
   * photos; null when it was ended meanwhile: it is measured when the run goes on. */
  async #measure(onEvent: (event: TrainingEvent) => void): Promise<{ readonly features: KnownFeatures | undefined } | null> {
    const { network, dataset, lost } = this.#subject;
    const { run } = this.#subject.kept;
    const { signal } = this.#abort;
    if (run.recipe.bodyRates === undefined) return { features: undefined };
    const onProgress = (done: number, images: number) => onEvent({ kind: 'measuring', done, images });
    try {
      const features = await unlessLost(measureRates(run, { network, data: dataset }, { signal, onProgress }), lost);
      if (run.recipe.measured !== undefined) onEvent({ kind: 'measured', bodyRateScale: run.recipe.measured.bodyRateScale });
      return { features };
    } catch (error) {
      if (!signal.aborted || error !== signal.reason) throw error;
      return null;
    }
  }

  /** A card that is lost meanwhile is for the training to tell. */
  async #watch(event: FineTuneEvent) {
    const { watched, network, lost } = this.#subject;
    return watched.isDue(event) ? unlessLost(watched.look(network), lost).catch(() => null) : null;
  }

  #clock(plan: readonly StagePlan[]): TrainingClock {
    const { kept, network, dataset } = this.#subject;
    const { config } = kept.run;
    const [trainImages, validationImages] = [dataset.train.size, dataset.validation.size];
    const size = { segments: segmentMultiplyAdds(network, { imageSize: config.preprocessing.imageSize }), trainImages, validationImages };
    const stages = plan.map((ofStage) => ({ epochs: ofStage.stage.epochs, work: stageWork(ofStage, size) }));
    return new TrainingClock(stages, trainImages);
  }

  /** A training that was stopped for good keeps what it learned, and no checkpoint. */
  async #stopped(): Promise<'paused' | 'stopped'> {
    const { run } = this.#subject.kept;
    if (this.#wanted === 'paused') return 'paused';
    const progress = (await run.loadCheckpoint())?.progress;
    if (progress !== undefined && progress.best !== null) await this.#keepLikeness();
    await run.finish(progress?.results ?? []);
    return 'stopped';
  }

  /** Which a training that comes to its end keeps by itself. */
  async #keepLikeness(): Promise<void> {
    const { kept, network, dataset, lost } = this.#subject;
    const { batchSize, seed } = kept.run.config.training;
    if (taskOf(kept.run.config).kind !== 'single-label') return;
    await kept.run.loadBest(network);
    await kept.run.saveLikeness(network, await unlessLost(measureLikeness(network, dataset, { batchSize, seed }), lost));
  }
}
