import type { Checkpoint } from './checkpoint.ts';

const prefix = 'attune.trait.';

/** What a file says of its network beyond names and shapes, in the entries of its metadata for
 * this: `attune.trait.strideIn` is the trait `strideIn`. */
export function traitsOf({ metadata }: Partial<Pick<Checkpoint, 'metadata'>>): ReadonlyMap<string, string> {
  const entries = [...(metadata ?? [])].filter(([key]) => key.startsWith(prefix));
  return new Map(entries.map(([key, value]) => [key.slice(prefix.length), value]));
}

/** A network's traits as entries of a file's metadata; none where it has none. */
export function traitEntries(traits: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...traits].map(([trait, value]) => [`${prefix}${trait}`, value]));
}
