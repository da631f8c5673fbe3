import { type Preprocessing, type RgbImage, decodeImageFile } from '@attune/data/browser';
import type { Network } from '@attune/nn';
import type { FineTuneEvent } from '@attune/staged-finetune';
import type { ModelSpec } from '@attune/zoo';

import { divide, inFileOrder } from '../photos/divide.ts';
import type { HeldPhoto } from '../photos/photo.ts';
import type { WatchedPhoto } from '../protocol.ts';
import { explainImage } from '../understand/explain-image.ts';

/** With more classes, these many are watched. */
const mostWatched = 6;
/** Looking takes a tenth of the time, at most: epochs on kept features end many times a second. */
const pauseShare = 10;

export interface WatchedFor {
  readonly classes: readonly string[];
  readonly preprocessing: Preprocessing;
  readonly model: ModelSpec;
}

interface Watched {
  readonly imageId: string;
  readonly className: string;
  readonly image: RgbImage;
}

/** A photo of each class, held back where one is, looked at again as the training goes on. */
export class WatchedImages {
  readonly #images: readonly Watched[];
  readonly #for: WatchedFor;
  /** Milliseconds: when it may look again. */
  #due = 0;

  private constructor(images: readonly Watched[], watchedFor: WatchedFor) {
    this.#images = images;
    this.#for = watchedFor;
  }

  /** Photos that cannot be decoded are not watched. */
  static async open(photos: readonly HeldPhoto[], watchedFor: WatchedFor): Promise<WatchedImages> {
    const parts = divide(photos);
    const ordered = photos.toSorted(inFileOrder);
    const chosen = watchedFor.classes.slice(0, mostWatched).flatMap((name) => {
      const ofClass = ordered.filter(({ className }) => className === name);
      return ofClass.find(({ id }) => parts.get(id) === 'validation') ?? ofClass[0] ?? [];
    });
    const images = await Promise.all(
      chosen.map(async ({ id, className, file }) => ({ imageId: id, className, image: await decodeImageFile(file).catch(() => null) })),
    );
    return new WatchedImages(
      images.flatMap(({ image, ...rest }) => (image === null ? [] : [{ ...rest, image }])),
      watchedFor,
    );
  }

  /** Before the first step, then after an epoch when enough time has gone by, and at the end of
   * each stage. */
  isDue(event: FineTuneEvent): boolean {
    if (event.kind === 'stage-start') return true;
    return event.kind === 'epoch-end' && performance.now() >= this.#due;
  }

  async look(network: Network): Promise<WatchedPhoto[]> {
    const began = performance.now();
    const photos: WatchedPhoto[] = [];
    for (const { imageId, className, image } of this.#images) {
      const explanation = await explainImage(network, image, { ...this.#for, calibration: null });
      const [said] = explanation.top;
      if (said !== undefined) photos.push({ imageId, className, said: said.className, probability: said.probability, explanation });
    }
    this.#due = performance.now() + pauseShare * (performance.now() - began);
    return photos;
  }
}
