import { clipScale, gradientNorm } from '@attune/optim';
import type * as tf from '@tensorflow/tfjs-core';

import type { PlannedGroup, StagePlan } from '../stage/plan-stage.ts';

/** Groups whose gradients are clipped by one norm. */
interface ClippedTogether {
  readonly groups: readonly PlannedGroup[];
  /** What the norm is clipped to. */
  readonly maximum: number;
  /** Of the groups' gradients together, still on the backend. */
  readonly norm: tf.Scalar;
}

/** Measures the norms that a step is clipped by: one of each group with a `clipNorm` of
 * its own, one of all other groups together; none where nothing clips. Groups without
 * gradients have no part. */
export function measureClipping({ stage, groups }: StagePlan, gradients: ReadonlyMap<string, tf.Tensor>): ClippedTogether[] {
  const apart = groups.filter(({ clipNorm }) => clipNorm !== undefined);
  if (stage.clipNorm === undefined && apart.length === 0) return [];
  const together = groups.filter(({ clipNorm }) => clipNorm === undefined);
  const parts = [{ groups: together, maximum: stage.clipNorm ?? Infinity }, ...apart.map((group) => ({ groups: [group], maximum: group.clipNorm! }))];
  return parts.flatMap((part) => {
    const own = part.groups.flatMap(({ parameters }) => [...parameters.keys()]).flatMap((name) => gradients.get(name) ?? []);
    return own.length === 0 ? [] : [{ ...part, norm: gradientNorm(own) }];
  });
}

/** What the gradients of each group are multiplied by, of the norms that were measured; groups that
 * nothing clips are not listed. */
export function clipScales(clipped: readonly ClippedTogether[], norms: readonly number[]): ReadonlyMap<PlannedGroup, number> {
  return new Map(clipped.flatMap(({ groups, maximum }, index) => groups.map((group) => [group, clipScale(norms[index]!, maximum)] as const)));
}
