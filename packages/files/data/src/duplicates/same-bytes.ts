import { mapParallel } from '../batches/parallel.ts';

/** An image whose bytes can be compared with others'. */
export interface Digestible {
  /** Where it differs, the bytes do. */
  readonly mark: string;
  digest(): Promise<string>;
}

/** Groups of two or more that are the same, byte for byte. Reads only those whose marks agree. */
export async function sameBytes<Item extends Digestible>(
  items: readonly Item[],
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Item[][]> {
  const suspects = groupsBy(items, ({ mark }) => mark).flat();
  const digests = await mapParallel(suspects, (item) => item.digest(), { limit: 8, signal });
  const digest = new Map(suspects.map((item, index) => [item, digests[index]!]));
  return groupsBy(suspects, (item) => digest.get(item)!);
}

/** The groups of more than one. */
function groupsBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [item]);
    else known.push(item);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}
