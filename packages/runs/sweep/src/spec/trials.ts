import { type Arm, choiceText, gridArms, randomArms } from './arms.ts';
import type { FlagSet, SweepSpec } from './spec.ts';

/** One training that a sweep asks for. */
export interface Trial {
  /** Its place in the sweep, from 0. */
  readonly index: number;
  /** Its choice on each axis, in words: the cell that it counts in. */
  readonly values: Readonly<Record<string, string>>;
  /** Null where the sweep does not set it. */
  readonly seed: number | null;
  readonly fold: string | null;
  /** All flags of its `attune finetune`, the data among them. */
  readonly flags: FlagSet;
}

/** The trials of a sweep, seeds and folds of the first arm first, as many as its budget allows. */
export function trialsOf(spec: SweepSpec): Trial[] {
  const repeats = repeatsOf(spec);
  const trials = armsOf(spec).flatMap(({ values, flags }) =>
    repeats.map(({ seed, fold }) => ({
      values,
      seed,
      fold,
      flags: { ...spec.finetune, ...flags, ...(seed !== null && { seed }), ...(fold !== null && { fold }) },
    })),
  );
  return trials.slice(0, spec.budget.trials ?? trials.length).map((trial, index) => ({ index, ...trial }));
}

/** Whether a trial is of the arm that others are compared with. */
export function isControl({ control }: Pick<SweepSpec, 'control'>, { values }: Pick<Trial, 'values'>): boolean {
  return control !== undefined && Object.entries(control).every(([axis, choice]) => values[axis] === choiceText(choice));
}

function armsOf(spec: SweepSpec): Arm[] {
  return spec.strategy.kind === 'grid' ? gridArms(spec) : randomArms(spec, spec.strategy);
}

function repeatsOf({ seeds, folds }: SweepSpec): Pick<Trial, 'seed' | 'fold'>[] {
  const all = seeds === undefined ? [null] : typeof seeds === 'number' ? Array.from({ length: seeds }, (_, seed) => seed) : seeds;
  const parts = folds === undefined ? [null] : Array.from({ length: folds }, (_, index) => `${index + 1}/${folds}`);
  return all.flatMap((seed) => parts.map((fold) => ({ seed, fold })));
}

/** Epochs of all stages of a trial; null where its recipe decides. */
export function epochsOf({ flags: { epochs } }: Pick<Trial, 'flags'>): number | null {
  if (epochs === undefined || typeof epochs === 'boolean') return null;
  const list = Array.isArray(epochs) ? epochs : String(epochs).split(',');
  return list.reduce<number>((sum, value) => sum + Number(value), 0);
}
