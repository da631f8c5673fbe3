import type { NamedShape } from '@attune/checkpoint';

import { type Architecture, architectureNames, architectures } from './architectures.ts';

/** Names and shapes of an architecture's state without attention, in torch's layout: what a file of
 * it holds, told without building it.
 *
 * The classifier has `classes` rows, the first kernel `channels` inputs. */
export function stateShapes(architecture: Architecture, classes: number, channels = 3): readonly NamedShape[] {
  return architectures[architecture].state(classes, channels);
}

/** The architecture whose names and shapes a file shares most with, the classifier's
 * size aside, and how many they are. */
export function bestFit(tensors: readonly NamedShape[]): { readonly architecture: Architecture; readonly fitting: number; readonly of: number } {
  const fits = architectureNames.map((architecture) => {
    const shapes = new Map(stateShapes(architecture, 0).map(({ name, shape }) => [name, shape]));
    const fitting = tensors.filter(({ name, shape }) => sameButRows(shapes.get(name), shape)).length;
    return { architecture, fitting, of: shapes.size };
  });
  return fits.toSorted((a, b) => b.fitting / Math.max(b.of, tensors.length) - a.fitting / Math.max(a.of, tensors.length))[0]!;
}

/** 0 rows are any number of them. */
function sameButRows(ours: readonly number[] | undefined, theirs: readonly number[]): boolean {
  return ours !== undefined && ours.length === theirs.length && ours.every((side, axis) => side === theirs[axis] || (axis === 0 && side === 0));
}
