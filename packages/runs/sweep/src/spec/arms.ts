import { unitOf } from '../digest.ts';
import type { Axis, AxisRange, FlagSet, FlagValue, SweepSpec } from './spec.ts';

/** One choice on every axis. */
export interface Arm {
  /** By axis, in words. */
  readonly values: Readonly<Record<string, string>>;
  /** What it sets. */
  readonly flags: FlagSet;
}

/** What an axis can be set to: one flag of its own name, or several at once. */
type Choice = FlagValue | FlagSet;

/** Every combination, the last axis fastest. */
export function gridArms({ axes }: Pick<SweepSpec, 'axes'>): Arm[] {
  return Object.entries(axes).reduce<Arm[]>(
    (arms, [name, axis]) => arms.flatMap((arm) => choicesOf(axis).map((choice) => withChoice(arm, name, choice))),
    [{ values: {}, flags: {} }],
  );
}

/** Arms drawn at random: of a list each value is as likely as another, of a range each place on its
 * scale. A sample does not depend on how many are drawn. */
export function randomArms({ axes }: Pick<SweepSpec, 'axes'>, { samples, seed }: { readonly samples: number; readonly seed: number }): Arm[] {
  return Array.from({ length: samples }, (_, sample) =>
    Object.entries(axes).reduce<Arm>((arm, [name, axis]) => withChoice(arm, name, drawn(axis, unitOf(seed, sample, name))), { values: {}, flags: {} }),
  );
}

/** How an arm is called where axis values are written out: a value, or its flags. */
export function choiceText(choice: Choice): string {
  if (Array.isArray(choice)) return choice.join(',');
  if (typeof choice !== 'object') return String(choice);
  return Object.entries(choice)
    .map(([flag, value]) => `${flag} ${choiceText(value)}`)
    .join(', ');
}

function withChoice({ values, flags }: Arm, name: string, choice: Choice): Arm {
  const set = typeof choice === 'object' && !Array.isArray(choice) ? choice : { [name]: choice };
  return { values: { ...values, [name]: choiceText(choice) }, flags: { ...flags, ...set } };
}

function choicesOf(axis: Axis): Choice[] {
  if (Array.isArray(axis)) return axis;
  const { count = 2 } = axis;
  return Array.from({ length: count }, (_, index) => placeOn(axis, index / (count - 1)));
}

function drawn(axis: Axis, unit: number): Choice {
  return Array.isArray(axis) ? axis[Math.floor(unit * axis.length)]! : placeOn(axis, unit);
}

/** `share` 0 is `from`, 1 is `to`. Twelve digits, so that ends are what was written. */
function placeOn({ from, to, scale, whole }: AxisRange, share: number): number {
  const place = scale === 'log' ? from * (to / from) ** share : from + (to - from) * share;
  return whole ? Math.round(place) : Number(place.toPrecision(12));
}
