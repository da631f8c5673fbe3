import { type FineTuneEvent, Pace, type Recipe } from '@attune/staged-finetune';

import type { TrainingEvent } from '../protocol.ts';

/** How fast a training goes and how long the rest will take, told with its steps. An epoch of the stages to come is taken for one of this stage. */
export class TrainingClock {
  readonly #recipe: Recipe;
  readonly #trainImages: number;
  #pace: Pace | null = null;

  constructor(recipe: Recipe, trainImages: number) {
    this.#recipe = recipe;
    this.#trainImages = trainImages;
  }

  /** What to tell after an event; null when there is nothing new. */
  after(event: FineTuneEvent): Extract<TrainingEvent, { readonly kind: 'pace' }> | null {
    if (event.kind === 'stage-start') this.#pace = null;
    if (event.kind !== 'step') return null;
    const now = performance.now() / 1000;
    const done = this.#imagesBefore(event.stageIndex) + event.epoch * this.#trainImages + event.imagesDone;
    this.#pace ??= new Pace({ doneBefore: done, now });
    const total = this.#imagesBefore(this.#recipe.stages.length);
    const speed = this.#pace.speed(done, now);
    return speed === null ? null : { kind: 'pace', imagesPerSecond: speed, secondsLeft: this.#pace.secondsLeft(done, total, now)! };
  }

  #imagesBefore(stageIndex: number): number {
    return this.#recipe.stages.slice(0, stageIndex).reduce((sum, { epochs }) => sum + epochs * this.#trainImages, 0);
  }
}
