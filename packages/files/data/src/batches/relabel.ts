import { DatasetError, type FileReason } from '../errors.ts';
import { type PixelImages, selectPixels } from './pixel-dataset.ts';

export interface Relabelled {
  readonly images: PixelImages;
  /** Images of no class that is wanted. */
  readonly skipped: readonly FileReason[];
}

/** Images whose labels are positions in other classes: the same names, wherever they stand there.
 * Classes that are called by their numbers alone have no names, and keep their positions.
 *
 * @param own what the labels are positions in now.
 * @param wanted the classes of the model that is evaluated. */
export function relabel(images: PixelImages, own: readonly string[], wanted: readonly string[]): Relabelled {
  const isNumbered = own.every((name, place) => name === String(place));
  const positions = own.map((name, place) => (isNumbered ? place : wanted.indexOf(name)));
  const labels = images.labels.map((label) => positions[label]!);
  const isKnown = (label: number) => label >= 0 && label < wanted.length;
  const { nameOf = String } = images;
  const unknown = Array.from(labels.keys()).filter((index) => !isKnown(labels[index]!));
  const skipped = unknown.map((index) => ({
    path: nameOf(index),
    reason: `its class "${own[images.labels[index]!]}" is not one of the ${wanted.length} of the model`,
  }));
  const known = Int32Array.from(labels.keys()).filter((index) => isKnown(labels[index]!));
  return { images: unknown.length === 0 ? { ...images, labels } : selectPixels({ ...images, labels }, known), skipped };
}

/** That something is left to evaluate.
 *
 * @throws {DatasetError} when no image is of a class of the model. */
export function requireKnown(path: string, { images, skipped }: Relabelled): void {
  if (images.labels.length > 0) return;
  const why = skipped[0] === undefined ? 'it holds none' : `of the first, ${skipped[0].path}, ${skipped[0].reason}`;
  throw new DatasetError({
    path,
    faults: [{ kind: 'unknown-class', path, message: `${path} has no image of a class of the model: ${why}. Give data of its classes.` }],
  });
}
