import type { ImageDataset } from '@attune/data/browser';
import { segmentMultiplyAdds } from '@attune/insight';
import { type Network, disposeModule } from '@attune/nn';
import { type FineTuneEvent, type KnownFeatures, type StagePlan, fineTune, stageWork } from '@attune/staged-finetune';

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
  /** Of each stage of the run's recipe. */
  readonly plan: readonly StagePlan[];
  /** What the network makes of training photos, where it is known already. */
  readonly features?: KnownFeatures | undefined;
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

  /** After the step under way. */
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
    const { kept, network, dataset, plan, features, resume, rewinds, lost } = this.#subject;
    const { run } = kept;
    const { batchSize, seed } = run.config.training;
    const clock = this.#clock();
    const onNonFinite = rewinds ? 'rewind' : 'stop';
    const options = {
      plan,
      features,
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

  /** A card that is lost meanwhile is for the training to tell. */
  async #watch(event: FineTuneEvent) {
    const { watched, network, lost } = this.#subject;
    return watched.isDue(event) ? unlessLost(watched.look(network), lost).catch(() => null) : null;
  }

  #clock(): TrainingClock {
    const { kept, network, dataset, plan } = this.#subject;
    const { config } = kept.run;
    const [trainImages, validationImages] = [dataset.train.size, dataset.validation.size];
    const size = { segments: segmentMultiplyAdds(network, { imageSize: config.preprocessing.imageSize }), trainImages, validationImages };
    const stages = plan.map((ofStage) => ({ epochs: ofStage.stage.epochs, work: stageWork(ofStage, size) }));
    return new TrainingClock(stages, trainImages);
  }

  /** A training that was stopped for good keeps what it learned, and no checkpoint. */
  async #stopped(): Promise<'paused' | 'stopped'> {
    const { run } = this.#subject.kept;
    if (this.#wanted === 'stopped') await run.finish((await run.loadCheckpoint())?.progress.results ?? []);
    return this.#wanted;
  }
}
