import { type Preprocessing, type RgbImage, decodeImageFile } from '@attune/data/browser';
import type { Network } from '@attune/nn';
import type { Task } from '@attune/run';
import type { FineTuneEvent } from '@attune/staged-finetune';
import type { ModelSpec } from '@attune/zoo';

import { divide, inFileOrder } from '../photos/divide.ts';
import { type HeldPhoto, namesOf } from '../photos/photo.ts';
import type { WatchedPhoto } from '../protocol/training.ts';
import type { ImageExplanation } from '../protocol/insight.ts';
import { explainImage } from '../insight/explain-image.ts';

/** With more classes, these many are watched. */
const mostWatched = 6;
/** Looking takes a tenth of the time, at most: epochs on kept features end many times a second. */
const pauseShare = 10;

export interface WatchedFor {
  readonly classes: readonly string[];
  readonly preprocessing: Preprocessing;
  readonly model: ModelSpec;
  readonly task: Task;
}

interface Watched {
  readonly photo: HeldPhoto;
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
    const held = ordered.filter(({ id }) => parts.get(id) === 'validation');
    const ofClasses = watchedFor.classes.slice(0, mostWatched).flatMap((name) => {
      const isOf = (photo: HeldPhoto) => namesOf(photo).includes(name);
      return held.find(isOf) ?? ordered.find(isOf) ?? [];
    });
    const chosen = watchedFor.task.kind === 'regression' ? held.slice(0, mostWatched) : [...new Set(ofClasses)];
    const images = await Promise.all(chosen.map(async (photo) => ({ photo, image: await decodeImageFile(photo.file).catch(() => null) })));
    return new WatchedImages(
      images.flatMap(({ photo, image }) => (image === null ? [] : [{ photo, image }])),
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
    for (const { photo, image } of this.#images) {
      const explanation = await explainImage(network, image, { ...this.#for, calibration: null });
      photos.push({ imageId: photo.id, ...saidOf(photo, explanation), explanation });
    }
    this.#due = performance.now() + pauseShare * (performance.now() - began);
    return photos;
  }
}

/** What is so of a photo, and what the network says of it. */
function saidOf(photo: HeldPhoto, { top, labels, values }: ImageExplanation): Pick<WatchedPhoto, 'className' | 'said' | 'probability' | 'isRight'> {
  if (values !== null) {
    const [truth, said] = [values.map(({ target }) => photo.values?.[target] ?? Number.NaN), values.map(({ value }) => value)];
    return { className: listed(truth.map(shortly)), said: listed(said.map(shortly)), probability: null, isRight: null };
  }
  if (labels !== null) {
    const [truth, said] = [[...namesOf(photo)].toSorted(), labels.flatMap(({ has, className }) => (has ? [className] : [])).toSorted()];
    return { className: listed(truth), said: listed(said), probability: null, isRight: truth.join('\n') === said.join('\n') };
  }
  const [first] = top;
  return { className: photo.className, said: first!.className, probability: first!.probability, isRight: first!.className === photo.className };
}

function listed(names: readonly string[]): string {
  return names.join(', ') || '–';
}

function shortly(value: number): string {
  return String(Number(value.toPrecision(3)));
}
