import { type FineTuneEvent, Pace, type StageWork } from '@attune/staged-finetune';

import type { TrainingEvent } from '../protocol/training.ts';

export interface TimedStage {
  readonly epochs: number;
  readonly work: StageWork;
}

type PaceEvent = Extract<TrainingEvent, { readonly kind: 'pace' }>;
type FeaturesEvent = Extract<FineTuneEvent, { readonly kind: 'features' }>;
/** What remains of a training. */
interface Left {
  readonly imagesPerSecond: number | null;
  /** Work to compute. */
  readonly left: number;
  /** Of this stage that have not ended. */
  readonly epochs: number;
  readonly stageIndex: number;
  readonly now: number;
}

type StepEvent = Extract<FineTuneEvent, { readonly kind: 'step' }>;

/** How fast a training goes, by images, and how long the rest will take, by what is left to
 * compute: epochs whose features are kept take next to nothing but what follows each epoch, which
 * is judged, kept and shown. */
export class TrainingClock {
  readonly #stages: readonly TimedStage[];
  readonly #trainImages: number;
  /** Of the stage under way. */
  #images: Pace | null = null;
  #imagesDone = 0;
  #features = { train: 0, validation: 0 };
  /** Of all that this clock has seen. */
  #work: Pace | null = null;
  #workDone = 0;
  /** Epochs that have ended here, and the seconds that passed from their last steps until they were
   * kept. */
  #ended = { epochs: 0, seconds: 0 };
  /** When an epoch took its last step; null once it is kept. */
  #endsSince: number | null = null;

  constructor(stages: readonly TimedStage[], trainImages: number) {
    this.#stages = stages;
    this.#trainImages = trainImages;
  }

  /** What to tell after an event; null when there is nothing new.
   *
   * @param now in seconds. */
  after(event: FineTuneEvent, now = performance.now() / 1000): PaceEvent | null {
    switch (event.kind) {
      case 'stage-start':
        this.#work ??= new Pace({ doneBefore: 0, now });
        [this.#images, this.#imagesDone, this.#features] = [null, 0, { train: 0, validation: 0 }];
        return null;
      case 'features':
        return this.#afterFeatures(event, now);
      case 'step':
        return this.#afterStep(event, now);
      case 'checkpoint':
        this.#afterCheckpoint(now);
        return null;
      default:
        return null;
    }
  }

  #afterFeatures({ split, done, images, stageIndex }: FeaturesEvent, now: number): PaceEvent | null {
    const { epochs, work } = this.#stages[stageIndex]!;
    const share = done / images;
    this.#workDone += (share - this.#features[split]) * work.features[split];
    this.#features[split] = share;
    const unfinished = (1 - this.#features.train) * work.features.train + (1 - this.#features.validation) * work.features.validation;
    return this.#tell({ imagesPerSecond: null, left: unfinished + epochs * work.epoch + this.#workAfter(stageIndex), epochs, stageIndex, now });
  }

  #afterStep({ images, imagesDone, epoch, stageIndex }: StepEvent, now: number): PaceEvent | null {
    const { epochs, work } = this.#stages[stageIndex]!;
    this.#workDone += (images / this.#trainImages) * work.epoch;
    const left = (epochs - epoch - imagesDone / this.#trainImages) * work.epoch;
    this.#endsSince = imagesDone >= this.#trainImages ? now : null;
    // The first step's own time is not known: a stage's pace begins with it.
    this.#imagesDone += this.#images === null ? 0 : images;
    this.#images ??= new Pace({ doneBefore: 0, now });
    const imagesPerSecond = this.#features.train > 0 ? null : this.#images.speed(this.#imagesDone, now);
    return this.#tell({ imagesPerSecond, left: left + this.#workAfter(stageIndex), epochs: epochs - epoch, stageIndex, now });
  }

  #afterCheckpoint(now: number): void {
    if (this.#endsSince === null) return;
    this.#ended = { epochs: this.#ended.epochs + 1, seconds: this.#ended.seconds + now - this.#endsSince };
    this.#endsSince = null;
  }

  #workAfter(stageIndex: number): number {
    const later = this.#stages.slice(stageIndex + 1);
    return later.reduce((sum, { epochs, work: { features, epoch } }) => sum + features.train + features.validation + epochs * epoch, 0);
  }

  #epochsAfter(stageIndex: number): number {
    return this.#stages.slice(stageIndex + 1).reduce((sum, { epochs }) => sum + epochs, 0);
  }

  #tell({ imagesPerSecond, left, epochs, stageIndex, now }: Left): PaceEvent | null {
    const speed = this.#work?.speed(this.#workDone, now - this.#ended.seconds) ?? null;
    if (speed === null) return null;
    // What could be computed in the time in which an epoch ends.
    const ending = (speed * this.#ended.seconds) / Math.max(1, this.#ended.epochs);
    const all = left + (epochs + this.#epochsAfter(stageIndex)) * ending;
    const whole = this.#workAfter(-1) + this.#epochsAfter(-1) * ending;
    return { kind: 'pace', imagesPerSecond, secondsLeft: all / speed, overall: whole === 0 ? 0 : Math.max(0, 1 - all / whole) };
  }
}
