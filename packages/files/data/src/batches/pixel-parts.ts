import type { Augmentation } from '../augmentation/augmentation.ts';
import { withoutCopies } from '../duplicates/without-copies.ts';
import { DatasetError, type FileReason } from '../errors.ts';
import type { Preprocessing } from '../pixels/preprocessing.ts';
import { bytesDigest, bytesMark } from './bytes-mark.ts';
import type { ImageDataset } from './dataset.ts';
import { type Division, dividePositions, requireNoFold } from './division.ts';
import { type PixelImages, pixelDataset, selectPixels } from './pixel-dataset.ts';

export interface PixelPartsConfig {
  readonly division: Division;
  readonly preprocessing: Partial<Preprocessing>;
  readonly augmentation?: Augmentation | undefined;
  readonly dropDuplicates?: boolean | undefined;
}

interface PixelParts {
  readonly path: string;
  readonly classes: readonly string[];
  readonly images: PixelImages;
  /** The images to validate with, or `null` where a share is to be held back. */
  readonly held: PixelImages | null;
}

/** A dataset of images in memory that lie in a training part and perhaps one to validate with.
 *
 * @throws {DatasetError} when nothing is left to train on or to validate with. */
export async function pixelParts(
  { path, classes, images, held }: PixelParts,
  { division, preprocessing, augmentation, dropDuplicates = false }: PixelPartsConfig,
): Promise<ImageDataset> {
  if (held !== null) requireNoFold(division);
  const divided = held === null ? dividePositions(divisible(images), division) : null;
  const validation = held ?? selectPixels(images, divided!.validation);
  const own = divided === null ? images : selectPixels(images, divided.train);
  const { train, dropped } = dropDuplicates ? await dropCopies(own, validation) : { train: own, dropped: [] };
  for (const [part, { labels }] of [
    ['train on', train],
    ['validate with', validation],
  ] as const) {
    if (labels.length === 0) throw new DatasetError({ path, faults: [{ kind: 'no-images', path, message: `${path} holds no image to ${part}.` }] });
  }
  const dataset = pixelDataset({ classes, train, validation, preprocessing, ...(augmentation === undefined ? {} : { augmentation }) });
  return { ...dataset, skipped: dropped };
}

function divisible({ labels, nameOf = String }: PixelImages) {
  return Array.from(labels, (label, index) => ({ label, key: nameOf(index), mark: '', group: null }));
}

async function dropCopies(train: PixelImages, validation: PixelImages): Promise<{ readonly train: PixelImages; readonly dropped: readonly FileReason[] }> {
  const [own, others] = [copyable(train), copyable(validation)];
  const { kept, dropped } = await withoutCopies(own, others, {});
  const left = new Set(kept);
  return {
    train: selectPixels(
      train,
      Int32Array.from(own.keys()).filter((position) => left.has(own[position]!)),
    ),
    dropped,
  };
}

function copyable({ pixels, labels, nameOf = String }: PixelImages) {
  const length = pixels.length / Math.max(1, labels.length);
  return Array.from(labels, (label, index) => {
    const bytes = pixels.subarray(index * length, (index + 1) * length);
    return { path: nameOf(index), label, mark: bytesMark(bytes), digest: () => bytesDigest(bytes) };
  });
}
