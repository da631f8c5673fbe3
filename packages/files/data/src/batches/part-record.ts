import { compareCodePoints } from '../order/code-points.ts';
import type { Side } from '../order/named-split.ts';
import { bytesDigest } from './bytes-mark.ts';
import type { ImageDataset, LabelledImages } from './dataset.ts';
import type { KeepSide } from './division.ts';

/** The images of one part as a run keeps them: plain data. */
export interface PartRecord {
  /** [size], what each image is called wherever the dataset lies (its class and its path in that,
   * or its place in a file), in the part's order. */
  readonly names: readonly string[];
  /** [size], what follows from each image's size, beginning and end: where it differs, the bytes
   * do. Empty text where nothing is known. */
  readonly marks: readonly string[];
  /** SHA-256 of names, marks and class names, in hexadecimal: equal for equal data. */
  readonly digest: string;
}

/** Both parts that a training reads. */
export type DatasetRecord = Readonly<Record<Side, PartRecord>>;

/** What a dataset holds, to be kept with a run and compared with what is there later.
 * Reads no image again. */
export async function recordDataset({ classes, train, validation }: Pick<ImageDataset, 'classes' | 'train' | 'validation'>): Promise<DatasetRecord> {
  return { train: await recordPart(train, classes), validation: await recordPart(validation, classes) };
}

async function recordPart(images: LabelledImages, classes: readonly string[]): Promise<PartRecord> {
  const contents = Array.from({ length: images.size }, (_, index) => images.contentOf?.(index) ?? { key: images.nameOf(index), mark: '' });
  const lines = contents.map(({ key, mark }, index) => JSON.stringify([key, mark, labelIn(images, index, classes)]));
  const digest = await bytesDigest(new TextEncoder().encode(lines.sort(compareCodePoints).join('\n')));
  return { names: contents.map(({ key }) => key), marks: contents.map(({ mark }) => mark), digest };
}

/** The name of an image's class, or its row of targets. */
function labelIn({ labels, targets }: LabelledImages, index: number, classes: readonly string[]): unknown {
  const width = classes.length;
  return targets === undefined ? classes[labels[index]!] : [...targets.subarray(index * width, (index + 1) * width)];
}

/** How data differ from what they were: names of images, by code points. */
export interface DatasetChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Of the same name, and other bytes. */
  readonly altered: readonly string[];
  /** Trained on before and validated with now, or the other way round. */
  readonly moved: readonly string[];
  /** Whether nothing differs, labels included. */
  readonly isSame: boolean;
}

/** What has changed between two records. */
export function datasetChanges(before: DatasetRecord, now: DatasetRecord): DatasetChanges {
  const twice = new Set([before, now].flatMap(onBothSides));
  const [was, is] = [placesOf(before, twice), placesOf(now, twice)];
  const both = [...is].flatMap(([name, place]) => (was.has(name) ? [{ name, place, old: was.get(name)! }] : []));
  return {
    added: sorted([...is.keys()].filter((name) => !was.has(name))),
    removed: sorted([...was.keys()].filter((name) => !is.has(name))),
    altered: sorted(both.filter(({ place, old }) => place.mark !== old.mark && place.mark !== '' && old.mark !== '').map(({ name }) => name)),
    moved: sorted(both.filter(({ place, old }) => place.side !== old.side).map(({ name }) => name)),
    isSame: before.train.digest === now.train.digest && before.validation.digest === now.validation.digest,
  };
}

function sorted(names: readonly string[]): string[] {
  return names.toSorted(compareCodePoints);
}

/** Keeps every image of a record on its side (the option `keep`): by its name, or,
 * where it was renamed, by its bytes. */
export function keptSides(record: DatasetRecord): KeepSide {
  const places = placesOf(record, new Set());
  const marks = new Map<string, Side>();
  for (const side of ['validation', 'train'] as const) record[side].marks.forEach((mark) => mark !== '' && marks.set(mark, side));
  return ({ key, mark }) => places.get(key)?.side ?? marks.get(mark);
}

/** Names of the images that were trained on, by their names and bytes: what a model is
 * said to be good at it has seen. */
export function seenInTraining({ train }: DatasetRecord, images: LabelledImages): string[] {
  const seen = new Set(train.marks);
  return Array.from({ length: images.size }, (_, index) => index)
    .filter((index) => {
      const mark = images.contentOf?.(index)?.mark ?? '';
      return mark !== '' && seen.has(mark);
    })
    .map((index) => images.nameOf(index));
}

interface Placement {
  readonly side: Side;
  readonly mark: string;
}

/** Names that an image of each part has: where the data have parts of their own,
 * `train/a/1.png` and `val/a/1.png` are called alike. */
function onBothSides({ train, validation }: DatasetRecord): string[] {
  const trained = new Set(train.names);
  return validation.names.filter((name) => trained.has(name));
}

/** By name; by part and name for those that two images may have. */
function placesOf(record: DatasetRecord, twice: ReadonlySet<string>): Map<string, Placement> {
  const sides = ['train', 'validation'] as const;
  return new Map(
    sides.flatMap((side) =>
      record[side].names.map((name, index) => [twice.has(name) ? `${side}/${name}` : name, { side, mark: record[side].marks[index] ?? '' }] as const),
    ),
  );
}
