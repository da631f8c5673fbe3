import { refuseUnknownOptions } from '@attune/errors';

import type { LabelledImages } from '../batches/dataset.ts';
import { type Digestible, sameBytes } from './same-bytes.ts';

/** An image that is held back and trained on too, byte for byte. */
export interface SharedImage {
  readonly name: string;
  /** What it is called in training. */
  readonly trainedAs: string;
}

/** Finds the held back images that are trained on too. Reads only those whose marks agree.
 ** @throws {UnknownOptionError} when an option does not exist. */
export async function sharedImages(
  train: LabelledImages,
  held: LabelledImages,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<SharedImage[]> {
  refuseUnknownOptions('sharedImages', options, { signal: true });
  const [own, others] = [namedIn(train, true), namedIn(held, false)];
  const [trained, judged] = [marksOf(own), marksOf(others)];
  const suspects = [...own.filter(({ mark }) => judged.has(mark)), ...others.filter(({ mark }) => trained.has(mark))];
  return (await sameBytes(suspects, options)).flatMap((group) => {
    const first = group.find(({ trains }) => trains);
    return first === undefined ? [] : group.filter(({ trains }) => !trains).map(({ name }) => ({ name, trainedAs: first.name }));
  });
}

interface Named extends Digestible {
  readonly name: string;
  readonly trains: boolean;
}

function namedIn(images: LabelledImages, trains: boolean): Named[] {
  return Array.from({ length: images.size }, (_, index) => index).flatMap((index) => {
    const content = images.contentOf?.(index) ?? null;
    return content === null ? [] : [{ mark: content.mark, digest: () => content.digest(), name: images.nameOf(index), trains }];
  });
}

function marksOf(images: readonly Named[]): ReadonlySet<string> {
  return new Set(images.map(({ mark }) => mark));
}
