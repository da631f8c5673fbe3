import type { FormatContents } from './checkpoint.ts';
import type { TensorEntry } from './tensor-entry.ts';

/** Prefixes that wrappers put before every name: data-parallel training and averaging (`module.`),
 * compilation (`_orig_mod.`), sharding and recomputation. */
const prefixes = ['module.', '_orig_mod.', '_fsdp_wrapped_module.', '_checkpoint_wrapped_module.'] as const;

/** Wrappers that may also stand before one part of a model. */
const transparent = /(?<=\.)(module|_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module)\./g;

/** Lightning calls the network `model` inside the `state_dict` that it writes. */
const lightningPrefix = 'model.';

/** A counter that weight averaging keeps outside the model it averages. */
const besides: ReadonlySet<string> = new Set(['n_averaged']);

/** More than any program puts around a model, and too few for a hostile name to cost much. */
const mostWrappers = 16;

/** Takes off what all names share, in whatever order it was put on, and reports it among the
 * wrappers. Names that would become equal stay as they are. */
export function stripPrefixes(contents: FormatContents): FormatContents {
  const wrappers = [...contents.wrappers];
  const known = wrappers.at(-1) === 'state_dict' ? [...prefixes, lightningPrefix] : prefixes;
  let tensors = contents.tensors;
  for (let layer = 0; layer < mostWrappers; layer++) {
    const prefix = sharedPrefix(tensors, known);
    if (prefix === undefined) break;
    wrappers.push(prefix);
    tensors = tensors.map((entry) => (besides.has(entry.name) ? entry : { ...entry, name: entry.name.slice(prefix.length) }));
  }
  const inner = tensors.map((entry) => ({ ...entry, name: entry.name.replace(transparent, '') }));
  const wrapped = new Set(tensors.flatMap(({ name }) => name.match(transparent) ?? []));
  return areDistinct(inner) ? { ...contents, tensors: inner, wrappers: [...wrappers, ...wrapped] } : { ...contents, tensors, wrappers };
}

function sharedPrefix(tensors: readonly TensorEntry[], known: readonly string[]): string | undefined {
  const names = tensors.map(({ name }) => name).filter((name) => !besides.has(name));
  return names.length === 0 ? undefined : known.find((prefix) => names.every((name) => name.length > prefix.length && name.startsWith(prefix)));
}

function areDistinct(tensors: readonly TensorEntry[]): boolean {
  return new Set(tensors.map(({ name }) => name)).size === tensors.length;
}
