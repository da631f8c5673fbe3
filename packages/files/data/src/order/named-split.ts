import { refuseUnknownOptions } from '@attune/errors';

import { unitHash } from './unit-hash.ts';

/** The side of a division that an image is on. */
export type Side = 'train' | 'validation';

export interface NamedSplitConfig {
  /** [size], what each image is called wherever the dataset lies. Images of one key are never
   * divided. */
  readonly keys: readonly string[];
  /** [size], the group of each image, or `null` for one of its own. Groups are never divided. */
  readonly groups?: readonly (string | null)[] | undefined;
  /** All classes of an image, where it is of several. */
  readonly labelsOf?: ((position: number) => readonly number[] | undefined) | undefined;
  readonly validationFraction: number;
  readonly seed: number;
  /** The side of an image that had one before. */
  readonly keep?: ((position: number) => Side | undefined) | undefined;
}

const splitOptions = { keys: true, groups: true, labelsOf: true, validationFraction: true, seed: true, keep: true } satisfies Record<
  keyof NamedSplitConfig,
  true
>;

/** Chooses the validation positions by name: an image is held back where the hash of its key (or of
 * its group) and the seed lies below `validationFraction`. What an image is told does not depend
 * on the others, so a folder that grows keeps its sides. Only where a class would be left without
 * an image on one side, the nearest by hash changes over, if whole groups allow.
 *
 * @param labels [size].
 * @returns positions in rising order; no position is in both.
 * @throws {UnknownOptionError} when an option does not exist. */
export function namedSplit(labels: Int32Array, config: NamedSplitConfig): { readonly train: Int32Array; readonly validation: Int32Array } {
  refuseUnknownOptions('namedSplit', config, splitOptions);
  const units = unitsOf(labels, config);
  for (const label of new Set(units.flatMap((unit) => [...unit.labels]))) {
    const own = units.filter((unit) => unit.labels.has(label));
    lendTo('validation', own, units);
    lendTo('train', own, units);
  }
  const held = new Set(units.flatMap(({ side, positions }) => (side === 'validation' ? positions : [])));
  const positions = Int32Array.from(labels, (_, position) => position);
  return { train: positions.filter((position) => !held.has(position)), validation: positions.filter((position) => held.has(position)) };
}

/** Images that stay together. */
interface Unit {
  readonly positions: number[];
  readonly labels: Set<number>;
  readonly hash: number;
  readonly isKnown: boolean;
  side: Side;
}

function unitsOf(labels: Int32Array, { keys, groups, labelsOf, validationFraction, seed, keep }: NamedSplitConfig): Unit[] {
  const classesOf = (position: number) => labelsOf?.(position) ?? [labels[position]!];
  return togetherBy(keys, groups).map(({ name, positions }) => {
    const hash = unitHash(seed, name);
    const known = keep && positions.map(keep).find((side) => side !== undefined);
    const side = known ?? (hash < validationFraction ? 'validation' : 'train');
    return { positions, labels: new Set(positions.flatMap(classesOf)), hash, isKnown: known !== undefined, side };
  });
}

/** Gives a side that a class is missing from the unit next to it, unless another class would then
 * be missing from the other side. */
function lendTo(side: Side, own: readonly Unit[], units: readonly Unit[]): void {
  if (own.length < 2 || own.some((unit) => unit.side === side)) return;
  const remains = (unit: Unit) =>
    [...unit.labels].every((label) => units.some((other) => other !== unit && other.side === unit.side && other.labels.has(label)));
  const free = own.filter((unit) => !unit.isKnown && remains(unit));
  const nearest = free.sort((a, b) => (side === 'validation' ? a.hash - b.hash : b.hash - a.hash))[0];
  if (nearest !== undefined) nearest.side = side;
}

interface Together {
  readonly name: string;
  readonly positions: number[];
}

/** Images of one key or one group, and those that these have in common with others. */
export function togetherBy(keys: readonly string[], groups: readonly (string | null)[] | undefined): Together[] {
  const parents = new Map<string, string>();
  const rootOf = (name: string): string => {
    let root = name;
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent;
    if (root !== name) parents.set(name, root);
    return root;
  };
  const names = keys.map((key, position) => {
    const group = groups?.[position] ?? null;
    if (group === null) return `image ${key}`;
    const [image, whole] = [rootOf(`image ${key}`), rootOf(`group ${group}`)];
    if (image !== whole) parents.set(image, whole);
    return whole;
  });
  const units = new Map<string, Together>();
  names.forEach((given, position) => {
    const name = rootOf(given);
    const known = units.get(name);
    if (known === undefined) units.set(name, { name, positions: [position] });
    else known.positions.push(position);
  });
  return [...units.values()];
}
