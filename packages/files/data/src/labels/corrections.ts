import { countClasses } from '../batches/class-counts.ts';
import type { ImageDataset, LabelledImages } from '../batches/dataset.ts';
import { DatasetError, type FileReason } from '../errors.ts';

/** What is to become of one image. */
export type Correction =
  | { readonly path: string; readonly action: 'keep' | 'drop' }
  /** `to`: the name of another class. */
  | { readonly path: string; readonly action: 'move'; readonly to: string };

export interface Corrected {
  readonly dataset: ImageDataset;
  /** Paths of corrections that are of no image here. */
  readonly unknown: readonly string[];
}

/** A dataset with some images in other classes and some left out. Nothing that lies on a disk
 * changes, and every image stays in its part.
 *
 * @param pathOf how corrections call an image, from what the dataset calls it.
 * @throws {DatasetError} when a class is none of the dataset's, or has nothing left to train on. */
export function withCorrections(dataset: ImageDataset, corrections: readonly Correction[], pathOf: (name: string) => string): Corrected {
  const { classes, train, validation, test } = dataset;
  const strange = corrections.flatMap((one) => (one.action === 'move' && !classes.includes(one.to) ? [one] : []));
  if (strange.length > 0)
    refuse(strange.map(({ path, to }) => [path, `The correction of ${path} moves it to "${to}", which is not one of the classes ${classes.join(', ')}.`]));
  const byPath = new Map(corrections.map((correction) => [correction.path, correction]));
  const seen = new Set<string>();
  const dropped: FileReason[] = [];
  const correct = (images: LabelledImages) => corrected(images, { classes, pathOf, byPath, seen, dropped });
  const parts = { train: correct(train), validation: correct(validation), ...(test !== undefined && { test: correct(test) }) };
  const counts = countClasses(classes, { train: parts.train.labels, validation: parts.validation.labels, test: parts.test?.labels });
  const empty = counts.filter((count) => count.train === 0);
  if (empty.length > 0) refuse(empty.map(({ name }) => [name, `The corrections leave the class "${name}" without an image to train on.`]));
  const unknown = [...byPath.keys()].filter((path) => !seen.has(path));
  return { dataset: { ...dataset, ...parts, counts, skipped: [...dataset.skipped, ...dropped] }, unknown };
}

interface Correcting {
  readonly classes: readonly string[];
  readonly pathOf: (name: string) => string;
  readonly byPath: ReadonlyMap<string, Correction>;
  /** Paths of corrections that were met. */
  readonly seen: Set<string>;
  readonly dropped: FileReason[];
}

function corrected(images: LabelledImages, { classes, pathOf, byPath, seen, dropped }: Correcting): LabelledImages {
  const kept: number[] = [];
  const labels: number[] = [];
  for (const [index, label] of images.labels.entries()) {
    const name = images.nameOf(index);
    const correction = byPath.get(pathOf(name));
    if (correction !== undefined) seen.add(correction.path);
    if (correction?.action === 'drop') {
      dropped.push({ path: name, reason: 'a correction leaves it out' });
      continue;
    }
    kept.push(index);
    labels.push(correction?.action === 'move' ? classes.indexOf(correction.to) : label);
  }
  return images.selected(Int32Array.from(kept), Int32Array.from(labels));
}

function refuse(faults: readonly (readonly [path: string, message: string])[]): never {
  throw new DatasetError({ path: faults[0]![0], faults: faults.map(([path, message]) => ({ kind: 'wrong-label', path, message })) });
}
