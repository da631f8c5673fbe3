import type { FileReason } from '../errors.ts';
import { labelMark } from '../labels/target-rows.ts';
import { type Digestible, sameBytes } from './same-bytes.ts';

interface Copyable extends Digestible {
  readonly path: string;
  readonly label: number;
  readonly targets?: readonly number[];
}

/** Leaves out of training what is held back too, byte for byte; of what is there twice, all but the
 * first; and where two labels are given to the same image, both, because
 * nothing says which is right. */
export async function withoutCopies<Item extends Copyable>(
  train: readonly Item[],
  heldBack: readonly Item[],
  { signal }: { readonly signal?: AbortSignal | undefined },
): Promise<{ readonly kept: readonly Item[]; readonly dropped: readonly FileReason[] }> {
  const placed = [...train.map((item) => place(item, true)), ...heldBack.map((item) => place(item, false))];
  const reasons = new Map<Item, string>();
  for (const group of await sameBytes(placed, { signal })) {
    const [first, ...others] = group.filter(({ trains }) => trains).map(({ item }) => item);
    if (first === undefined) continue;
    const held = group.find(({ trains }) => !trains);
    const isTorn = others.some((other) => labelMark(other) !== labelMark(first));
    if (held !== undefined) for (const item of [first, ...others]) reasons.set(item, `a copy of ${held.item.path}, which is validated or tested with`);
    else if (isTorn) for (const item of [first, ...others]) reasons.set(item, 'a copy of it is of another class, and nothing says which is right');
    else for (const item of others) reasons.set(item, `a copy of ${first.path}`);
  }
  return {
    kept: train.filter((item) => !reasons.has(item)),
    dropped: Array.from(reasons, ([{ path }, reason]) => ({ path, reason: `${reason}: not trained on` })),
  };
}

function place<Item extends Copyable>(item: Item, trains: boolean) {
  return { item, trains, mark: item.mark, digest: () => item.digest() };
}
