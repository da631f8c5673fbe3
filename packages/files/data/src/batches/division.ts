import { requireOptions } from '../errors.ts';
import { type Fold, foldSplit } from '../order/fold-split.ts';
import { type Side, namedSplit } from '../order/named-split.ts';
import { groupedSplit, stratifiedSplit } from '../order/stratified-split.ts';

/** How a dataset without a validation part is divided. */
export interface DivisionOptions {
  /** Share of each class held back when there is no validation part. Default: 0.2. */
  readonly validationFraction?: number | undefined;
  /** Decides which images are held back. Default: 0. */
  readonly splitSeed?: number | undefined;
  /** What else decides it. By `name`, an image's own name does, so that a folder that grows keeps
   * its sides. By `position`, its place among the others does, exactly
   * the share is held back, and an image more moves the others: runs whose `run.json`
   * does not say were divided so. Default: `name`, and `position` for binaries (CIFAR,
   * IDX), which do not grow. */
  readonly splitBy?: SplitBy | undefined;
  /** The side of an image that had one before, by name alone: see `keptSides`. */
  readonly keep?: KeepSide | undefined;
  /** Holds back this fold of k instead of a share. The data must have no validation part. */
  readonly fold?: Fold | undefined;
}

/** What decides which images are held back, beside the seed. */
export type SplitBy = 'name' | 'position';

/** The side of an image that was seen before, else `undefined`. */
export type KeepSide = (image: { readonly key: string; readonly mark: string }) => Side | undefined;

/** The options with their defaults filled in. */
export interface Division {
  readonly validationFraction: number;
  readonly splitSeed: number;
  readonly splitBy: SplitBy;
  readonly keep: KeepSide | undefined;
  readonly fold: Fold | undefined;
}

/** @throws {DataOptionError} when the options make no sense. */
export function checkDivision({ validationFraction = 0.2, splitSeed = 0, splitBy = 'name', keep, fold }: DivisionOptions): Division {
  requireOptions([
    { option: 'validationFraction', value: validationFraction, rule: 'above 0 and below 1', holds: validationFraction > 0 && validationFraction < 1 },
    { option: 'splitSeed', value: splitSeed, rule: 'a whole number', holds: Number.isInteger(splitSeed) },
    { option: 'splitBy', value: splitBy, rule: 'name or position', holds: splitBy === 'name' || splitBy === 'position' },
    { option: 'fold', value: fold === undefined ? 'none' : `${fold.number}/${fold.of}`, rule: 'one of 2 folds or more, such as 1/5', holds: isFold(fold) },
  ]);
  return { validationFraction, splitSeed, splitBy, keep, fold };
}

function isFold(fold: Fold | undefined): boolean {
  if (fold === undefined) return true;
  const { number, of } = fold;
  return Number.isInteger(number) && Number.isInteger(of) && of >= 2 && number >= 1 && number <= of;
}

/** @throws {DataOptionError} when data that have a validation part are to be divided into folds. */
export function requireNoFold({ fold, keep }: Division): void {
  const holds = fold === undefined || keep !== undefined;
  requireOptions([{ option: 'fold', value: `${fold?.number}/${fold?.of}`, rule: 'left out: these data have a validation part of their own', holds }]);
}

/** An image that is to be put on a side. */
export interface Divisible {
  readonly label: number;
  /** Where it is of several classes, all of them. */
  readonly labels?: readonly number[];
  readonly key: string;
  readonly mark: string;
  readonly group: string | null;
}

/** Divides images of any source. Groups stay whole.
 *
 * @returns positions in rising order; no position is in both. */
export function dividePositions(images: readonly Divisible[], { validationFraction, splitSeed, splitBy, keep, fold }: Division): ReturnType<typeof namedSplit> {
  const labels = Int32Array.from(images, ({ label }) => label);
  const groups = images.some(({ group }) => group !== null) ? images.map(({ group }) => group) : undefined;
  if (fold !== undefined && keep === undefined) return foldSplit(labels, { keys: images.map(({ key }) => key), groups, fold, seed: splitSeed });
  if (splitBy === 'name' || keep !== undefined) {
    const keys = images.map(({ key }) => key);
    return namedSplit(labels, {
      keys,
      groups,
      labelsOf: (position) => images[position]!.labels,
      validationFraction,
      seed: splitSeed,
      keep: keep && ((position) => keep(images[position]!)),
    });
  }
  const given = { validationFraction, seed: splitSeed };
  if (groups === undefined) return stratifiedSplit(labels, given);
  return groupedSplit(labels, { ...given, groups: groups.map((group, position) => group ?? images[position]!.key) });
}

/** The images themselves, divided. */
export function divideImages<Item>(
  items: readonly Item[],
  { divisible, ...division }: Division & { readonly divisible: (item: Item) => Divisible },
): { readonly train: readonly Item[]; readonly validation: readonly Item[] } {
  const { train, validation } = dividePositions(items.map(divisible), division);
  const pick = (positions: Int32Array) => Array.from(positions, (position) => items[position]!);
  return { train: pick(train), validation: pick(validation) };
}
